package org.cellnest.cell;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;

/** Reads content types (RFC 9110, section 8.3). */
final class ContentTypes {
    private ContentTypes() {}

    /** Returns the charset of a content type, UTF-8 if it has none. */
    static Charset charset(String contentType) {
        for (int begin = contentType.indexOf(';'); begin >= 0; begin = contentType.indexOf(';', begin + 1)) {
            String parameter = contentType.substring(begin + 1).strip();
            if (parameter.toLowerCase(Locale.ROOT).startsWith("charset=")) {
                int end = parameter.indexOf(';');
                String name = parameter.substring("charset=".length(), end < 0 ? parameter.length() : end);
                return named(name.strip().replace("\"", ""));
            }
        }
        return StandardCharsets.UTF_8;
    }

    private static Charset named(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            String shown = name.substring(0, Math.min(40, name.length()));
            throw new Problem(415, "charset of the body: " + shown + " (expected: one that is known here)", e);
        }
    }
}
