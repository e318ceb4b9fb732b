package org.cellnest.dev;

/** Writes text into pages. Stateless. */
final class Html {
    private Html() {}

    /** A text as it stands in an element, or in an attribute within double quotes. */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
