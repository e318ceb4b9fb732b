package org.cellnest.dev;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cellnest.protocol.RouteInfo;

/** Compares the routes of a project before and after a swap. Stateless. */
final class RouteChanges {
    /** A kind of change to a route. */
    enum Kind {
        ADDED('+'),
        REMOVED('-'),
        CHANGED('~');

        final char sign;

        Kind(char sign) {
            this.sign = sign;
        }
    }

    /**
     * A change of a route.
     *
     * @param route such as {@code GET /orders/{id}}
     * @param what the changed attributes; empty for a route that was added or removed
     */
    record Change(Kind kind, String route, List<String> what) {
        @Override
        public String toString() {
            return kind.sign + " " + route + (what.isEmpty() ? "" : " (" + String.join(", ", what) + ")");
        }
    }

    private RouteChanges() {}

    /** Returns the changes, in the order of templates, then methods. */
    static List<Change> between(List<RouteInfo> before, List<RouteInfo> after) {
        SortedMap<String, RouteInfo> old = byTemplateAndMethod(before);
        SortedMap<String, RouteInfo> present = byTemplateAndMethod(after);
        TreeSet<String> all = new TreeSet<>(old.keySet());
        all.addAll(present.keySet());
        List<Change> changes = new ArrayList<>();
        for (String key : all) {
            RouteInfo was = old.get(key);
            RouteInfo is = present.get(key);
            String route = shown(key);
            if (was == null) {
                changes.add(new Change(Kind.ADDED, route, List.of()));
            } else if (is == null) {
                changes.add(new Change(Kind.REMOVED, route, List.of()));
            } else {
                List<String> what = differences(was, is);
                if (!what.isEmpty()) {
                    changes.add(new Change(Kind.CHANGED, route, what));
                }
            }
        }
        return changes;
    }

    /** Returns the number of routes; each method of a template counts as one. */
    static int count(List<RouteInfo> routes) {
        return byTemplateAndMethod(routes).size();
    }

    /** Returns the routes by their template and, after a space, their method. */
    static SortedMap<String, RouteInfo> byTemplateAndMethod(List<RouteInfo> routes) {
        SortedMap<String, RouteInfo> byKey = new TreeMap<>();
        for (RouteInfo route : routes) {
            route.methods().forEach(method -> byKey.put(route.template() + " " + method, route));
        }
        return byKey;
    }

    private static String shown(String key) {
        int space = key.lastIndexOf(' ');
        return key.substring(space + 1) + " " + key.substring(0, space);
    }

    private static List<String> differences(RouteInfo was, RouteInfo is) {
        List<String> what = new ArrayList<>();
        if (was.timeoutMs() != is.timeoutMs()) {
            what.add("timeout " + timeout(was) + " -> " + timeout(is));
        }
        if (!Objects.equals(was.idempotent(), is.idempotent())) {
            what.add("idempotent " + (is.idempotent() == null ? "as its method" : is.idempotent()));
        }
        if (was.inner() != is.inner()) {
            what.add(is.inner() ? "inner" : "no longer inner");
        }
        if (!was.description().equals(is.description())) {
            what.add("description");
        }
        List<Map<String, String>> parameters = is.parameters();
        if (!was.parameters().equals(parameters)) {
            what.add("parameters");
        }
        return what;
    }

    private static String timeout(RouteInfo route) {
        return route.timeoutMs() == 0 ? "default" : route.timeoutMs() + " ms";
    }
}
