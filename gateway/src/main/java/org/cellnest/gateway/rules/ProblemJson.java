package org.cellnest.gateway.rules;

import java.nio.charset.StandardCharsets;

/** Writes an {@link Answer} as {@code application/problem+json} (RFC 9457). Stateless. */
public final class ProblemJson {
    public static final String CONTENT_TYPE = "application/problem+json";

    private ProblemJson() {}

    /** The body: type, title, status, detail and {@code requestId}, in UTF-8. */
    public static byte[] encode(Answer answer, String requestId) {
        StringBuilder json = new StringBuilder(192);
        json.append("{\"type\":\"about:blank\",\"title\":");
        quote(StatusMapping.title(answer.status()), json);
        json.append(",\"status\":").append(answer.status()).append(",\"detail\":");
        quote(answer.detail(), json);
        json.append(",\"requestId\":");
        quote(requestId, json);
        return json.append("}\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void quote(String text, StringBuilder json) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || c == 0x7f || Character.isSurrogate(c)) {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
