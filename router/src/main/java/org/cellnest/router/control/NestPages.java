package org.cellnest.router.control;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.cellnest.process.ops.OpsAnswer;
import org.cellnest.process.ops.OpsException;
import org.cellnest.process.ops.OpsRequest;
import org.cellnest.process.ops.OpsServer;
import org.cellnest.protocol.LogLevel;
import org.cellnest.router.snapshot.CellSnapshot;
import org.cellnest.router.snapshot.CellState;
import org.cellnest.router.snapshot.GatewaySnapshot;
import org.cellnest.router.snapshot.RouterSnapshot;

/** Serves the pages of the nest, its cells, gateways, routes and deployments, and the operators' commands to a cell. */
final class NestPages {
    private static final String LAST = "last";

    private final NestControl nest;
    private final RouterFacts facts;
    private final Series series;
    private final AddressVerifier verifier;

    NestPages(NestControl nest, RouterFacts facts, Series series, AddressVerifier verifier) {
        this.verifier = verifier;
        this.nest = nest;
        this.facts = facts;
        this.series = series;
    }

    void register(OpsServer.Builder ops) {
        ops.get("/v1/nest", this::nest)
                .get("/v1/cells", this::cells)
                .get("/v1/cells/{id}", this::cell)
                .handle("DELETE", "/v1/cells/{id}", this::kick)
                .handle("POST", "/v1/cells/{id}/drain", this::drain)
                .handle("POST", "/v1/cells/{id}/resume", this::resume)
                .get("/v1/gateways", this::gateways)
                .get("/v1/gateways/{id}", this::gateway)
                .get("/v1/routes", this::routes)
                .get("/v1/routes/{id}", this::route)
                .get("/v1/deployments", this::deployments)
                .handle("POST", "/v1/deployments/{name}/log-level", this::changeLogLevel);
    }

    private CompletionStage<OpsAnswer> nest(OpsRequest request) throws OpsException {
        request.allowQuery();
        return viewPeers(apiMapper -> {
            RouterSnapshot router = apiMapper.nestSnapshot().router();
            return new ApiModel.Nest(
                    new ApiModel.Router(
                            facts.id(),
                            facts.incarnation(),
                            facts.version(),
                            ApiMapper.time(facts.startedAtMs()),
                            router.ready(),
                            router.draining(),
                            facts.front(),
                            facts.back()),
                    router.cells(),
                    router.gateways(),
                    router.routes(),
                    apiMapper.announcedDeployments(),
                    router.inFlight(),
                    router.parked(),
                    router.parkedBytes(),
                    router.retainedBytes(),
                    router.connections(),
                    apiMapper.rates().nest(),
                    router.counters());
        });
    }

    private CompletionStage<OpsAnswer> cells(OpsRequest request) throws OpsException {
        request.allowQuery();
        return viewPeers(apiMapper -> new ApiModel.Cells(
                apiMapper.nestSnapshot().cells().stream().map(apiMapper::cell).toList()));
    }

    private CompletionStage<OpsAnswer> cell(OpsRequest request) throws OpsException {
        request.allowQuery();
        String id = request.variable("id");
        return peersViewer().thenCompose(apiMapper -> {
            CellSnapshot cell = orFail(() -> SnapshotLookup.cell(apiMapper.nestSnapshot(), id));
            if (cell.state() == CellState.KICKED) {
                return OpsAnswer.json(apiMapper.detail(cell, List.of())).now();
            }
            return nest.routesOf(id).thenApply(seen -> OpsAnswer.json(apiMapper.detail(seen.cell(), seen.routes())));
        });
    }

    private CompletionStage<OpsAnswer> drain(OpsRequest request) throws OpsException {
        request.allowQuery(LAST);
        return nest.drain(request.variable("id"), evenLast(request)).thenCompose(this::changed);
    }

    /**
     * Whether a cell that is the last of a route is taken from it all the same; true unless the request has {@code
     * last=refuse}.
     */
    private static boolean evenLast(OpsRequest request) throws OpsException {
        String last = request.query(LAST);
        if (last != null && !last.equals("refuse")) {
            throw new OpsException(400, LAST + ": " + last + " (expected: refuse)");
        }
        return last == null;
    }

    private CompletionStage<OpsAnswer> resume(OpsRequest request) throws OpsException {
        request.allowQuery();
        String id = request.variable("id");
        return nest.resume(id)
                .thenCompose(cell -> cell.isPresent()
                        ? changed(cell.get())
                        : OpsAnswer.json(new ApiModel.CellFate(id, "allowed")).now());
    }

    private CompletionStage<OpsAnswer> kick(OpsRequest request) throws OpsException {
        request.allowQuery(LAST);
        String id = request.variable("id");
        return nest.kick(id, evenLast(request))
                .thenApply(inFlight -> OpsAnswer.json(new ApiModel.Kicked(id, CellState.KICKED.wireName(), inFlight)));
    }

    private CompletionStage<OpsAnswer> changed(CellSnapshot cell) {
        return viewPeers(apiMapper -> apiMapper.cell(cell));
    }

    private CompletionStage<OpsAnswer> gateways(OpsRequest request) throws OpsException {
        request.allowQuery();
        return viewPeers(apiMapper -> {
            List<GatewaySnapshot> gateways = apiMapper.nestSnapshot().gateways();
            verifier.refresh(gateways);
            return new ApiModel.Gateways(gateways.stream()
                    .map(gateway -> apiMapper.gateway(gateway, verifier.latest(gateway)))
                    .toList());
        });
    }

    private CompletionStage<OpsAnswer> gateway(OpsRequest request) throws OpsException {
        request.allowQuery();
        String id = request.variable("id");
        return peersViewer().thenCompose(apiMapper -> {
            GatewaySnapshot gateway = orFail(() -> SnapshotLookup.gateway(apiMapper.nestSnapshot(), id));
            return verifier.verify(gateway).thenApply(verdict -> OpsAnswer.json(apiMapper.gateway(gateway, verdict)));
        });
    }

    private CompletionStage<OpsAnswer> routes(OpsRequest request) throws OpsException {
        RouteQuery query = RouteQuery.of(request);
        String cell = query.cell();
        CompletionStage<Set<Long>> served =
                cell == null ? CompletableFuture.completedFuture(Set.of()) : nest.routeIdsOf(cell);
        return served.thenCompose(ids ->
                view(apiMapper -> query.page(apiMapper, route -> cell == null || ids.contains(route.id()))));
    }

    private CompletionStage<OpsAnswer> route(OpsRequest request) throws OpsException {
        request.allowQuery();
        String id = request.variable("id");
        return view(apiMapper -> apiMapper.detail(SnapshotLookup.route(apiMapper.nestSnapshot(), id)));
    }

    private CompletionStage<OpsAnswer> deployments(OpsRequest request) throws OpsException {
        request.allowQuery();
        return viewPeers(ApiMapper::deployments);
    }

    private CompletionStage<OpsAnswer> changeLogLevel(OpsRequest request) throws OpsException {
        request.allowQuery("level");
        String name = request.variable("name");
        String level = request.query("level");
        if (level != null && !LogLevel.LEVELS.contains(level)) {
            throw new OpsException(
                    400,
                    "level " + level + " (expected: " + String.join(", ", LogLevel.LEVELS)
                            + ", or none for what the cells' settings say)");
        }
        return nest.changeLogLevel(new LogLevel(name, level))
                .thenApply(cellIds -> OpsAnswer.json(new ApiModel.LogLevelChange(name, level, cellIds)));
    }

    private interface View {
        Object of(ApiMapper apiMapper) throws OpsException;
    }

    private CompletionStage<OpsAnswer> view(View view) {
        return viewer().thenApply(apiMapper -> OpsAnswer.json(orFail(() -> view.of(apiMapper))));
    }

    private CompletionStage<OpsAnswer> viewPeers(View view) {
        return peersViewer().thenApply(apiMapper -> OpsAnswer.json(orFail(() -> view.of(apiMapper))));
    }

    private CompletionStage<ApiMapper> peersViewer() {
        return nest.peersSnapshot().thenApply(nestSnapshot -> new ApiMapper(nestSnapshot, series.rates()));
    }

    /** Returns the current snapshot with its rates, also for other pages that show parts of it. */
    CompletionStage<ApiMapper> viewer() {
        return nest.snapshot().thenApply(nestSnapshot -> new ApiMapper(nestSnapshot, series.rates()));
    }

    interface Attempt<T> {
        T get() throws OpsException;
    }

    /** Calls within a stage, which fails with the exception thrown. */
    static <T> T orFail(Attempt<T> attempt) {
        try {
            return attempt.get();
        } catch (OpsException e) {
            throw new CompletionException(e);
        }
    }
}
