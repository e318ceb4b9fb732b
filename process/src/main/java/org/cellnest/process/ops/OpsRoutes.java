package org.cellnest.process.ops;

import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.PathTemplateMatcher;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Maps path templates and methods to handlers. Filled before the server starts, then read by any thread. */
final class OpsRoutes {
    /** A handler and the limit of its request bodies. */
    record Entry(OpsHandler handler, int maxBodyBytes) {}

    /** A match of a path: the handlers by method, and the values of the template's variables, still encoded. */
    record Match(Map<String, Entry> byMethod, Map<String, String> variables) {
        /** Returns the handler of a method; for HEAD, that of GET. */
        @Nullable
        Entry entry(HttpString method) {
            Entry entry = byMethod.get(method.toString());
            return entry == null && method.equals(Methods.HEAD) ? byMethod.get("GET") : entry;
        }

        /** Returns the value of an Allow header. */
        String allow() {
            List<String> methods = new ArrayList<>(byMethod.keySet());
            if (byMethod.containsKey("GET")) {
                methods.add(methods.indexOf("GET") + 1, "HEAD");
            }
            return String.join(", ", methods);
        }
    }

    private final PathTemplateMatcher<Map<String, Entry>> matcher = new PathTemplateMatcher<>();
    private final Map<String, Map<String, Entry>> byTemplate = new LinkedHashMap<>();

    void add(String method, String template, int maxBodyBytes, OpsHandler handler) {
        Map<String, Entry> methods = byTemplate.computeIfAbsent(template, t -> {
            Map<String, Entry> byMethod = new TreeMap<>();
            matcher.add(t, byMethod);
            return byMethod;
        });
        if (methods.put(method, new Entry(handler, maxBodyBytes)) != null) {
            throw new IllegalArgumentException(method + " " + template + " has a handler already");
        }
    }

    @Nullable
    Match match(String path) {
        PathTemplateMatcher.PathMatchResult<Map<String, Entry>> result = matcher.match(path);
        return result == null ? null : new Match(result.getValue(), result.getParameters());
    }

    /** Returns all registered routes, each as {@code GET /v1/things/{id}}. */
    List<String> list() {
        List<String> all = new ArrayList<>();
        byTemplate.forEach((template, methods) -> methods.keySet().forEach(method -> all.add(method + " " + template)));
        return all;
    }
}
