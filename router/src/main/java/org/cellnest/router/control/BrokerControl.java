package org.cellnest.router.control;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.cellnest.process.ops.OpsException;
import org.cellnest.protocol.LogLevel;
import org.cellnest.protocol.PeerKind;
import org.cellnest.router.broker.ActiveRoutes;
import org.cellnest.router.broker.Broker;
import org.cellnest.router.broker.BrokerStatus;
import org.cellnest.router.broker.CellSession;
import org.cellnest.router.broker.Claim;
import org.cellnest.router.broker.LastServingCell;
import org.cellnest.router.broker.OperatorDecisions;
import org.cellnest.router.broker.Route;
import org.cellnest.router.broker.RouteExplainer;
import org.cellnest.router.broker.RouteSteps;
import org.cellnest.router.broker.Session;
import org.cellnest.router.broker.SnapshotWalk;
import org.cellnest.router.snapshot.CellRoutes;
import org.cellnest.router.snapshot.CellSnapshot;
import org.cellnest.router.snapshot.NestSnapshot;
import org.cellnest.router.snapshot.RouteSnapshot;
import org.cellnest.router.snapshot.RoutingDecision;
import org.cellnest.router.snapshot.Sample;
import org.cellnest.telemetry.HistogramCounts;
import org.cellnest.transport.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Carries the control plane's questions to the broker's thread and what it says back, each in a turn of its own. Surveys are
 * shared: however many ask, one walk a second is made. Any thread.
 */
public final class BrokerControl implements NestControl {
    /** How old what is shown may be. */
    private static final long FRESH_NS = 1_000_000_000L;

    private static final long PATIENCE_S = 10;

    private final Predicate<Consumer<Broker>> broker;
    private final Clock clock;
    private final Executor executor;

    private final Shared whole = new Shared(true);
    private final Shared peers = new Shared(false);

    /**
     * @param broker has a question asked on the broker's thread, or says that too many wait
     * @param executor completes what is answered, so that nobody works on the broker's thread
     */
    public BrokerControl(Predicate<Consumer<Broker>> broker, Clock clock, Executor executor) {
        this.broker = broker;
        this.clock = clock;
        this.executor = executor;
    }

    /** The latest survey of a kind, for all who ask within a second. */
    private final class Shared {
        private final boolean withRoutes;
        private @Nullable CompletableFuture<NestSnapshot> survey;
        private long surveyedNs;

        Shared(boolean withRoutes) {
            this.withRoutes = withRoutes;
        }

        CompletionStage<NestSnapshot> get() {
            CompletableFuture<NestSnapshot> begun = awaited();
            long nowNs = clock.nanoTime();
            synchronized (this) {
                CompletableFuture<NestSnapshot> latest = survey;
                boolean fresh = latest != null && (!latest.isDone() || nowNs - surveyedNs < FRESH_NS);
                if (latest != null && fresh && !latest.isCompletedExceptionally()) {
                    return latest;
                }
                survey = begun;
                surveyedNs = nowNs;
            }
            walk(new SnapshotWalk(withRoutes, nowNs, clock.epochMillis()), begun);
            return begun;
        }

        synchronized void forget() {
            survey = null;
        }
    }

    @Override
    public CompletionStage<NestSnapshot> snapshot() {
        return whole.get();
    }

    @Override
    public CompletionStage<NestSnapshot> peersSnapshot() {
        return peers.get();
    }

    /** A piece, and after it the next one in another turn. */
    private void walk(SnapshotWalk walk, CompletableFuture<NestSnapshot> seen) {
        boolean taken = broker.test(asked -> {
            try {
                long sinceNs = clock.nanoTime();
                boolean last = walk.next(asked);
                walk.took(clock.nanoTime() - sinceNs);
                if (last) {
                    BrokerStatus status = asked.status();
                    executor.execute(() -> seen.complete(walk.seen(SnapshotWalk.router(status))));
                } else {
                    walk(walk, seen);
                }
            } catch (RuntimeException e) {
                seen.completeExceptionally(e);
            }
        });
        if (!taken) {
            seen.completeExceptionally(busy());
        }
    }

    @Override
    public CompletionStage<CellRoutes> routesOf(String cellId) {
        return ask(asked -> {
            CellSession cell = cell(asked, cellId);
            List<CellRoutes.Item> items = new ArrayList<>();
            for (Claim claim : cell.claims()) {
                for (Route route : claim.routes()) {
                    if (items.size() == CellRoutes.MAX_ROUTES) {
                        break;
                    }
                    items.add(new CellRoutes.Item(route.id, route.key.method(), route.template.toString()));
                }
            }
            return new CellRoutes(SnapshotWalk.see(cell), items);
        });
    }

    @Override
    public CompletionStage<Set<Long>> routeIdsOf(String cellId) {
        // The broker hands over lists that do not change any more; it does not walk them.
        CompletionStage<List<List<Route>>> held = ask(asked ->
                cell(asked, cellId).claims().stream().map(Claim::routes).toList());
        return held.thenApply(lists -> {
            Set<Long> ids = new HashSet<>();
            lists.forEach(routes -> routes.forEach(route -> ids.add(route.id)));
            return ids;
        });
    }

    @Override
    public CompletionStage<CellSnapshot> drain(String cellId, boolean evenLast) {
        return change(cellId, evenLast, asked -> {
            CellSession cell = cell(asked, cellId);
            if (cell.isDrained()) {
                throw new OpsException(409, "cell " + cellId + " is drained already");
            }
            if (!asked.operatorDecisions().drain(cellId)) {
                throw tooMany("drained");
            }
            asked.drain(cell);
            return SnapshotWalk.see(cell);
        });
    }

    @Override
    public CompletionStage<Optional<CellSnapshot>> resume(String cellId) {
        return change(asked -> {
            Session session = asked.sessions().ofPeer(PeerKind.CELL, cellId);
            boolean decided = asked.operatorDecisions().isDrained(cellId)
                    || asked.operatorDecisions().kick(cellId) != null;
            if (!decided && session == null) {
                throw unknown(cellId);
            }
            if (!decided) {
                throw new OpsException(409, "cell " + cellId + " is neither drained nor sent away");
            }
            asked.resume(cellId, clock.nanoTime());
            return session instanceof CellSession cell ? Optional.of(SnapshotWalk.see(cell)) : Optional.empty();
        });
    }

    @Override
    public CompletionStage<Integer> kick(String cellId, boolean evenLast) {
        return change(cellId, evenLast, asked -> {
            CellSession cell = cell(asked, cellId);
            int inFlight = cell.inFlight;
            if (!asked.operatorDecisions().kick(cellId, cell.incarnation, clock.nanoTime())) {
                throw tooMany("sent away");
            }
            asked.kick(cell, clock.nanoTime());
            return inFlight;
        });
    }

    @Override
    public CompletionStage<List<String>> changeLogLevel(LogLevel change) {
        return change(asked -> {
            List<String> cellIds = asked.changeLogLevel(change);
            if (cellIds.isEmpty()) {
                throw new OpsException(
                        404,
                        "no cell serves the deployment " + change.deployment()
                                + " (expected: one that nest ls deployments lists)");
            }
            return cellIds;
        });
    }

    @Override
    public CompletionStage<RoutingDecision> judge(String method, String path) {
        return ask(asked -> RouteExplainer.of(asked, method, path, clock.nanoTime()));
    }

    /** The figures of this moment, and what routes have answered since the call before; for one who samples. */
    public CompletionStage<Sample> sample() {
        return ask(asked -> new Moment(asked, clock.nanoTime())).thenApply(Moment::sample);
    }

    /** Figures of one turn; routes are many, and counted when that is over. */
    private record Moment(
            long atNs,
            long errors,
            HistogramCounts durations,
            BrokerStatus status,
            Map<String, Long> requestsBySession,
            ActiveRoutes routes) {
        Moment(Broker asked, long nowNs) {
            this(
                    nowNs,
                    asked.metrics().total.statuses().ofClass(RouteSnapshot.ERRORS),
                    asked.metrics().total.durations(),
                    asked.status(),
                    requestsBySession(asked.sessions().all()),
                    asked.activeRoutes());
        }

        private static Map<String, Long> requestsBySession(Collection<Session> sessions) {
            Map<String, Long> requests = new HashMap<>();
            for (Session session : sessions) {
                requests.put(session.id, session.requests());
            }
            return requests;
        }

        Sample sample() {
            return new Sample(
                    atNs,
                    errors,
                    durations,
                    status.inFlight(),
                    status.parked(),
                    requestsBySession,
                    RouteSteps.next(routes));
        }
    }

    private static CellSession cell(Broker asked, String cellId) throws OpsException {
        if (asked.sessions().ofPeer(PeerKind.CELL, cellId) instanceof CellSession cell) {
            return cell;
        }
        if (asked.operatorDecisions().kick(cellId) != null) {
            throw new OpsException(409, "cell " + cellId + " was sent away (expected: to be resumed first)");
        }
        throw unknown(cellId);
    }

    private static OpsException unknown(String cellId) {
        return new OpsException(404, "no cell has the id " + cellId + " (expected: one that nest ls cells lists)");
    }

    private static OpsException tooMany(String what) {
        return new OpsException(
                409,
                OperatorDecisions.MAX_DECISIONS + " cells are " + what + " already (expected: fewer; resume some)");
    }

    /** A broker that has died must not keep those waiting who ask how it is. The timer ends with the answer. */
    private static <T> CompletableFuture<T> awaited() {
        return new CompletableFuture<T>().orTimeout(PATIENCE_S, TimeUnit.SECONDS);
    }

    private static OpsException busy() {
        return new OpsException(503, "the router is too busy to answer (expected: to be asked again)");
    }

    private interface Question<T> {
        T ask(Broker asked) throws OpsException;
    }

    private <T> CompletionStage<T> change(Question<T> question) {
        return ask(asked -> changed(asked, question));
    }

    /** A change that a cell does not outlast, refused where no other cell would serve its routes. */
    private <T> CompletionStage<T> change(String cellId, boolean evenLast, Question<T> question) {
        return evenLast
                ? change(question)
                : ask(asked -> new LastServingCell(cell(asked, cellId))).thenCompose(last -> change(last, question));
    }

    /** A piece, and after it the next one in another turn; the change in that of the last piece. */
    private <T> CompletionStage<T> change(LastServingCell last, Question<T> question) {
        CompletionStage<Optional<T>> looked = ask(asked -> {
            if (last.next()) {
                return Optional.empty();
            }
            last.refuse();
            return Optional.of(changed(asked, question));
        });
        return looked.thenCompose(
                answer -> answer.map(CompletableFuture::completedStage).orElseGet(() -> change(last, question)));
    }

    private <T> T changed(Broker asked, Question<T> question) throws OpsException {
        T answer = question.ask(asked);
        // What is shown next must show what was just done.
        whole.forget();
        peers.forget();
        return answer;
    }

    private <T> CompletionStage<T> ask(Question<T> question) {
        CompletableFuture<T> answer = awaited();
        boolean taken = broker.test(asked -> {
            try {
                T said = question.ask(asked);
                executor.execute(() -> answer.complete(said));
            } catch (OpsException | RuntimeException e) {
                executor.execute(() -> answer.completeExceptionally(e));
            }
        });
        if (!taken) {
            answer.completeExceptionally(busy());
        }
        return answer;
    }
}
