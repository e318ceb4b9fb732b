package org.cellnest.router.control;

import java.util.List;
import java.util.Map;
import org.cellnest.route.PathVariables;
import org.cellnest.router.snapshot.CellState;
import org.cellnest.router.snapshot.RouteSnapshot;
import org.cellnest.router.snapshot.RoutingDecision;
import org.jspecify.annotations.Nullable;

/**
 * A prediction of the outcome of a request, with its reason.
 *
 * @param path decoded; as received if it cannot be decoded
 * @param status that the nest itself would answer with, or null if a cell answers
 * @param near routes that nearly answer, the nearest first
 * @param pick the cell that would be given it now, or null
 * @param failures the failures that may be the cause: those of the route's deployment, or without a route files of
 *     any, the first {@value #MAX_FAILURES}
 * @param summary in a sentence
 */
record Explanation(
        String method,
        String path,
        String outcome,
        @Nullable Integer status,
        List<String> allow,
        ApiModel.@Nullable Route route,
        Map<String, String> variables,
        boolean idempotent,
        long timeoutMs,
        List<NearMiss> near,
        List<Candidate> candidates,
        @Nullable String pick,
        List<ApiModel.FailureOfCell> failures,
        String summary) {
    static final int MAX_FAILURES = 20;

    /** A cell that serves the route, and whether it could be given the request. */
    record Candidate(
            String cell, CellState state, int weight, int concurrency, int inFlight, boolean eligible, String reason) {}

    /** Returns the explanation for a path that no gateway forwards. */
    static Explanation malformed(String method, String raw, String detail) {
        return new Explanation(
                method,
                raw,
                "malformed",
                400,
                List.of(),
                null,
                Map.of(),
                false,
                0,
                List.of(),
                List.of(),
                null,
                List.of(),
                "A gateway answers 400 and asks no router: " + detail);
    }

    static Explanation of(ApiMapper apiMapper, String method, String path, RoutingDecision routingDecision) {
        RouteSnapshot route = routingDecision.route();
        if (route != null) {
            return match(apiMapper, method, path, routingDecision, route);
        }
        List<NearMiss> near = NearMiss.of(apiMapper.nestSnapshot(), method, path);
        if (routingDecision.allowed().isEmpty()) {
            boolean inner = routingDecision.innerRoute() != null;
            String summary = inner
                    ? path + " is an inner route: cells may call it, gateways answer 404."
                    : "No route matches " + path + ", so the answer is 404."
                            + (near.isEmpty()
                                    ? ""
                                    : " The nearest is " + near.get(0).template() + ".");
            return none(
                    apiMapper,
                    method,
                    path,
                    inner ? "inner" : "not-found",
                    404,
                    routingDecision,
                    near,
                    waits(routingDecision) + summary);
        }
        String allowed = String.join(", ", routingDecision.allowed());
        if (method.equals("OPTIONS")) {
            return none(
                    apiMapper,
                    method,
                    path,
                    "options",
                    204,
                    routingDecision,
                    near,
                    "The nest itself answers 204 with Allow: " + allowed + ".");
        }
        return none(
                apiMapper,
                method,
                path,
                "method-not-allowed",
                405,
                routingDecision,
                near,
                waits(routingDecision) + path + " answers " + allowed + " and not " + method
                        + ", so the answer is 405.");
    }

    private static String waits(RoutingDecision routingDecision) {
        return routingDecision.ready()
                ? ""
                : "The router has just started, so the request waits first for a cell that may come back. ";
    }

    private static Explanation none(
            ApiMapper apiMapper,
            String method,
            String path,
            String outcome,
            int status,
            RoutingDecision routingDecision,
            List<NearMiss> near,
            String summary) {
        List<ApiModel.FailureOfCell> failures = apiMapper.failures().stream()
                .filter(failure -> !failure.file().isEmpty())
                .limit(status < 400 ? 0 : MAX_FAILURES)
                .toList();
        return new Explanation(
                method,
                path,
                outcome,
                status,
                routingDecision.allowed(),
                null,
                Map.of(),
                routingDecision.idempotent(),
                0,
                near,
                List.of(),
                null,
                failures,
                summary + unserved(failures));
    }

    private static Explanation match(
            ApiMapper apiMapper, String method, String path, RoutingDecision routingDecision, RouteSnapshot route) {
        PathVariables variables = route.template().bind(path);
        List<Candidate> candidates = routingDecision.candidates().stream()
                .map(cell -> new Candidate(
                        cell.cell(),
                        cell.state(),
                        cell.weight(),
                        cell.concurrency(),
                        cell.inFlight(),
                        cell.eligible(),
                        reason(cell, routingDecision.pick())))
                .toList();
        return new Explanation(
                method,
                path,
                "match",
                null,
                routingDecision.allowed(),
                apiMapper.route(route),
                variables == null ? Map.of() : variables.asMap(),
                routingDecision.idempotent(),
                routingDecision.timeoutNs() / 1_000_000,
                List.of(),
                candidates,
                routingDecision.pick(),
                apiMapper.failures().stream()
                        .filter(failure ->
                                failure.deployment().equals(route.info().deployment()))
                        .limit(MAX_FAILURES)
                        .toList(),
                summary(route, routingDecision));
    }

    private static String unserved(List<ApiModel.FailureOfCell> failures) {
        if (failures.isEmpty()) {
            return "";
        }
        String first = failures.get(0).file();
        return failures.size() == 1
                ? " The file " + first + " does not serve, and may have the route."
                : " " + failures.size() + " files, such as " + first + ", do not serve, and may have the route.";
    }

    private static String reason(RoutingDecision.Candidate cell, @Nullable String pick) {
        if (cell.cell().equals(pick)) {
            return "has the least in flight for its weight, or is next among equals";
        }
        if (cell.eligible()) {
            return "could take it, but another comes first";
        }
        return cell.state() == CellState.SERVING && cell.fullWith() > 0
                ? "has " + cell.fullWith() + " requests of this deployment in flight, as many as it grants to one"
                : cell.state().phrase();
    }

    private static String summary(RouteSnapshot route, RoutingDecision routingDecision) {
        String name =
                route.method() + " " + route.template() + " of " + route.info().deployment();
        String pick = routingDecision.pick();
        if (pick != null) {
            return name + " answers it; cell " + pick + " would be given it now.";
        }
        if (routingDecision.candidates().isEmpty() && !routingDecision.waits()) {
            return name + " is known, but no cell that serves it is likely to return: the request gets 503 at once.";
        }
        return routingDecision.candidates().isEmpty()
                ? name + " is known, but no cell serves it just now: the request waits, then gets 503."
                : name + " answers it, but none of its cells can take it now: the request waits, then gets 503.";
    }
}
