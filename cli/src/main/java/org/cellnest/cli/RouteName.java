package org.cellnest.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.TreeSet;

/** Resolves the name of a route to its id. */
final class RouteName {
    private RouteName() {}

    /**
     * Returns the id of a route.
     *
     * @param words an id; a template; or a method and a template
     */
    static String id(RouterClient router, List<String> words) {
        String last = words.get(words.size() - 1);
        if (words.size() == 1 && !last.startsWith("/")) {
            return last;
        }
        String method = MethodAndTarget.of(words).method();
        if (!last.startsWith("/")) {
            throw NestException.usage(last + " (expected: the template of a route, such as /orders/{id})");
        }
        Selection all = new Selection(
                Kind.ROUTES.listing(), (method + " " + last).trim(), "", "", "template", Integer.MAX_VALUE);
        List<JsonNode> named = new Lister(router)
                .find(all).items().stream()
                        .filter(route -> Json.text(route, "template").equals(last))
                        .filter(route ->
                                method.isEmpty() || Json.text(route, "method").equals(method))
                        .toList();
        String name = (method + " " + last).trim();
        if (named.isEmpty()) {
            throw NestException.refused("no route is called " + name
                    + " (expected: a method and template that nest ls routes lists; for a path: nest explain " + name
                    + ")");
        }
        if (named.size() > 1) {
            TreeSet<String> methods = new TreeSet<>();
            named.forEach(route -> methods.add(Json.text(route, "method")));
            throw NestException.usage(
                    last + " (expected: a method before it, one of " + String.join(", ", methods) + ")");
        }
        return Json.text(named.get(0), "id");
    }
}
