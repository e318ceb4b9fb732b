package org.cellnest.dev;

import java.util.List;
import org.cellnest.gateway.http.RequestOverride;
import org.jspecify.annotations.Nullable;

/** Answers in place of the nest: what is wrong before everything else, then the start page. Any thread. */
final class DevPages implements RequestOverride {
    private final ProjectProblemPages trouble;
    private final StartPage start;

    DevPages(List<ProjectStatus> projects) {
        trouble = new ProjectProblemPages(projects);
        start = new StartPage(projects);
    }

    /** Takes what the start page links to, as {@link StartPage#link} says. */
    void link(String docsPath, String dashboardUrl) {
        start.link(docsPath, dashboardUrl);
    }

    /** Some project does otherwise than before. */
    void onChange() {
        trouble.onChange();
        start.onChange();
    }

    @Override
    public @Nullable Page answer(String method, String target, @Nullable String accept) {
        Page page = trouble.answer(method, target, accept);
        return page != null ? page : start.answer(method, target, accept);
    }
}
