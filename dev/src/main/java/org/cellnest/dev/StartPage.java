package org.cellnest.dev;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.cellnest.gateway.http.RequestOverride;
import org.cellnest.protocol.RouteInfo;
import org.cellnest.route.PathTemplate;
import org.cellnest.route.TemplateException;
import org.jspecify.annotations.Nullable;

/**
 * Shows browsers at {@code /} the routes of the projects, and links to the API description and the dashboard. The page
 * is absent if a project has a route that matches {@code /}. Clients other than browsers get the nest's own answer. Any
 * thread.
 */
final class StartPage implements RequestOverride {
    /** The path that the page polls: a number that changes with the routes. */
    static final String STATE_PATH = "/.cellnest-dev/routes";

    private static final String ROOT = "/";
    private static final int MAX_ROUTES = 1_000;

    /**
     * A state of the page.
     *
     * @param page null while a project answers {@code /}
     */
    private record Present(int number, byte @Nullable [] page) {}

    private final List<ProjectStatus> projects;
    private String docs = "";
    private String dashboard = "";
    private List<List<RouteInfo>> shown = List.of();
    private volatile Present present = new Present(0, null);

    StartPage(List<ProjectStatus> projects) {
        this.projects = List.copyOf(projects);
    }

    /**
     * Sets the links of the page.
     *
     * @param docsPath the path of the API description; empty if there is none
     * @param dashboardUrl the router's ops port
     */
    synchronized void link(String docsPath, String dashboardUrl) {
        docs = docsPath;
        dashboard = dashboardUrl;
        write();
    }

    /** Updates the page if the routes of a project have changed. */
    synchronized void onChange() {
        List<List<RouteInfo>> routes =
                projects.stream().map(ProjectStatus::routes).toList();
        if (!routes.equals(shown)) {
            shown = routes;
            write();
        }
    }

    private void write() {
        int number = present.number() + 1;
        boolean taken = shown.stream().flatMap(List::stream).anyMatch(StartPage::matchesRoot);
        present = new Present(number, taken ? null : html(number).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public @Nullable Page answer(String method, String target, @Nullable String accept) {
        Present now = present;
        if (target.equals(STATE_PATH)) {
            return new Page(
                    200,
                    "text/plain;charset=utf-8",
                    String.valueOf(now.number()).getBytes(StandardCharsets.UTF_8));
        }
        byte[] page = now.page();
        boolean wanted = target.equals(ROOT)
                && (method.equals("GET") || method.equals("HEAD"))
                && accept != null
                && accept.contains("text/html");
        return page == null || !wanted ? null : new Page(200, "text/html;charset=utf-8", page);
    }

    private static boolean matchesRoot(RouteInfo route) {
        PathTemplate template = parsed(route.template());
        return !route.inner() && template != null && template.bind(ROOT) != null;
    }

    private static @Nullable PathTemplate parsed(String template) {
        try {
            return PathTemplate.parse(template);
        } catch (TemplateException e) {
            return null; // A router refuses it too.
        }
    }

    /** Returns a page without external resources. Its policy blocks any that a description might contain. */
    private String html(int number) {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; \
                script-src 'unsafe-inline'; connect-src 'self'; base-uri 'none'; form-action 'none'">
                <title>%1$s</title>
                <style>
                :root { color-scheme: light dark; --soft: #6a6258; --line: #d8d0c2; --link: #8a5200; --get: #0b6b4f; }
                @media (prefers-color-scheme: dark) {
                  :root { --soft: #b0a695; --line: #46402f; --link: #ffb938; --get: #5fd0a6; }
                }
                body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2.5rem auto; padding: 0 1.25rem; }
                h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .25rem; overflow-wrap: anywhere; }
                h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; overflow-wrap: anywhere; }
                p, .about { color: var(--soft); margin: .25rem 0; }
                a { color: var(--link); }
                nav { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; margin: 1rem 0; font-weight: 600; }
                ul { list-style: none; margin: 0; padding: 0; border-top: 1px solid var(--line); }
                li { padding: .5rem 0; border-bottom: 1px solid var(--line); }
                code { font: 15px/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
                b { color: var(--get); font-size: .8rem; letter-spacing: .03em; margin-right: .4rem; }
                </style>
                </head>
                <body>
                <main>
                <h1>%1$s</h1>
                <p>Served as you write. This page is here for as long as no route of yours matches <code>/</code>.</p>
                %2$s
                %3$s</main>
                <script>
                setInterval(async () => {
                  try {
                    const answer = await fetch('%4$s', { cache: 'no-store' });
                    if (await answer.text() !== '%5$d') location.reload();
                  } catch (notThere) { /* started again in a moment, perhaps */ }
                }, 500);
                </script>
                </body>
                </html>
                """.formatted(Html.escaped(title()), links(), sections(), STATE_PATH, number);
    }

    private String title() {
        return String.join(", ", projects.stream().map(ProjectStatus::name).toList());
    }

    private String links() {
        StringBuilder html = new StringBuilder("<nav>");
        if (!docs.isEmpty()) {
            html.append("<a href=\"").append(Html.escaped(docs)).append("/\">API description</a>");
            html.append("<a href=\"").append(Html.escaped(docs)).append("/openapi.json\">openapi.json</a>");
        }
        if (!dashboard.isEmpty()) {
            html.append("<a href=\"").append(Html.escaped(dashboard)).append("\">Dashboard</a>");
        }
        return html.append("</nav>").toString();
    }

    private String sections() {
        StringBuilder html = new StringBuilder();
        for (int i = 0; i < shown.size(); i++) {
            List<String> items = items(shown.get(i));
            String name = shown.size() == 1 ? "Routes" : projects.get(i).name();
            html.append("<h2>").append(Html.escaped(name)).append("</h2>\n");
            if (items.isEmpty()) {
                html.append("<p>No routes.</p>\n");
                continue;
            }
            html.append("<ul>\n");
            items.stream().limit(MAX_ROUTES).forEach(html::append);
            html.append("</ul>\n");
            if (items.size() > MAX_ROUTES) {
                html.append("<p>... and ").append(items.size() - MAX_ROUTES).append(" more.</p>\n");
            }
        }
        return html.toString();
    }

    /** Returns the items of the list, in the order of templates, then methods. */
    private static List<String> items(List<RouteInfo> routes) {
        List<String> items = new ArrayList<>();
        SortedMap<String, RouteInfo> byKey = RouteChanges.byTemplateAndMethod(routes);
        byKey.forEach((key, route) -> {
            String method = key.substring(key.lastIndexOf(' ') + 1);
            String template = "<code>" + Html.escaped(route.template()) + "</code>";
            String path = method.equals("GET") && !route.inner() ? path(route.template()) : "";
            String shown = path.isEmpty() ? template : "<a href=\"" + Html.escaped(path) + "\">" + template + "</a>";
            String about = (route.inner() ? "For other cells only. " : "") + route.description();
            items.add("<li><b>" + Html.escaped(method) + "</b>" + shown
                    + (about.isEmpty() ? "" : "<div class=\"about\">" + Html.escaped(about.strip()) + "</div>")
                    + "</li>\n");
        });
        return items;
    }

    /** Returns the path that a template without variables matches, percent-encoded; empty for other templates. */
    private static String path(String template) {
        PathTemplate parsed = parsed(template);
        // Two slashes would begin the name of another host.
        if (parsed == null || !parsed.variableNames().isEmpty() || template.startsWith("//")) {
            return "";
        }
        try {
            return new URI(null, null, template, null).toASCIIString();
        } catch (URISyntaxException e) {
            return "";
        }
    }
}
