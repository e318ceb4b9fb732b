package org.cellnest.gateway.rules;

import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The CORS settings: an allow-list of origins whose scripts may call (Fetch, section 3.2). An answer to any other
 * origin has no CORS fields. Its request is processed like any other, and the browser withholds the answer from the
 * script. Immutable and thread-safe.
 *
 * @param origins as browsers write them, or {@code *}; empty: the gateway sends no CORS fields
 * @param maxAgeSeconds the time for which a browser may cache a preflight
 */
public record Cors(
        Set<String> origins,
        List<String> methods,
        List<String> headers,
        List<String> exposed,
        boolean credentials,
        long maxAgeSeconds) {
    private static final String ANY = "*";

    public Cors {
        origins = Set.copyOf(origins);
        methods = List.copyOf(methods);
        headers = List.copyOf(headers);
        exposed = List.copyOf(exposed);
    }

    /** Whether there is a list of origins; if so, CORS fields of cells are not passed on. */
    public boolean isOn() {
        return !origins.isEmpty();
    }

    /** Whether a script of that origin may call. */
    public boolean allows(@Nullable String origin) {
        return origin != null && (origins.contains(origin) || origins.contains(ANY));
    }

    /** Whether a request is a preflight that the gateway answers itself, with 204. */
    public boolean isPreflight(String method, @Nullable String origin, @Nullable String requestedMethod) {
        return requestedMethod != null && method.equals("OPTIONS") && allows(origin);
    }

    /** Puts the fields of an answer to a preflight. */
    public void putPreflight(String origin, BiConsumer<String, String> out) {
        putOrigin(origin, out);
        out.accept("access-control-allow-methods", String.join(", ", methods));
        if (!headers.isEmpty()) {
            out.accept("access-control-allow-headers", String.join(", ", headers));
        }
        out.accept("access-control-max-age", Long.toString(maxAgeSeconds));
    }

    /** Puts the fields of an answer to any other request; to be called only if {@link #isOn}. */
    public void putActual(@Nullable String origin, BiConsumer<String, String> out) {
        if (origin == null || !allows(origin)) {
            putVary(out);
            return;
        }
        putOrigin(origin, out);
        if (!exposed.isEmpty()) {
            out.accept("access-control-expose-headers", String.join(", ", exposed));
        }
    }

    private void putOrigin(String origin, BiConsumer<String, String> out) {
        out.accept("access-control-allow-origin", origins.contains(ANY) ? ANY : origin);
        if (credentials) {
            out.accept("access-control-allow-credentials", "true");
        }
        putVary(out);
    }

    /** Puts Vary, so that caches do not give one origin's answer to another. */
    private void putVary(BiConsumer<String, String> out) {
        if (!origins.contains(ANY)) {
            out.accept("vary", "Origin");
        }
    }
}
