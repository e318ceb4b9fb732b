package org.cellnest.runtime.handler;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Parses content types (RFC 9110, section 8.3). Stateless. */
final class MediaTypes {
    static final String JSON = "application/json";
    static final String PROBLEM = "application/problem+json";
    static final String TEXT = "text/plain;charset=utf-8";
    static final String BYTES = "application/octet-stream";
    static final String JSON_LINES = "application/x-ndjson";
    static final String FORM = "application/x-www-form-urlencoded";
    static final String MULTIPART = "multipart/form-data";

    private MediaTypes() {}

    /**
     * Whether a content type is JSON: {@code application/json}, {@code text/json} or any {@code .../...+json} (RFC
     * 6839).
     */
    static boolean isJson(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        String essence = essence(contentType);
        return essence.equals(JSON) || essence.equals("text/json") || essence.endsWith("+json");
    }

    static boolean isForm(@Nullable String contentType) {
        return contentType != null && essence(contentType).equals(FORM);
    }

    static boolean isMultipart(@Nullable String contentType) {
        return contentType != null && essence(contentType).equals(MULTIPART);
    }

    /** Returns type and subtype in lower case, without parameters. */
    static String essence(String contentType) {
        int semicolon = contentType.indexOf(';');
        String essence = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
        return essence.strip().toLowerCase(Locale.ROOT);
    }

    /** Returns the charset that a content type names, UTF-8 if it names none; empty if the JVM does not know it. */
    static Optional<Charset> charset(String contentType) {
        for (int begin = contentType.indexOf(';'); begin >= 0; begin = contentType.indexOf(';', begin + 1)) {
            String parameter = contentType.substring(begin + 1).strip();
            if (parameter.toLowerCase(Locale.ROOT).startsWith("charset=")) {
                int end = parameter.indexOf(';');
                String name = parameter.substring("charset=".length(), end < 0 ? parameter.length() : end);
                return named(name.strip().replace("\"", ""));
            }
        }
        return Optional.of(StandardCharsets.UTF_8);
    }

    private static Optional<Charset> named(String name) {
        try {
            return Optional.of(Charset.forName(name));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return Optional.empty();
        }
    }
}
