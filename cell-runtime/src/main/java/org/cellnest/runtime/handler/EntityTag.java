package org.cellnest.runtime.handler;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entity tag (RFC 9110, section 8.8.3).
 *
 * @param weak whether contents with this tag may differ in their bytes
 * @param opaque the text between the quotes
 */
record EntityTag(boolean weak, String opaque) {
    private static final String WEAK = "W/";

    /** Parses a field value that is one tag; null if it is not. */
    static @Nullable EntityTag parse(String text) {
        List<EntityTag> tags = parseList(text);
        return tags.size() == 1 && tags.get(0).toString().equals(text) ? tags.get(0) : null;
    }

    /** Parses a list of tags, which may hold empty elements (RFC 9110, section 5.6.1); empty if it is malformed. */
    static List<EntityTag> parseList(String text) {
        List<EntityTag> tags = new ArrayList<>();
        int at = 0;
        boolean afterTag = false;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ' ' || c == '\t') {
                at++;
            } else if (c == ',') {
                afterTag = false;
                at++;
            } else {
                boolean weak = text.startsWith(WEAK, at);
                int open = weak ? at + WEAK.length() : at;
                int close = text.startsWith("\"", open) ? text.indexOf('"', open + 1) : -1;
                if (afterTag || close < 0 || !isOpaque(text, open + 1, close)) {
                    return List.of();
                }
                tags.add(new EntityTag(weak, text.substring(open + 1, close)));
                afterTag = true;
                at = close + 1;
            }
        }
        return tags;
    }

    private static boolean isOpaque(String text, int from, int to) {
        return text.substring(from, to).chars().allMatch(c -> c > ' ' && c != 0x7f && c <= 0xff);
    }

    /** Compares strongly (RFC 9110, section 8.8.3.2): equal tags, neither of them weak. */
    boolean matchesStrongly(EntityTag other) {
        return !weak && !other.weak && opaque.equals(other.opaque);
    }

    /** Compares weakly: equal opaque texts. */
    boolean matchesWeakly(EntityTag other) {
        return opaque.equals(other.opaque);
    }

    /** Returns the tag as a field value. */
    @Override
    public String toString() {
        return (weak ? WEAK : "") + '"' + opaque + '"';
    }
}
