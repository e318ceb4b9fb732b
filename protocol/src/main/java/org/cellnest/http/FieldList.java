package org.cellnest.http;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parses field values that are lists (RFC 9110, section 5.6.1) and the parameters of their elements (section 5.6.6).
 * Empty elements are skipped, and a separator in a quoted string does not separate. Stateless.
 */
public final class FieldList {
    private FieldList() {}

    /** Returns the elements of all values, in order, without the white space around them; no element is empty. */
    public static List<String> elements(List<String> values) {
        List<String> elements = new ArrayList<>();
        for (String value : values) {
            split(value, ',', elements);
        }
        return elements;
    }

    /**
     * Returns the value of an element's parameter, unquoted; null if the element has no parameter of the name.
     *
     * @param name in lower case
     */
    public static @Nullable String parameter(String element, String name) {
        List<String> pairs = new ArrayList<>();
        split(element, ';', pairs);
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (equals == name.length() && pair.regionMatches(true, 0, name, 0, equals)) {
                return unquote(pair.substring(equals + 1));
            }
        }
        return null;
    }

    /** Returns the content of a quoted string, or any other value unchanged. */
    private static String unquote(String value) {
        if (value.length() < 2 || value.charAt(0) != '"' || value.charAt(value.length() - 1) != '"') {
            return value;
        }
        StringBuilder text = new StringBuilder(value.length());
        for (int i = 1; i < value.length() - 1; i++) {
            char c = value.charAt(i);
            text.append(c == '\\' && i + 1 < value.length() - 1 ? value.charAt(++i) : c);
        }
        return text.toString();
    }

    /** Splits a value outside of quoted strings. An unterminated quoted string extends to the end of the value. */
    private static void split(String value, char separator, List<String> parts) {
        boolean quoted = false;
        int from = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                add(value.substring(from, i), parts);
                from = i + 1;
            }
        }
        add(value.substring(from), parts);
    }

    private static void add(String part, List<String> parts) {
        String stripped = part.strip();
        if (!stripped.isEmpty()) {
            parts.add(stripped);
        }
    }
}
