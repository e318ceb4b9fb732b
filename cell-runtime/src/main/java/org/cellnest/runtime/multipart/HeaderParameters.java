package org.cellnest.runtime.multipart;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.cellnest.protocol.HttpTokens;

/**
 * Parses the parameters of Content-Type and Content-Disposition: {@code form-data; name="a"}. Stateless.
 *
 * <p>In quotes, a backslash escapes a quote or a backslash alone, since old browsers send paths such as {@code
 * C:\a.png} as they are.
 */
final class HeaderParameters {
    private final String header;
    private final String value;
    private int position;

    private HeaderParameters(String header, String value) {
        this.header = header;
        this.value = value;
    }

    /** Returns the part before the parameters, in lower case. */
    static String essence(String value) {
        int semicolon = value.indexOf(';');
        return (semicolon < 0 ? value : value.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the parameters by name, in lower case.
     *
     * @param header its name, for messages
     * @throws org.cellnest.cell.Problem with status 400, for a parameter that is malformed or comes twice
     */
    static Map<String, String> of(String header, String value) {
        return new HeaderParameters(header, value).parse();
    }

    private Map<String, String> parse() {
        Map<String, String> parameters = new LinkedHashMap<>();
        int semicolon = value.indexOf(';');
        position = semicolon < 0 ? value.length() : semicolon;
        while (position < value.length()) {
            if (value.charAt(position) != ';') {
                throw malformed("a semicolon between parameters");
            }
            position++;
            skipSpace();
            if (position < value.length() && value.charAt(position) != ';') {
                String name = name();
                String text = position < value.length() && value.charAt(position) == '"' ? quoted() : plain();
                if (parameters.put(name, text) != null) {
                    throw malformed("parameter " + name + " once");
                }
                skipSpace();
            }
        }
        return parameters;
    }

    private String name() {
        int equals = value.indexOf('=', position);
        String name = equals < 0 ? "" : value.substring(position, equals);
        if (!HttpTokens.isToken(name)) {
            throw malformed("parameters of the form name=value");
        }
        position = equals + 1;
        return name.toLowerCase(Locale.ROOT);
    }

    private String plain() {
        int begin = position;
        while (position < value.length() && ";\" \t".indexOf(value.charAt(position)) < 0) {
            position++;
        }
        if (begin == position) {
            throw malformed("a value of each parameter, in quotes if it is empty");
        }
        return value.substring(begin, position);
    }

    private String quoted() {
        StringBuilder text = new StringBuilder();
        for (int i = position + 1; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"') {
                position = i + 1;
                return text.toString();
            }
            boolean escapes =
                    c == '\\' && i + 1 < value.length() && (value.charAt(i + 1) == '"' || value.charAt(i + 1) == '\\');
            text.append(escapes ? value.charAt(++i) : c);
        }
        throw malformed("a quote at the end of a value that begins with one");
    }

    private void skipSpace() {
        while (position < value.length() && (value.charAt(position) == ' ' || value.charAt(position) == '\t')) {
            position++;
        }
    }

    private RuntimeException malformed(String expected) {
        return MultipartErrors.malformed(header + ": " + MultipartErrors.shown(value), expected);
    }
}
