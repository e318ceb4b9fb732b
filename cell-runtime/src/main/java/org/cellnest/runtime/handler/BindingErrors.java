package org.cellnest.runtime.handler;

import java.util.List;
import org.cellnest.cell.Problem;

/**
 * Creates the problems of parameters that do not bind: a 400 for a value, a 415 for a body. Each names the parameter,
 * the value received and the value expected. Stateless.
 */
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

    /** Returns the 400 for a value that is no text, such as a JSON object. */
    static Problem wrongKind(String name, String in, String kind, String expected) {
        return new Problem(400, name + " (" + in + "): " + kind + " (expected: " + expected + ")")
                .with("parameter", name)
                .with("in", in)
                .with("came", kind)
                .with("expected", expected);
    }

    /**
     * Returns the 415 for a body of a content type that no parameter reads (RFC 9110, section 15.5.16).
     *
     * @param contentType empty: none
     * @param types the content types that are read
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

    /** Returns the 415 for a body whose text is in a charset that is not read. */
    static Problem charset(String contentType, String expected) {
        return new Problem(415, "content-type: " + Text.shown(contentType) + " (expected: " + expected + ")")
                .with("parameter", "body")
                .with("in", "body")
                .with("came", Text.clean(contentType, 60))
                .with("expected", expected);
    }

    /**
     * Returns the 415 for a body in a content coding, none of which a cell decodes (RFC 9110, sections 12.5.3 and
     * 15.5.16).
     */
    static Problem coded(String codings) {
        return new Problem(415, "content-encoding: " + Text.shown(codings) + " (expected: identity)")
                .with("parameter", "body")
                .with("in", "body")
                .with("came", Text.clean(codings, 60))
                .with("expected", "identity")
                .header("accept-encoding", "identity");
    }

    /** Returns the 413 for a body of more bytes than are taken. */
    static Problem tooLong(long maxBytes) {
        return new Problem(413, "body: more than " + maxBytes + " bytes (expected: at most " + maxBytes + ")")
                .with("parameter", "body")
                .with("in", "body")
                .with("expected", "at most " + maxBytes + " bytes");
    }
}
