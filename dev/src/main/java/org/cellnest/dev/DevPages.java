package org.cellnest.dev;

import java.util.List;
import org.cellnest.gateway.http.RequestOverride;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests in place of the nest: with a page about a problem if there is one, else with the start page. Any
 * thread.
 */
final class DevPages implements RequestOverride {
    private final ProjectProblemPages trouble;
    private final StartPage start;

    DevPages(List<ProjectStatus> projects) {
        trouble = new ProjectProblemPages(projects);
        start = new StartPage(projects);
    }

    /** Sets the links of the start page; see {@link StartPage#link}. */
    void link(String docsPath, String dashboardUrl) {
        start.link(docsPath, dashboardUrl);
    }

    /** Updates the pages after a project's state has changed. */
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
