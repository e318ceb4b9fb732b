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
import java.util.function.Function;
import java.util.function.Predicate;
import org.cellnest.process.ops.OpsException;
import org.cellnest.protocol.LogLevel;
import org.cellnest.router.broker.ActiveRoutes;
import org.cellnest.router.broker.Broker;
import org.cellnest.router.broker.BrokerStatus;
import org.cellnest.router.broker.CellSession;
import org.cellnest.router.broker.Claim;
import org.cellnest.router.broker.LastServingCell;
import org.cellnest.router.broker.OperatorOutcome;
import org.cellnest.router.broker.OperatorRefusal;
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
 * Carries the control plane's questions to the broker's thread and the answers back, each in a turn of its own.
 * Snapshots are shared: one walk a second serves all callers. Any thread.
 */
public final class BrokerControl implements NestControl {
    /** The greatest age of a shared snapshot. */
    private static final long FRESH_NS = 1_000_000_000L;

    private static final long PATIENCE_S = 10;

    private final Predicate<Consumer<Broker>> broker;
    private final Clock clock;
    private final Executor executor;

    private final Shared whole = new Shared(true);
    private final Shared peers = new Shared(false);

    /**
     * @param broker runs a question on the broker's thread, or returns false while too many wait
     * @param executor completes the answers, so that no caller works on the broker's thread
     */
    public BrokerControl(Predicate<Consumer<Broker>> broker, Clock clock, Executor executor) {
        this.broker = broker;
        this.clock = clock;
        this.executor = executor;
    }

    /** The latest snapshot of a kind, shared by all callers within a second. */
    private final class Shared {
        private final boolean withRoutes;
        private @Nullable CompletableFuture<NestSnapshot> shared;
        private long sharedNs;

        Shared(boolean withRoutes) {
            this.withRoutes = withRoutes;
        }

        CompletionStage<NestSnapshot> get() {
            CompletableFuture<NestSnapshot> begun = awaited();
            long nowNs = clock.nanoTime();
            synchronized (this) {
                CompletableFuture<NestSnapshot> latest = shared;
                boolean fresh = latest != null && (!latest.isDone() || nowNs - sharedNs < FRESH_NS);
                if (latest != null && fresh && !latest.isCompletedExceptionally()) {
                    return latest;
                }
                shared = begun;
                sharedNs = nowNs;
            }
            walk(new SnapshotWalk(withRoutes, nowNs, clock.epochMillis()), begun);
            return begun;
        }

        synchronized void forget() {
            shared = null;
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

    /** Walks a piece, and then the next one in another turn. */
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
                executor.execute(() -> seen.completeExceptionally(e));
            }
        });
        if (!taken) {
            executor.execute(() -> seen.completeExceptionally(busy()));
        }
    }

    @Override
    public CompletionStage<CellRoutes> routesOf(String cellId) {
        return command(asked -> asked.operators().cell(cellId).map(BrokerControl::firstRoutes));
    }

    private static CellRoutes firstRoutes(CellSession cell) {
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
    }

    @Override
    public CompletionStage<Set<Long>> routeIdsOf(String cellId) {
        // The broker hands over lists that do not change any more; it does not walk them.
        CompletionStage<List<List<Route>>> held =
                command(asked -> asked.operators().cell(cellId).map(BrokerControl::routeLists));
        return held.thenApply(lists -> {
            Set<Long> ids = new HashSet<>();
            lists.forEach(routes -> routes.forEach(route -> ids.add(route.id)));
            return ids;
        });
    }

    private static List<List<Route>> routeLists(CellSession cell) {
        return cell.claims().stream().map(Claim::routes).toList();
    }

    @Override
    public CompletionStage<CellSnapshot> drain(String cellId, boolean evenLast) {
        return change(cellId, evenLast, asked -> asked.operators().drain(cellId));
    }

    @Override
    public CompletionStage<Optional<CellSnapshot>> resume(String cellId) {
        return change(asked -> asked.operators().resume(cellId, clock.nanoTime()));
    }

    @Override
    public CompletionStage<Integer> kick(String cellId, boolean evenLast) {
        return change(cellId, evenLast, asked -> asked.operators().kick(cellId, clock.nanoTime()));
    }

    @Override
    public CompletionStage<List<String>> changeLogLevel(LogLevel change) {
        return change(asked -> asked.operators().changeLogLevel(change));
    }

    @Override
    public CompletionStage<RoutingDecision> judge(String method, String path) {
        return ask(asked -> RouteExplainer.of(asked, method, path, clock.nanoTime()));
    }

    /** Returns the metrics of this moment, and the answers of each route since the call before; for one sampler. */
    public CompletionStage<Sample> sample() {
        return ask(asked -> new Moment(asked, clock.nanoTime())).thenApply(Moment::sample);
    }

    /** The metrics of one turn; routes are many, and counted after it. */
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

    /** Creates an answer that fails after a while, since a broker that has died gives none. */
    private static <T> CompletableFuture<T> awaited() {
        return new CompletableFuture<T>().orTimeout(PATIENCE_S, TimeUnit.SECONDS);
    }

    private static OpsException busy() {
        return new OpsException(503, "the router is too busy to answer (expected: to be asked again)");
    }

    /** Runs a command whose refusal becomes a failure of the answer. */
    private <T> CompletionStage<T> command(Function<Broker, OperatorOutcome<T>> command) {
        return ask(command).thenCompose(OperatorAnswers::of);
    }

    private <T> CompletionStage<T> change(Function<Broker, OperatorOutcome<T>> change) {
        return command(asked -> changed(asked, change));
    }

    /** Runs a change that ends a cell's service, but refuses it where no other cell would serve its routes. */
    private <T> CompletionStage<T> change(
            String cellId, boolean evenLast, Function<Broker, OperatorOutcome<T>> change) {
        return evenLast
                ? change(change)
                : command(asked -> asked.operators().lastServing(cellId)).thenCompose(last -> change(last, change));
    }

    /** Looks at a piece, and then at the next one in another turn; the change is in the turn of the last piece. */
    private <T> CompletionStage<T> change(LastServingCell last, Function<Broker, OperatorOutcome<T>> change) {
        CompletionStage<Optional<OperatorOutcome<T>>> looked = ask(asked -> {
            if (last.next()) {
                return Optional.empty();
            }
            OperatorRefusal refusal = last.refusal();
            return Optional.of(refusal == null ? changed(asked, change) : new OperatorOutcome.Refused<>(refusal));
        });
        return looked.thenCompose(outcome -> outcome.map(OperatorAnswers::of).orElseGet(() -> change(last, change)));
    }

    private <T> OperatorOutcome<T> changed(Broker asked, Function<Broker, OperatorOutcome<T>> change) {
        OperatorOutcome<T> outcome = change.apply(asked);
        if (outcome instanceof OperatorOutcome.Done) {
            // The next snapshot must show the change.
            whole.forget();
            peers.forget();
        }
        return outcome;
    }

    private <T> CompletionStage<T> ask(Function<Broker, T> question) {
        CompletableFuture<T> answer = awaited();
        boolean taken = broker.test(asked -> {
            try {
                T result = question.apply(asked);
                executor.execute(() -> answer.complete(result));
            } catch (RuntimeException e) {
                executor.execute(() -> answer.completeExceptionally(e));
            }
        });
        if (!taken) {
            answer.completeExceptionally(busy());
        }
        return answer;
    }
}
