package org.cellnest.runtime.handler;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.cellnest.buffer.Slice;
import org.cellnest.cell.Problem;
import org.slf4j.MDC;

/**
 * Runs the handlers of one deployment whose requests have a body that flows, and what writes answers that flow.
 * Thread-safe; nothing blocks its caller.
 */
final class FlowExecutor {
    private final String deployment;
    private final ClassLoader loader;
    private final FlowSettings settings;
    private final StreamThreads threads;
    private final Executor signals;
    private final LongSupplier nanoClock;
    private final Consumer<Execution> handler;
    private final BiConsumer<Execution, ReplyContent> finisher;
    private final Runnable onIdle;
    private final CollectedBytes collected = CollectedBytes.ofHeap();
    private final Set<Execution> bodies = ConcurrentHashMap.newKeySet();
    private final AtomicInteger open;

    /**
     * Creates an executor.
     *
     * @param signals runs what a publisher or a subscriber of the cell's does
     * @param open counts the requests that are not answered, and the answers that are not complete
     * @param handler runs a handler to its answer, in the caller's thread
     * @param finisher answers and flushes
     * @param onIdle called when nothing is open any more
     */
    FlowExecutor(
            String deployment,
            ClassLoader loader,
            FlowSettings settings,
            StreamThreads threads,
            Executor signals,
            LongSupplier nanoClock,
            AtomicInteger open,
            Consumer<Execution> handler,
            BiConsumer<Execution, ReplyContent> finisher,
            Runnable onIdle) {
        this.deployment = deployment;
        this.loader = loader;
        this.settings = settings;
        this.threads = threads;
        this.signals = signals;
        this.nanoClock = nanoClock;
        this.open = open;
        this.handler = handler;
        this.finisher = finisher;
        this.onIdle = onIdle;
    }

    long nowNs() {
        return nanoClock.getAsLong();
    }

    /** Begins a request; false if it cannot be, and is never started. */
    boolean begin(Execution execution, FlowInputs inputs) {
        BodyUse use = execution.method().bodyUse();
        open.incrementAndGet();
        if (use.kind() != BodyUse.Kind.COLLECTED) {
            if (threads.tryExecute(() -> handler.accept(execution))) {
                return true;
            }
            closed();
            return false;
        }
        long max = use.max() == 0 ? settings.maxCollectedBytes() : use.max();
        FlowCollector collector = new FlowCollector(inputs.flow(), max, collected, new Collected(execution, inputs));
        execution.onBodyOpened();
        execution.beginBody(collector::cancel);
        collector.begin();
        return true;
    }

    private final class Collected implements FlowCollector.Outcome {
        private final Execution execution;
        private final FlowInputs inputs;

        Collected(Execution execution, FlowInputs inputs) {
            this.execution = execution;
            this.inputs = inputs;
        }

        @Override
        public void whole(Slice body) {
            execution.endBody();
            execution.onBodyEnded();
            inputs.collected(body);
            inputs.onEnd(() -> collected.giveBack(body.length()));
            if (!threads.tryExecute(() -> handler.accept(execution))) {
                refused(busy());
            }
        }

        @Override
        public void refused(Problem problem) {
            execution.endBody();
            finisher.accept(execution, execution.method().refusal(problem, execution));
        }

        @Override
        public void broken() {
            execution.endBody();
            finisher.accept(execution, FallbackReplies.CANCELLED);
        }
    }

    static Problem busy() {
        return new Problem(503, "The cell has no thread for another body that flows.").header("retry-after", "1");
    }

    /** Notes that a request of {@link #begin} is answered. */
    void closed() {
        if (open.decrementAndGet() == 0) {
            onIdle.run();
        }
    }

    /**
     * Runs a writer of an answer in a thread of its own.
     *
     * @throws Problem with status 503, if there is none
     */
    void write(Execution execution, Runnable writer) {
        if (!threads.tryExecute(() -> within(execution, writer))) {
            throw busy();
        }
    }

    private void within(Execution execution, Runnable writer) {
        Thread.currentThread().setContextClassLoader(loader);
        MDC.put(HandlerExecutor.MDC_DEPLOYMENT, deployment);
        MDC.put(HandlerExecutor.MDC_REQUEST, DispatchedRequest.id(execution.request()));
        try {
            writer.run();
        } finally {
            MDC.clear();
        }
    }

    Executor signals() {
        return signals;
    }

    FilePump files() {
        return settings.files();
    }

    /** Notes that an answer's body begins, and how it is cancelled. */
    void bodyBegins(Execution execution, Runnable cancel) {
        open.incrementAndGet();
        bodies.add(execution);
        execution.beginBody(cancel);
    }

    /** Notes that an answer's body is over. To be called once for each that has begun. */
    void bodyEnds(Execution execution) {
        execution.endBody();
        FlowInputs inputs = execution.inputs();
        if (inputs != null) {
            inputs.end();
        }
        bodies.remove(execution);
        closed();
    }

    /** Returns the bytes of collected bodies. */
    long collectedBytes() {
        return collected.taken();
    }

    /** Cancels the answers that flow. */
    void cancelBodies() {
        bodies.forEach(Execution::cancel);
    }

    /** Starts nothing more. */
    void close() {
        threads.close();
    }

    boolean awaitEnd(long timeoutNs) throws InterruptedException {
        return threads.awaitEnd(timeoutNs);
    }
}
