package org.cellnest.process.ops;

import io.undertow.util.HeaderMap;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request to the ops port, with its whole body. Immutable; any thread. */
public final class OpsRequest {
    private final String path;
    private final Map<String, String> variables;
    private final Map<String, String> query;
    private final Map<String, String> headers;
    private final byte[] body;

    private OpsRequest(
            String path,
            Map<String, String> variables,
            Map<String, String> query,
            Map<String, String> headers,
            byte[] body) {
        this.path = path;
        this.variables = variables;
        this.query = query;
        this.headers = headers;
        this.body = body;
    }

    static OpsRequest of(
            String path, Map<String, String> rawVariables, String rawQuery, HeaderMap rawHeaders, byte[] body)
            throws OpsException {
        Map<String, String> variables = new LinkedHashMap<>();
        for (Map.Entry<String, String> variable : rawVariables.entrySet()) {
            // A plus is a plus in a path.
            variables.put(variable.getKey(), decoded(variable.getValue().replace("+", "%2B")));
        }
        Map<String, String> query = new LinkedHashMap<>();
        for (String pair : rawQuery.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
                if (query.put(name, equals < 0 ? "" : decoded(pair.substring(equals + 1))) != null) {
                    throw new OpsException(400, "the parameter " + name + " came twice (expected: once)");
                }
            }
        }
        Map<String, String> headers = new LinkedHashMap<>();
        rawHeaders.forEach(
                values -> headers.put(values.getHeaderName().toString().toLowerCase(Locale.ROOT), values.getFirst()));
        return new OpsRequest(path, variables, query, headers, body);
    }

    private static String decoded(String text) throws OpsException {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new OpsException(400, text + " is not percent-encoded as it should be");
        }
    }

    /** Returns the path, still percent-encoded. */
    public String path() {
        return path;
    }

    /** Returns the decoded value of a variable of the handler's template. */
    public String variable(String name) {
        String value = variables.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " (expected: one of " + variables.keySet() + ")");
        }
        return value;
    }

    /** Returns a decoded query parameter, or null if it is absent. */
    public @Nullable String query(String name) {
        return query.get(name);
    }

    /**
     * Returns a query parameter that is a whole number.
     *
     * @throws OpsException 400 if the value is not a whole number, or is out of range
     */
    public long query(String name, long fallback, long least, long most) throws OpsException {
        String text = query.get(name);
        if (text == null) {
            return fallback;
        }
        try {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // The answer is the same.
        }
        throw new OpsException(400, name + ": " + text + " (expected: a number from " + least + " to " + most + ")");
    }

    /**
     * Rejects unknown query parameters, since a mistyped one would otherwise count as absent.
     *
     * @throws OpsException 400, naming the first unknown parameter
     */
    public void allowQuery(String... names) throws OpsException {
        for (String name : query.keySet()) {
            if (!Set.of(names).contains(name)) {
                throw new OpsException(
                        400, "unknown parameter " + name + " (expected: " + String.join(", ", names) + ")");
            }
        }
    }

    /** Returns the first value of a header, or null; names are in lower case. */
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /**
     * Parses the body as JSON of a given type.
     *
     * @throws OpsException 400 if the body does not match the type, 415 if the Content-Type is not JSON
     */
    public <T> T json(Class<T> type) throws OpsException {
        String contentType = headers.getOrDefault("content-type", "none");
        if (!contentType.split(";", 2)[0].strip().equalsIgnoreCase("application/json")) {
            throw new OpsException(415, "Content-Type: " + contentType + " (expected: application/json)");
        }
        return OpsJson.read(body, type);
    }
}
