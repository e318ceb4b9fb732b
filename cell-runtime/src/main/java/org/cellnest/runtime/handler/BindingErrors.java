package org.cellnest.runtime.handler;

import java.util.List;
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

    /**
     * A body of a content type that nothing reads (RFC 9110, section 15.5.16).
     *
     * @param contentType empty: none
     * @param types those that are read
     */
    static Problem unreadable(String contentType, List<String> types) {
        String came = contentType.isEmpty() ? "none" : Text.shown(contentType);
        String expected = String.join(" or ", types);
        return new Problem(415, "content-type: " + came + " (expected: " + expected + ")")
                .with("parameter", "body")
                .with("in", "body")
                .with("came", contentType.isEmpty() ? "no content-type" : Text.clean(contentType, 60))
                .with("expected", expected)
                .header("accept", String.join(", ", types));
    }

    /** A body whose text is in a charset that is not read. */
    static Problem charset(String contentType, String expected) {
        return new Problem(415, "content-type: " + Text.shown(contentType) + " (expected: " + expected + ")")
                .with("parameter", "body")
                .with("in", "body")
                .with("came", Text.clean(contentType, 60))
                .with("expected", expected);
    }

    /** A body in a content coding, of which a cell undoes none (RFC 9110, sections 12.5.3 and 15.5.16). */
    static Problem coded(String codings) {
        return new Problem(415, "content-encoding: " + Text.shown(codings) + " (expected: identity)")
                .with("parameter", "body")
                .with("in", "body")
                .with("came", Text.clean(codings, 60))
                .with("expected", "identity")
                .header("accept-encoding", "identity");
    }
}
