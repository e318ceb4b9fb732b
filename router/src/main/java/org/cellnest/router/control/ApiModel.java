package org.cellnest.router.control;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.cellnest.router.snapshot.CellRoutes;
import org.cellnest.router.snapshot.CellState;
import org.jspecify.annotations.Nullable;

/** Defines the control plane's JSON: each record is an object, its components are the members in their order. */
final class ApiModel {
    private ApiModel() {}

    record PeerRates(double requestsPerSecond) {}

    record RouteRates(double requestsPerSecond, double errorsPerSecond) {}

    record NestRates(
            double requestsPerSecond,
            double errorsPerSecond,
            @Nullable Double p50Ms,
            @Nullable Double p99Ms,
            long windowMs,
            @Nullable String until) {}

    record Router(
            String id,
            String incarnation,
            String version,
            String startedAt,
            boolean ready,
            boolean draining,
            String front,
            String back) {}

    record Nest(
            Router router,
            int cells,
            int gateways,
            int routes,
            int deployments,
            int inFlight,
            int parked,
            long parkedBytes,
            long retainedBytes,
            int connections,
            NestRates rates,
            Map<String, Long> counters) {}

    /** The cost of a snapshot on the broker's thread. */
    record Walk(int pieces, double brokerMs, double longestMs) {}

    record CellDeployment(String name, String version, int routes, boolean accepted) {}

    record Cell(
            String id,
            String incarnation,
            String session,
            CellState state,
            String since,
            String address,
            String key,
            Map<String, String> labels,
            int weight,
            int concurrency,
            int inFlight,
            int running,
            int waiting,
            int oldestMs,
            long lastHeardMs,
            int routes,
            List<CellDeployment> deployments,
            PeerRates rates,
            long requests) {}

    record Cells(List<Cell> cells) {}

    record Failure(String file, String deployment, String reason, String since) {}

    record FailureOfCell(String cell, String file, String deployment, String reason, String since) {}

    record CellDetail(
            @JsonUnwrapped Cell cell,
            List<DeploymentOfCell> deploymentDetails,
            List<Failure> failures,
            Map<String, Long> counters,
            List<CellRoutes.Item> routeList) {}

    /** The state of a cell that is not connected. */
    record CellFate(String id, String state) {}

    record Kicked(String id, String state, int inFlight) {}

    record Gateway(
            String id,
            String incarnation,
            String session,
            String since,
            String address,
            String key,
            @Nullable String http,
            boolean httpVerified,
            @Nullable String httpProblem,
            String version,
            int lanes,
            int outstanding,
            int maxOutstanding,
            long lastHeardMs,
            boolean draining,
            Map<String, Long> counters,
            PeerRates rates,
            long requests) {}

    record Gateways(List<Gateway> gateways) {}

    record Answers(
            @JsonProperty("2xx") long ok,
            @JsonProperty("3xx") long redirected,
            @JsonProperty("4xx") long refused,
            @JsonProperty("5xx") long failed) {}

    record Route(
            String id,
            String method,
            String template,
            String deployment,
            List<String> cells,
            int cellCount,
            int parked,
            long timeoutMs,
            @Nullable Boolean idempotent,
            boolean inner,
            String description,
            Answers requests,
            RouteRates rates,
            @Nullable Double meanMs,
            @Nullable Double p99Ms,
            String since) {}

    record Routes(List<Route> routes, int total, @Nullable String next, Walk survey) {}

    record RouteDetail(
            @JsonUnwrapped Route route,
            List<Map<String, String>> parameters,
            @Nullable String produces,
            @Nullable JsonNode request,
            @Nullable JsonNode response) {}

    record DeploymentOfCell(
            String cell,
            String name,
            String version,
            String digest,
            String jar,
            List<String> standby,
            String loader,
            String since,
            boolean accepted,
            String code,
            String reason,
            int routes,
            String logLevel) {}

    /**
     * A change of the log level that cells were notified of.
     *
     * @param level null: the level of their settings
     */
    record LogLevelChange(String deployment, @Nullable String level, List<String> cells) {}

    record Deployment(
            String name,
            List<String> versions,
            List<DeploymentOfCell> cells,
            int routes,
            List<FailureOfCell> failures) {}

    record Deployments(List<Deployment> deployments) {}
}
