package org.cellnest.runtime.multipart;

import org.cellnest.cell.Problem;

/** Creates the problems of multipart bodies, each with what came and what was expected. Stateless. */
final class MultipartErrors {
    private static final int SHOWN = 60;

    private MultipartErrors() {}

    static Problem malformed(String came, String expected) {
        return body(400, came, expected);
    }

    static Problem tooLarge(String came, String expected) {
        return body(413, came, expected);
    }

    static Problem cut() {
        return malformed("the end before the closing boundary", "--, the boundary and -- at the end");
    }

    /** Returns the problem of one part. */
    static Problem part(int status, String name, String came, String expected) {
        String shown = clean(name);
        return new Problem(status, shown + " (part): " + came + " (expected: " + expected + ")")
                .with("parameter", shown)
                .with("in", "part")
                .with("came", came)
                .with("expected", expected);
    }

    private static Problem body(int status, String came, String expected) {
        return new Problem(status, "multipart body: " + came + " (expected: " + expected + ")")
                .with("parameter", "body")
                .with("in", "body")
                .with("came", came)
                .with("expected", expected);
    }

    /** Returns a text in quotes, shortened, in visible ASCII, so that it can forge no line of a log. */
    static String shown(String text) {
        return '"' + clean(text) + '"';
    }

    private static String clean(String text) {
        StringBuilder clean = new StringBuilder();
        text.chars().limit(SHOWN).forEach(c -> clean.append(c < ' ' || c > '~' ? '?' : (char) c));
        return text.length() > SHOWN ? clean.append("...").toString() : clean.toString();
    }
}
