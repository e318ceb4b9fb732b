package org.cellnest.cell;

import java.util.Objects;

/** Validates entity tags as they stand in a header (RFC 9110, section 8.8.3). Stateless. */
final class EntityTagText {
    private static final int MAX_LENGTH = 1024;

    private EntityTagText() {}

    /** Returns the tag. */
    static String checked(String tag) {
        Objects.requireNonNull(tag, "tag");
        int open = tag.startsWith("W/") ? 2 : 0;
        int close = tag.length() - 1;
        boolean quoted = close > open && tag.charAt(open) == '"' && tag.charAt(close) == '"';
        if (!quoted
                || tag.length() > MAX_LENGTH
                || !tag.substring(open + 1, close).chars().allMatch(EntityTagText::isTagCharacter)) {
            throw new IllegalArgumentException("entity tag: " + HeaderText.shown(tag)
                    + " (expected: \"...\" or W/\"...\", quotes included, of at most " + MAX_LENGTH
                    + " characters of ISO-8859-1, without spaces, further quotes and control characters)");
        }
        return tag;
    }

    private static boolean isTagCharacter(int c) {
        return c == '!' || (c > '"' && c < 0x7f) || (c >= 0x80 && c <= 0xff);
    }
}
