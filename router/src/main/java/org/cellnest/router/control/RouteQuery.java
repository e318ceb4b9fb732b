package org.cellnest.router.control;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.StringTokenizer;
import java.util.function.Predicate;
import org.cellnest.process.ops.OpsException;
import org.cellnest.process.ops.OpsRequest;
import org.cellnest.router.snapshot.RouteSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * A query for routes: the filter, the order and the first position.
 *
 * @param words all of which the template, method, deployment or description must contain, in lower case
 * @param deployment whose routes, or null for all
 * @param cell that serves them, or null for any
 * @param sort the order
 * @param limit the maximum number of routes
 * @param after the number of routes to skip; from a cursor
 */
record RouteQuery(
        List<String> words,
        @Nullable String deployment,
        @Nullable String cell,
        Sort sort,
        int limit,
        int after) {
    static final int MAX_LIMIT = 20_000;
    /** The maximum length of the templates and descriptions of a page, in characters. A page has at least one route. */
    static final int MAX_CHARS = 8 << 20;

    private static final int DEFAULT_LIMIT = 100;
    private static final String CURSOR = "after:";

    enum Sort {
        TEMPLATE,
        RATE,
        P99
    }

    static RouteQuery of(OpsRequest request) throws OpsException {
        request.allowQuery("q", "deployment", "cell", "sort", "limit", "after");
        String q = request.query("q");
        List<String> words = new ArrayList<>();
        StringTokenizer tokens = new StringTokenizer(q == null ? "" : q.toLowerCase(Locale.ROOT));
        while (tokens.hasMoreTokens()) {
            words.add(tokens.nextToken());
        }
        return new RouteQuery(
                words,
                request.query("deployment"),
                request.query("cell"),
                sort(request.query("sort")),
                (int) request.query("limit", DEFAULT_LIMIT, 1, MAX_LIMIT),
                after(request.query("after")));
    }

    private static Sort sort(@Nullable String name) throws OpsException {
        return switch (name == null ? "template" : name) {
            case "template" -> Sort.TEMPLATE;
            case "rate" -> Sort.RATE;
            case "p99" -> Sort.P99;
            default -> throw new OpsException(400, "sort: " + name + " (expected: template, rate or p99)");
        };
    }

    private static int after(@Nullable String cursor) throws OpsException {
        if (cursor == null || cursor.isEmpty()) {
            return 0;
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (text.startsWith(CURSOR)) {
                int after = Integer.parseInt(text.substring(CURSOR.length()));
                if (after >= 0) {
                    return after;
                }
            }
        } catch (IllegalArgumentException e) {
            // The answer is the same.
        }
        throw new OpsException(400, "after: " + cursor + " (expected: the value of \"next\" of the page before)");
    }

    private static String cursor(int after) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((CURSOR + after).getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the page. */
    ApiModel.Routes page(ApiMapper apiMapper, Predicate<RouteSnapshot> served) {
        List<RouteSnapshot> found = new ArrayList<>();
        for (RouteSnapshot route : apiMapper.nestSnapshot().routes()) {
            if (matches(route) && served.test(route)) {
                found.add(route);
            }
        }
        found.sort(order(apiMapper));
        int from = Math.min(after, found.size());
        int to = end(found, from);
        return new ApiModel.Routes(
                found.subList(from, to).stream().map(apiMapper::route).toList(),
                found.size(),
                to < found.size() ? cursor(to) : null,
                apiMapper.survey());
    }

    private int end(List<RouteSnapshot> found, int from) {
        int most = Math.min(found.size(), from + limit);
        int to = from;
        int chars = 0;
        while (to < most) {
            RouteSnapshot route = found.get(to);
            chars += route.template().toString().length()
                    + route.info().description().length();
            if (chars > MAX_CHARS && to > from) {
                break;
            }
            to++;
        }
        return to;
    }

    private boolean matches(RouteSnapshot route) {
        if (deployment != null && !deployment.equals(route.info().deployment())) {
            return false;
        }
        if (words.isEmpty()) {
            return true;
        }
        String text = (route.method() + " " + route.template() + "\n"
                        + route.info().deployment() + "\n" + route.info().description())
                .toLowerCase(Locale.ROOT);
        return words.stream().allMatch(text::contains);
    }

    private Comparator<RouteSnapshot> order(ApiMapper apiMapper) {
        Comparator<RouteSnapshot> byName = Comparator.comparing(
                        (RouteSnapshot route) -> route.template().toString())
                .thenComparing(RouteSnapshot::method);
        return switch (sort) {
            case TEMPLATE -> byName;
            case RATE ->
                Comparator.comparingDouble(
                                (RouteSnapshot route) -> -apiMapper.rates().requests(route))
                        .thenComparing(byName);
            case P99 ->
                // Those that were never asked have none, and come last.
                Comparator.comparingDouble((RouteSnapshot route) -> Double.isNaN(route.p99Ns()) ? 1 : -route.p99Ns())
                        .thenComparing(byName);
        };
    }
}
