package org.cellnest.router.control;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cellnest.protocol.LogLevel;
import org.cellnest.protocol.RouteInfo;
import org.cellnest.router.snapshot.CellRoutes;
import org.cellnest.router.snapshot.CellSnapshot;
import org.cellnest.router.snapshot.GatewaySnapshot;
import org.cellnest.router.snapshot.NestSnapshot;
import org.cellnest.router.snapshot.RouteSnapshot;
import org.cellnest.telemetry.HistogramCounts;
import org.jspecify.annotations.Nullable;

/** Maps one snapshot of the nest to the records of the control plane's JSON. Immutable and thread-safe. */
final class ApiMapper {
    private static final DateTimeFormatter RFC_3339 =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final NestSnapshot nestSnapshot;
    private final Rates rates;

    ApiMapper(NestSnapshot nestSnapshot, Rates rates) {
        this.nestSnapshot = nestSnapshot;
        this.rates = rates;
    }

    NestSnapshot nestSnapshot() {
        return nestSnapshot;
    }

    Rates rates() {
        return rates;
    }

    /** Formats a time by RFC 3339, in UTC with milliseconds. */
    static String time(long epochMs) {
        return RFC_3339.format(Instant.ofEpochMilli(epochMs));
    }

    private String at(long ns) {
        return time(nestSnapshot.epochMs(ns));
    }

    private long ageMs(long ns) {
        return Math.max(0, (nestSnapshot.atNs() - ns) / 1_000_000);
    }

    ApiModel.Cell cell(CellSnapshot cell) {
        return new ApiModel.Cell(
                cell.id(),
                cell.incarnation(),
                cell.session(),
                cell.state(),
                at(cell.sinceNs()),
                cell.address(),
                cell.key(),
                new TreeMap<>(cell.labels()),
                cell.weight(),
                cell.concurrency(),
                cell.inFlight(),
                cell.running(),
                cell.waiting(),
                cell.oldestMs(),
                ageMs(cell.lastHeardNs()),
                cell.routes(),
                cell.deployments().stream()
                        .map(d -> new ApiModel.CellDeployment(
                                d.info().name(),
                                d.info().version(),
                                d.routes(),
                                d.verdict().accepted()))
                        .toList(),
                new ApiModel.PeerRates(rates.ofPeer(cell.session())),
                cell.requests());
    }

    ApiModel.CellDetail detail(CellSnapshot cell, List<CellRoutes.Item> routes) {
        return new ApiModel.CellDetail(
                cell(cell),
                cell.deployments().stream().map(d -> deployment(cell, d)).toList(),
                cell.failures().stream()
                        .map(f -> new ApiModel.Failure(f.file(), f.deployment(), f.reason(), time(f.sinceMs())))
                        .toList(),
                new TreeMap<>(cell.counters()),
                routes);
    }

    ApiModel.Gateway gateway(GatewaySnapshot gateway, AddressVerifier.Verdict address) {
        return new ApiModel.Gateway(
                gateway.id(),
                gateway.incarnation(),
                gateway.session(),
                at(gateway.sinceNs()),
                gateway.address(),
                gateway.key(),
                GatewayAddress.of(gateway),
                address.verified(),
                address.verified() ? null : address.problem(),
                gateway.version(),
                gateway.lanes(),
                gateway.outstanding(),
                gateway.maxOutstanding(),
                ageMs(gateway.lastHeardNs()),
                gateway.draining(),
                new TreeMap<>(gateway.counters()),
                new ApiModel.PeerRates(rates.ofPeer(gateway.session())),
                gateway.requests());
    }

    ApiModel.Route route(RouteSnapshot route) {
        return new ApiModel.Route(
                Long.toString(route.id()),
                route.method(),
                route.template().toString(),
                route.info().deployment(),
                route.cells(),
                route.cellCount(),
                route.parked(),
                route.info().timeoutMs(),
                route.info().idempotent(),
                route.info().inner(),
                route.info().description(),
                new ApiModel.Answers(
                        route.answers().get(2),
                        route.answers().get(3),
                        route.answers().get(4),
                        route.answers().get(RouteSnapshot.ERRORS)),
                new ApiModel.RouteRates(rates.requests(route), rates.errors(route)),
                meanMs(route),
                milliseconds(route.p99Ns()),
                at(route.sinceNs()));
    }

    ApiModel.Walk survey() {
        return new ApiModel.Walk(
                nestSnapshot.pieces(), rounded(nestSnapshot.brokerNs() / 1e6), rounded(nestSnapshot.longestNs() / 1e6));
    }

    private static @Nullable Double meanMs(RouteSnapshot route) {
        long requests = route.requests();
        return requests == 0 ? null : milliseconds((double) route.durationNs() / requests);
    }

    /** Returns the duration that a share of the requests did not exceed; null if there were none. */
    static @Nullable Double quantileMs(HistogramCounts durations, double share) {
        return milliseconds(durations.quantileNs(share));
    }

    private static @Nullable Double milliseconds(double ns) {
        return Double.isNaN(ns) ? null : rounded(ns / 1e6);
    }

    /** Rounds a number of milliseconds to a microsecond. */
    static double rounded(double ms) {
        return Math.round(ms * 1000) / 1000.0;
    }

    ApiModel.RouteDetail detail(RouteSnapshot route) {
        RouteInfo info = route.info();
        return new ApiModel.RouteDetail(
                route(route),
                info.parameters(),
                info.produces().isEmpty() ? null : info.produces(),
                SchemaParser.read(info.request()),
                SchemaParser.read(info.response()));
    }

    ApiModel.Deployments deployments() {
        Map<String, List<ApiModel.DeploymentOfCell>> cellsByName = new TreeMap<>();
        for (CellSnapshot cell : nestSnapshot.cells()) {
            for (CellSnapshot.Deployment deployment : cell.deployments()) {
                cellsByName
                        .computeIfAbsent(deployment.info().name(), name -> new ArrayList<>())
                        .add(deployment(cell, deployment));
            }
        }
        Map<String, List<ApiModel.FailureOfCell>> failuresByName = new TreeMap<>();
        for (ApiModel.FailureOfCell failure : failures()) {
            String name = failure.deployment().isEmpty() ? failure.file() : failure.deployment();
            failuresByName.computeIfAbsent(name, key -> new ArrayList<>()).add(failure);
            cellsByName.computeIfAbsent(name, key -> new ArrayList<>());
        }
        List<ApiModel.Deployment> deployments = new ArrayList<>();
        cellsByName.forEach((name, cells) -> {
            TreeSet<String> versions = new TreeSet<>();
            int routes = 0;
            for (ApiModel.DeploymentOfCell cell : cells) {
                versions.add(cell.version());
                routes = Math.max(routes, cell.routes());
            }
            deployments.add(new ApiModel.Deployment(
                    name, List.copyOf(versions), cells, routes, failuresByName.getOrDefault(name, List.of())));
        });
        return new ApiModel.Deployments(deployments);
    }

    /** Returns the number of deployments that any cell has announced, whether accepted or not. */
    int announcedDeployments() {
        return (int) nestSnapshot.cells().stream()
                .flatMap(cell -> cell.deployments().stream())
                .map(deployment -> deployment.info().name())
                .distinct()
                .count();
    }

    /**
     * Returns the failures of all cells: files that cannot be served, and without a file the deployments that serve
     * badly.
     */
    List<ApiModel.FailureOfCell> failures() {
        return nestSnapshot.cells().stream()
                .flatMap(cell -> cell.failures().stream()
                        .map(f -> new ApiModel.FailureOfCell(
                                cell.id(), f.file(), f.deployment(), f.reason(), time(f.sinceMs()))))
                .toList();
    }

    private static List<String> standby(String files) {
        return files.isEmpty() ? List.of() : List.of(files.split("/"));
    }

    private ApiModel.DeploymentOfCell deployment(CellSnapshot cell, CellSnapshot.Deployment deployment) {
        Map<String, String> meta = deployment.info().meta();
        return new ApiModel.DeploymentOfCell(
                cell.id(),
                deployment.info().name(),
                deployment.info().version(),
                deployment.info().digest(),
                meta.getOrDefault("file", ""),
                standby(meta.getOrDefault("standby", "")),
                meta.getOrDefault("loader", ""),
                at(deployment.sinceNs()),
                deployment.verdict().accepted(),
                deployment.verdict().code(),
                deployment.verdict().reason(),
                deployment.routes(),
                meta.getOrDefault(LogLevel.META, ""));
    }
}
