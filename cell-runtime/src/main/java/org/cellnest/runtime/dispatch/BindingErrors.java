package org.cellnest.runtime.dispatch;

import org.cellnest.cell.Problem;

/** The 400s of parameters that do not bind: each names the parameter, what came and what was expected. */
final class BindingErrors {
    private BindingErrors() {}

    static Problem missing(String name, String in, String expected) {
        return new Problem(400, name + " (" + in + "): missing (expected: " + expected + ")")
                .with("parameter", name)
                .with("in", in)
                .with("expected", expected);
    }

    static Problem wrong(String name, String in, String came, String expected) {
        String shown = Text.shown(came);
        return new Problem(400, name + " (" + in + "): " + shown + " (expected: " + expected + ")")
                .with("parameter", name)
                .with("in", in)
                .with("came", Text.clean(came, 60))
                .with("expected", expected);
    }

    /** Something of another kind than a text came, such as a JSON object. */
    static Problem wrongKind(String name, String in, String kind, String expected) {
        return new Problem(400, name + " (" + in + "): " + kind + " (expected: " + expected + ")")
                .with("parameter", name)
                .with("in", in)
                .with("came", kind)
                .with("expected", expected);
    }

    static Problem notJson(String contentType) {
        String came = contentType.isEmpty() ? "none" : Text.shown(contentType);
        return new Problem(415, "content-type: " + came + " (expected: application/json)")
                .with("parameter", "body")
                .with("in", "body")
                .with("came", contentType.isEmpty() ? "no content-type" : Text.clean(contentType, 60))
                .with("expected", MediaTypes.JSON)
                .header("accept", MediaTypes.JSON);
    }
}
