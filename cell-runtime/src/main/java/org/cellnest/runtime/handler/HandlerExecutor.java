package org.cellnest.runtime.handler;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Runs the handlers of one deployment, on threads of its own. Thread-safe; only {@link #close} blocks its caller.
 *
 * <p>At most {@code concurrency} requests are in it at a time, from {@link #submit} to their answer, including requests
 * whose handler has returned a stage. More are refused at once.
 *
 * <p>A handler that runs on after its deadline and its interrupt is stuck ({@link #lookForStuck}). Its request is
 * answered then and releases its place, since no client waits for it; its thread is lost until it ends. Once the number
 * of stuck handlers reaches its limit, the executor takes nothing more.
 */
public final class HandlerExecutor {
    /** The logging context's key of the deployment. */
    public static final String MDC_DEPLOYMENT = "deployment";
    /** The logging context's key of the request id. */
    public static final String MDC_REQUEST = "requestId";

    private static final int MAX_QUEUED_TASKS = 1024;
    private static final long IDLE_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long GRACE_NS = TimeUnit.SECONDS.toNanos(1);
    /**
     * The time after the deadline at which a request is cancelled here. The router cancels at the deadline, but may be
     * gone.
     */
    private static final long CANCEL_NS = TimeUnit.SECONDS.toNanos(1);
    /** The time after the deadline at which a running handler counts as stuck. */
    private static final long STUCK_NS = TimeUnit.SECONDS.toNanos(2);

    private final String deployment;
    private final ClassLoader loader;
    private final LongSupplier nanoClock;
    private final DeploymentThreads threads;
    private final WorkerPool<Execution> handlers;
    private final WorkerPool<Runnable> tasks;
    private final FlowExecutor flows;
    private final StuckHandlers stuck;

    private final Set<Execution> admitted = ConcurrentHashMap.newKeySet();
    private final Places places;

    /**
     * Creates an executor without threads yet.
     *
     * @param concurrency the most requests in it at a time
     * @param maxStuck the number of stuck handlers at which it takes nothing more
     * @param loader the context class loader of its threads
     * @param nanoClock a monotonic clock
     */
    public HandlerExecutor(
            String deployment, int concurrency, int maxStuck, ClassLoader loader, LongSupplier nanoClock) {
        this(deployment, concurrency, maxStuck, loader, nanoClock, FlowSettings.defaults());
    }

    /** Creates an executor without threads yet, with settings for bodies that flow. */
    public HandlerExecutor(
            String deployment,
            int concurrency,
            int maxStuck,
            ClassLoader loader,
            LongSupplier nanoClock,
            FlowSettings flowing) {
        AtomicInteger open = new AtomicInteger();
        this.places = new Places(concurrency, () -> open.get() == 0);
        this.deployment = deployment;
        this.loader = loader;
        this.nanoClock = nanoClock;
        this.stuck = new StuckHandlers(maxStuck);
        this.threads = new DeploymentThreads(deployment, loader);
        // As many workers as requests are granted: what the router has dispatched is begun, and never waits here.
        this.handlers = new WorkerPool<>(
                threads, this::run, HandlerExecutor::between, concurrency, concurrency, IDLE_NS, nanoClock);
        this.tasks = new WorkerPool<>(
                threads, Runnable::run, (done, next) -> {}, concurrency, MAX_QUEUED_TASKS, IDLE_NS, nanoClock);
        this.flows = new FlowExecutor(
                deployment,
                loader,
                flowing,
                new StreamThreads(threads, !threads.areVirtual(), flowing.threads(), nanoClock),
                tasks(),
                nanoClock,
                open,
                this::runAndFlush,
                this::finishAndFlush,
                places::signalEmpty);
    }

    /**
     * Submits a batch. Each execution taken is answered exactly once. A worker begins it as soon as one is free,
     * regardless of the others in the batch.
     *
     * @return the executions that were not taken, because the executor is full, suspended or closing; they are
     *     never started
     */
    public List<Execution> submit(List<Execution> batch) {
        for (Execution execution : batch) {
            if (execution.inputs() != null) {
                return submitEach(batch);
            }
        }
        return submitWhole(batch);
    }

    /** Submits a batch that has requests whose bodies flow; these count apart. */
    private List<Execution> submitEach(List<Execution> batch) {
        List<Execution> whole = new ArrayList<>();
        List<Execution> refused = new ArrayList<>();
        for (Execution execution : batch) {
            FlowInputs inputs = execution.inputs();
            if (inputs == null) {
                whole.add(execution);
            } else if (!begin(execution, inputs)) {
                refused.add(execution);
            }
        }
        refused.addAll(submitWhole(whole));
        return refused;
    }

    private boolean begin(Execution execution, FlowInputs inputs) {
        execution.admit(nanoClock.getAsLong(), flows);
        admitted.add(execution);
        boolean begun = !places.isClosing() && !stuck.isAtLimit() && flows.begin(execution, inputs);
        if (!begun) {
            admitted.remove(execution);
        }
        return begun;
    }

    private List<Execution> submitWhole(List<Execution> batch) {
        int room = stuck.isAtLimit() ? 0 : places.take(batch.size());
        long nowNs = nanoClock.getAsLong();
        List<Execution> accepted = batch.subList(0, room);
        for (Execution execution : accepted) {
            execution.admit(nowNs, flows);
            admitted.add(execution);
        }
        int taken = handlers.submit(accepted);
        for (Execution execution : accepted.subList(taken, room)) {
            release(execution);
        }
        return taken == batch.size() ? List.of() : new ArrayList<>(batch.subList(taken, batch.size()));
    }

    /**
     * Returns the deployment's threads for other work, which {@link org.cellnest.cell.CellContext#executor} promises.
     */
    public Executor tasks() {
        return task -> {
            if (tasks.submit(List.of(task)) == 0) {
                throw new RejectedExecutionException(
                        "tasks of " + deployment + ": " + MAX_QUEUED_TASKS + " waiting, or closed");
            }
        };
    }

    /** Returns the group of the platform threads, and of the threads that they start. */
    public ThreadGroup threadGroup() {
        return threads.group();
    }

    /** Sets the limit of requests at a time from now on, within the concurrency. Admitted requests stay. */
    public void limitTo(int requests) {
        places.limitTo(requests);
    }

    /** Whether the executor admits no more requests for now. */
    public boolean isFull() {
        return places.isFull();
    }

    /** Returns the number of admitted requests, including those that wait. */
    public int running() {
        return places.taken();
    }

    /** Returns the number of requests that wait for a thread. */
    public int queued() {
        return handlers.queued();
    }

    /** Returns the number of stuck handlers, each in a thread that is lost until it ends. */
    public int stuck() {
        return stuck.count();
    }

    /** Returns the number of stuck handlers of each route that has any. */
    public Map<String, Integer> stuckByRoute() {
        return stuck.countsByRoute();
    }

    /** Whether the number of stuck handlers is at its limit, so that nothing more is taken until some of them end. */
    public boolean isSuspended() {
        return stuck.isAtLimit();
    }

    /**
     * Cancels requests past their deadline, and answers requests that run on in spite of that. To be called several
     * times a second, by one thread.
     *
     * @return the handlers that have become stuck since the last call
     */
    public List<StuckHandler> lookForStuck() {
        long nowNs = nanoClock.getAsLong();
        List<StuckHandler> found = new ArrayList<>();
        for (Execution execution : admitted) {
            long overdueNs = execution.overdueNs(nowNs);
            if (overdueNs < CANCEL_NS) {
                continue;
            }
            execution.cancel();
            if (overdueNs >= STUCK_NS) {
                Thread thread = execution.runningIn();
                if (thread != null) {
                    StuckHandler handler = StuckHandler.of(execution, thread, overdueNs);
                    if (stuck.add(execution, handler)) {
                        found.add(handler);
                    }
                }
                // Also what never got a thread, or waits for a stage that nobody completes.
                finishAndFlush(execution, FallbackReplies.CANCELLED);
            }
        }
        handlers.onLost(stuck.count());
        return found;
    }

    /**
     * Answers the request whose handler is ending the process and will therefore never return.
     *
     * @return the handler's route, or null if no handler of this executor runs in the thread
     */
    public @Nullable String onExit(Thread thread) {
        for (Execution execution : admitted) {
            if (execution.runningIn() == thread) {
                finishAndFlush(execution, FallbackReplies.EXITED);
                return execution.method().route();
            }
        }
        return null;
    }

    /** Returns the live threads, for handlers and other work. The JVM itself lists no virtual ones. */
    public List<Thread> threads() {
        return threads.live();
    }

    /** Returns the time since the oldest request was admitted, in milliseconds; 0 if there is none. */
    public long oldestRunningMs() {
        long nowNs = nanoClock.getAsLong();
        long oldestNs = 0;
        for (Execution execution : admitted) {
            if (execution.inputs() != null) {
                continue; // a body may flow for as long as it likes
            }
            oldestNs = Math.max(oldestNs, nowNs - execution.admittedNs());
        }
        return TimeUnit.NANOSECONDS.toMillis(oldestNs);
    }

    /**
     * Stops taking requests and waits for the running ones. Then cancels them, waits for up to a second more, and
     * answers 503 to requests that still have not ended.
     *
     * @param patience the wait before cancelling
     * @return whether all its threads have ended; if not, some code of the cell ignores its interrupt
     */
    public boolean close(Duration patience) {
        places.close();
        boolean ended = places.awaitEmpty(patience.toNanos());
        if (!ended) {
            admitted.forEach(Execution::cancel);
            flows.cancelBodies();
            places.awaitEmpty(GRACE_NS);
        }
        handlers.close(false); // what still runs has been interrupted; who hands on an answer must not be
        tasks.close(true);
        flows.close();
        for (Execution execution : admitted) {
            finishAndFlush(execution, FallbackReplies.CANCELLED);
        }
        boolean gone = awaitWorkers();
        threads.close();
        return gone;
    }

    private boolean awaitWorkers() {
        try {
            boolean handlersGone = handlers.awaitEnd(GRACE_NS);
            boolean flowsGone = flows.awaitEnd(GRACE_NS);
            return tasks.awaitEnd(GRACE_NS) && handlersGone && flowsGone;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void runAndFlush(Execution execution) {
        run(execution);
        execution.flush();
    }

    private void finishAndFlush(Execution execution, ReplyContent content) {
        finish(execution, content);
        execution.flush();
    }

    private void run(Execution execution) {
        Thread thread = Thread.currentThread();
        if (!execution.begin(thread)) {
            finish(execution, FallbackReplies.CANCELLED);
            return;
        }
        CompletionStage<ReplyContent> reply;
        thread.setContextClassLoader(loader); // a handler may have left another one
        MDC.put(MDC_DEPLOYMENT, deployment);
        MDC.put(MDC_REQUEST, DispatchedRequest.id(execution.request()));
        try {
            reply = execution.method().invoke(execution);
        } finally {
            MDC.clear();
            execution.end();
            if (stuck.onEnd(execution)) {
                handlers.onLost(stuck.count());
            }
            boolean unused = Thread.interrupted(); // a late cancel is not meant for whoever takes the answer
            thread.setContextClassLoader(loader);
        }
        // A stage of the cell's own may complete with anything.
        if (reply instanceof CompletableFuture<ReplyContent> future
                && future.isDone()
                && !future.isCompletedExceptionally()) {
            finishWith(execution, future.join());
        } else {
            reply.whenComplete((content, failure) -> {
                finishWith(execution, content);
                execution.flush();
            });
        }
    }

    private void finishWith(Execution execution, @Nullable ReplyContent content) {
        finish(execution, content == null ? FallbackReplies.LAST_RESORT : content);
    }

    /** Flushes the answers of a worker, unless its next request gathers with the last one. */
    private static void between(Execution done, @Nullable Execution next) {
        if (next == null || !done.gathersWith(next)) {
            done.flush();
        }
    }

    /** Passes the answer to the sink, to be flushed by the caller or, on a worker, by {@link #between}. */
    private void finish(Execution execution, ReplyContent content) {
        if (!execution.claimAnswer()) {
            if (content.rest() != null) {
                content.rest().discard();
            }
            return;
        }
        FlowInputs inputs = execution.inputs();
        if (inputs != null && (content.rest() == null || content.rest() instanceof FileBody)) {
            inputs.end(); // what writes an answer that flows may read on
        }
        release(execution); // before the answer, on which the router may send the next request
        try {
            execution.reply(content);
        } catch (RuntimeException | Error e) { // the sink's fault; the handler's thread lives on
            FallbackReplies.LOG.error(
                    "The answer of {} could not be handed on",
                    execution.method().name(),
                    e);
        }
    }

    private void release(Execution execution) {
        admitted.remove(execution);
        if (execution.inputs() == null) {
            places.giveBack(1);
        } else {
            flows.closed();
        }
    }
}
