package org.cellnest.router.control;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.cellnest.route.Constraint;
import org.cellnest.route.PathTemplate;
import org.cellnest.route.Segment;
import org.jspecify.annotations.Nullable;

/**
 * A route that does not answer a request, yet nearly does.
 *
 * @param method the route's
 * @param template the route's
 * @param deployment that has it
 * @param reason why it does not answer
 */
record NearMiss(String method, String template, String deployment, String reason) {
    /** How many are named. */
    static final int MOST = 10;

    /** A route and how near it comes; what is smaller is nearer. */
    private record Ranked(SeenRoute route, String reason, int distance) {}

    /**
     * The nearest routes, of a table of any size, in time linear in it.
     *
     * @param path decoded
     */
    static List<NearMiss> of(Seen seen, String method, String path) {
        List<Ranked> ranked = new ArrayList<>();
        String[] segments = path.substring(1).split("/", -1);
        for (SeenRoute route : seen.routes()) {
            Ranked near = rank(route, method, path, segments);
            if (near != null) {
                ranked.add(near);
            }
        }
        return ranked.stream()
                .sorted(Comparator.comparingInt(Ranked::distance)
                        .thenComparing(near -> near.route().template().toString())
                        .thenComparing(near -> near.route().method()))
                .limit(MOST)
                .map(near -> new NearMiss(
                        near.route().method(),
                        near.route().template().toString(),
                        near.route().info().deployment(),
                        near.reason()))
                .toList();
    }

    private static @Nullable Ranked rank(SeenRoute route, String method, String path, String[] segments) {
        PathTemplate template = route.template();
        if (template.bind(path) != null) {
            boolean answers = route.method().equals(method)
                    || (method.equals("HEAD") && route.method().equals("GET"));
            if (route.info().inner() && answers) {
                return new Ranked(route, "matches, but is inner: only cells may call it", 0);
            }
            return answers
                    ? null
                    : new Ranked(route, "matches the path, but answers " + route.method() + ", not " + method, 1);
        }
        if (path.length() > 1 && path.endsWith("/") && template.bind(path.substring(0, path.length() - 1)) != null) {
            return new Ranked(route, "would match without the trailing slash", 2);
        }
        if (template.bind(path + "/") != null) {
            return new Ranked(route, "would match with a trailing slash", 2);
        }
        return rankByPrefix(route, template.segments(), segments);
    }

    /** How many segments agree from the left, and why the next does not. */
    private static @Nullable Ranked rankByPrefix(SeenRoute route, List<Segment> wanted, String[] given) {
        int agree = 0;
        while (agree < wanted.size() && agree < given.length && matches(wanted.get(agree), given[agree])) {
            agree++;
        }
        String constraint = agree < wanted.size() && agree < given.length ? constraintText(wanted.get(agree)) : "";
        if (agree == 0 && constraint.isEmpty()) {
            return null;
        }
        // Nearer the more agrees; and, of those where as much does, the fewer segments are left on either side.
        int left = Math.max(wanted.size(), given.length) - agree;
        int distance = 100 - 2 * agree + left - (constraint.isEmpty() ? 0 : 2);
        return new Ranked(route, why(wanted, given, agree), distance);
    }

    private static String why(List<Segment> wanted, String[] given, int agree) {
        if (agree == given.length) {
            return "goes on after this path with " + text(wanted.get(agree));
        }
        if (agree == wanted.size()) {
            return "ends before '" + given[agree] + "'";
        }
        Segment segment = wanted.get(agree);
        if (segment instanceof Segment.Variable variable) {
            return given[agree].isEmpty()
                    ? "{" + variable.name() + "} does not match an empty segment"
                    : "'" + given[agree] + "' does not match {" + variable.name() + ":" + constraintText(segment) + "}";
        }
        return "expects " + text(segment) + " where '" + given[agree] + "' came";
    }

    private static boolean matches(Segment segment, String text) {
        if (segment instanceof Segment.Literal literal) {
            return literal.text().equals(text);
        }
        if (segment instanceof Segment.Variable variable) {
            Constraint constraint = variable.constraint();
            return !text.isEmpty() && (constraint == null || constraint.matches(text));
        }
        return true;
    }

    private static String constraintText(Segment segment) {
        Constraint constraint = segment instanceof Segment.Variable variable ? variable.constraint() : null;
        return constraint == null ? "" : constraint.text();
    }

    private static String text(Segment segment) {
        if (segment instanceof Segment.Literal literal) {
            return "'" + literal.text() + "'";
        }
        if (segment instanceof Segment.Variable variable) {
            return "{" + variable.name() + "}";
        }
        return segment instanceof Segment.Rest rest ? "{" + rest.name() + "...}" : "";
    }
}
