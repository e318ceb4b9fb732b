package org.cellnest.dev;

/** Escapes text for HTML pages. Stateless. */
final class Html {
    private Html() {}

    /** Returns the text escaped for an element, or for an attribute within double quotes. */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
