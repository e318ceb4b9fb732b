package org.cellnest.router.control;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.cellnest.route.Constraint;
import org.cellnest.route.PathTemplate;
import org.cellnest.route.Segment;
import org.cellnest.router.snapshot.NestSnapshot;
import org.cellnest.router.snapshot.RouteSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * A route that nearly answers a request.
 *
 * @param method the route's
 * @param template the route's
 * @param deployment that has it
 * @param reason the reason why it does not answer
 */
record NearMiss(String method, String template, String deployment, String reason) {
    /** The maximum number of routes that are named. */
    static final int MOST = 10;

    /** A route with its distance; a smaller distance is nearer. */
    private record Ranked(RouteSnapshot route, String reason, int distance) {}

    /** The smallest distances, which precede all differences of spelling. */
    private static final int INNER = -3;

    private static final int OTHER_METHOD = -2;
    private static final int SLASH = -1;

    /**
     * Returns the nearest routes, in time linear in the size of the table. Routes that differ only by the method or a
     * slash at the end come first. Others follow by the distance of their spelling, and equals in alphabetical order.
     *
     * @param path decoded
     */
    static List<NearMiss> of(NestSnapshot nestSnapshot, String method, String path) {
        List<Ranked> ranked = new ArrayList<>();
        String[] segments = path.substring(1).split("/", -1);
        PathDistance distance = new PathDistance(segments);
        for (RouteSnapshot route : nestSnapshot.routes()) {
            Ranked near = rank(route, method, path, segments, distance);
            if (near != null) {
                ranked.add(near);
            }
        }
        return ranked.stream()
                .sorted(Comparator.comparingInt(Ranked::distance)
                        .thenComparing(near -> near.route().template().toString())
                        .thenComparing(near -> !answers(near.route(), method))
                        .thenComparing(near -> near.route().method()))
                .limit(MOST)
                .map(near -> new NearMiss(
                        near.route().method(),
                        near.route().template().toString(),
                        near.route().info().deployment(),
                        near.reason()))
                .toList();
    }

    private static @Nullable Ranked rank(
            RouteSnapshot route, String method, String path, String[] segments, PathDistance distance) {
        PathTemplate template = route.template();
        if (template.bind(path) != null) {
            boolean answers = answers(route, method);
            if (route.info().inner() && answers) {
                return new Ranked(route, "matches, but is inner: only cells may call it", INNER);
            }
            return answers
                    ? null
                    : new Ranked(
                            route, "matches the path, but answers " + route.method() + ", not " + method, OTHER_METHOD);
        }
        if (path.length() > 1 && path.endsWith("/") && template.bind(path.substring(0, path.length() - 1)) != null) {
            return new Ranked(route, "would match without the trailing slash", SLASH);
        }
        if (template.bind(path + "/") != null) {
            return new Ranked(route, "would match with a trailing slash", SLASH);
        }
        return rankBySpelling(route, template.segments(), segments, distance);
    }

    private static boolean answers(RouteSnapshot route, String method) {
        return route.method().equals(method)
                || (method.equals("HEAD") && route.method().equals("GET"));
    }

    /** Ranks a route that begins like the path, or contains a text that is spelled like one of the path's. */
    private static @Nullable Ranked rankBySpelling(
            RouteSnapshot route, List<Segment> wanted, String[] given, PathDistance distance) {
        int edits = distance.to(wanted);
        int agree = 0;
        while (agree < wanted.size() && agree < given.length && matches(wanted.get(agree), given[agree])) {
            agree++;
        }
        boolean unfit = agree < wanted.size()
                && agree < given.length
                && !constraintText(wanted.get(agree)).isEmpty();
        boolean near = agree > 0 || unfit || distance.isAlike();
        return near ? new Ranked(route, why(wanted, given, agree), edits) : null;
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
