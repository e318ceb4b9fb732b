package org.cellnest.gateway.framing;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reference parser of chunked bodies, written from the grammar of RFC 9112, section 7.1, with regular expressions, which
 * the scanner has nothing in common with. Reads a body from its beginning, all at once.
 */
final class ReferenceChunks {
    enum Verdict {
        WHOLE,
        INCOMPLETE,
        MALFORMED
    }

    /**
     * What it made of an input.
     *
     * @param length of the body with its framing, if it is whole
     * @param data of the chunks
     */
    record Reading(Verdict verdict, int length, String data) {}

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final String QUOTED =
            "\"(?:[\\t \\x21\\x23-\\x5B\\x5D-\\x7E\\x80-\\xFF]|\\\\[\\t\\x20-\\x7E\\x80-\\xFF])*\"";
    private static final String EXTENSION =
            "[ \\t]*;[ \\t]*" + TOKEN + "(?:[ \\t]*=[ \\t]*(?:" + TOKEN + "|" + QUOTED + "))?";
    private static final Pattern SIZE_LINE = Pattern.compile("([0-9A-Fa-f]+)(?:" + EXTENSION + ")*\\r\\n");
    private static final Pattern TRAILER =
            Pattern.compile("(?:" + TOKEN + ":[\\t\\x20-\\x7E\\x80-\\xFF]*\\r\\n)*\\r\\n");
    private static final Pattern CRLF = Pattern.compile("\\r\\n");

    private ReferenceChunks() {}

    static Reading read(String input) {
        StringBuilder data = new StringBuilder();
        int at = 0;
        while (true) {
            Matcher size = at(SIZE_LINE, input, at);
            if (!size.lookingAt()) {
                return failed(size, data);
            }
            at = size.end();
            long length = Long.parseLong(size.group(1), 16);
            if (length == 0) {
                Matcher trailer = at(TRAILER, input, at);
                return trailer.lookingAt()
                        ? new Reading(Verdict.WHOLE, trailer.end(), data.toString())
                        : failed(trailer, data);
            }
            int taken = (int) Math.min(length, input.length() - at);
            data.append(input, at, at + taken);
            at += taken;
            if (taken < length) {
                return new Reading(Verdict.INCOMPLETE, 0, data.toString());
            }
            Matcher end = at(CRLF, input, at);
            if (!end.lookingAt()) {
                return failed(end, data);
            }
            at = end.end();
        }
    }

    private static Matcher at(Pattern pattern, String input, int at) {
        return pattern.matcher(input).region(at, input.length());
    }

    /** More input could still have matched, or could not. */
    private static Reading failed(Matcher matcher, StringBuilder data) {
        return new Reading(matcher.hitEnd() ? Verdict.INCOMPLETE : Verdict.MALFORMED, 0, data.toString());
    }
}
