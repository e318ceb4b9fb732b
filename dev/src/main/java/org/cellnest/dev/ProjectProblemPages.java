package org.cellnest.dev;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cellnest.gateway.http.RequestOverride;
import org.cellnest.protocol.ProblemJson;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests in place of the nest while a project has a problem. Every path is answered, since the routes
 * themselves may be the problem. Browsers get a page that reloads as soon as the state changes, other clients get
 * problem+json (RFC 9457). Any thread.
 */
final class ProjectProblemPages implements RequestOverride {
    /** The path that the page polls: a number that changes with the problem, 0 if there is none. */
    static final String STATE_PATH = "/.cellnest-dev/trouble";

    private static final String HTML = "text/html;charset=utf-8";

    private record Present(int number, @Nullable ProjectProblem trouble) {}

    private final List<ProjectStatus> projects;
    private volatile Present present;

    ProjectProblemPages(List<ProjectStatus> projects) {
        this.projects = List.copyOf(projects);
        this.present = new Present(0, null);
    }

    /** Updates the page after a project's problem has changed. */
    synchronized void onChange() {
        // What the author has to act upon before what mends itself.
        ProjectProblem next = projects.stream()
                .flatMap(project -> Stream.ofNullable(project.projectProblem()))
                .max(Comparator.comparingInt(ProjectProblem::status))
                .orElse(null);
        present = new Present(present.number() + 1, next);
    }

    @Override
    public @Nullable Page answer(String method, String target, @Nullable String accept) {
        Present now = present;
        ProjectProblem projectProblem = now.trouble();
        if (target.equals(STATE_PATH)) {
            String number = String.valueOf(projectProblem == null ? 0 : now.number());
            return new Page(200, "text/plain;charset=utf-8", number.getBytes(StandardCharsets.UTF_8));
        }
        if (projectProblem == null) {
            return null;
        }
        if (accept != null && accept.contains("text/html")) {
            String page = html(projectProblem, now.number(), method.equals("GET"));
            return new Page(projectProblem.status(), HTML, page.getBytes(StandardCharsets.UTF_8));
        }
        String detail = projectProblem.text().isEmpty()
                ? projectProblem.title()
                : projectProblem.title() + "\n\n" + projectProblem.text();
        return new Page(
                projectProblem.status(),
                ProblemJson.MEDIA_TYPE,
                ProblemJson.body(projectProblem.status(), detail, Map.of("project", projectProblem.project())));
    }

    /**
     * Returns a page without external resources, so that it works in any state. A page in answer to a POST reloads by
     * GET, so that the form is not sent twice.
     */
    private static String html(ProjectProblem projectProblem, int number, boolean reloads) {
        String text = projectProblem.text().isEmpty() ? "" : "<pre>" + Html.escaped(projectProblem.text()) + "</pre>\n";
        String then = reloads ? "location.reload()" : "location.replace(location.href.split('#')[0])";
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%1$s</title>
                <style>
                :root { color-scheme: light dark; }
                body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 3rem auto; padding: 0 1.5rem; }
                h1 { font-size: 1.4rem; border-left: .4rem solid %2$s; padding-left: .8rem; }
                pre { font: 14px/1.5 ui-monospace, monospace; overflow: auto; padding: 1rem; border: 1px solid #8886; }
                p { opacity: .7; }
                </style>
                </head>
                <body>
                <h1>%1$s</h1>
                %3$s<p>This page gives way to the one you asked for as soon as that is there.</p>
                <script>
                setInterval(async () => {
                  try {
                    const answer = await fetch('%4$s', { cache: 'no-store' });
                    if (await answer.text() !== '%5$d') %6$s;
                  } catch (notThere) { /* started again in a moment, perhaps */ }
                }, 300);
                </script>
                </body>
                </html>
                """.formatted(
                        Html.escaped(projectProblem.title()),
                        projectProblem.status() == 503 ? "#888" : "#c33",
                        text,
                        STATE_PATH,
                        number,
                        then);
    }
}
