package org.cellnest.runtime.handler;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.cellnest.protocol.Request;
import org.cellnest.runtime.stream.RequestFlow;
import org.jspecify.annotations.Nullable;

/**
 * A request given to a {@link HandlerExecutor}. Any thread may {@link #cancel} it, at any time.
 *
 * <p>An interrupt can hit only the request it is meant for: the thread is known from {@link #begin} to {@link #end},
 * and both hold the same monitor as {@link #cancel}.
 */
public final class Execution {
    private final HandlerMethod method;
    private final Request request;
    private final ReplySink sink;
    private final @Nullable FlowInputs inputs;

    private boolean cancelled;
    private boolean answered;
    private @Nullable Thread thread;
    /** The stages that are to be cancelled: at most those of a method, a filter and a {@code @Catches} method. */
    private List<CompletionStage<?>> pending = List.of();

    /** Ends the work for a body that flows: its collecting, or its writing. */
    private @Nullable Runnable bodyCancel;

    private volatile long admittedNs;
    /** Whether the body flows, which has no deadline. */
    private volatile boolean untimed;

    private @Nullable FlowExecutor flows;

    /**
     * Creates an execution of a request whose body is complete.
     *
     * @param sink receives the answer
     */
    public Execution(HandlerMethod method, Request request, ReplySink sink) {
        this(method, request, null, sink);
    }

    /**
     * Creates an execution.
     *
     * @param flow the body, if it flows; null: the request has it all
     * @param sink receives the answer
     */
    public Execution(HandlerMethod method, Request request, @Nullable RequestFlow flow, ReplySink sink) {
        this.method = method;
        this.request = request;
        this.sink = sink;
        this.inputs = flow == null ? null : new FlowInputs(flow, this);
    }

    /** Returns the body of the request, if it flows; null: the request has it all. */
    public @Nullable RequestFlow flow() {
        return inputs == null ? null : inputs.flow();
    }

    /** Returns what reads the body, if it flows; else null. */
    @Nullable
    FlowInputs inputs() {
        return inputs;
    }

    public HandlerMethod method() {
        return method;
    }

    public Request request() {
        return request;
    }

    /**
     * Cancels the execution, because the answer is no longer needed. A running handler is interrupted, the stages that
     * it and its filters have returned are cancelled, and a handler that has not begun never will. There is still an
     * answer, since each request has one. What writes an answer that flows is interrupted too.
     */
    public void cancel() {
        List<CompletionStage<?>> stages;
        Runnable body;
        synchronized (this) {
            body = bodyCancel;
            if (cancelled || (answered && body == null)) {
                return;
            }
            cancelled = true;
            if (thread != null) {
                thread.interrupt();
            }
            stages = pending;
        }
        stages.forEach(Execution::cancelStage);
        if (body != null) {
            body.run();
        }
    }

    /** Notes how work for a body that flows is cancelled, which happens at once if the request is cancelled already. */
    void beginBody(Runnable cancel) {
        boolean already;
        synchronized (this) {
            bodyCancel = cancel;
            already = cancelled;
        }
        if (already) {
            cancel.run();
        }
    }

    /** Notes that the work for a body is done. */
    synchronized void endBody() {
        bodyCancel = null;
    }

    /** Suspends the deadline, which does not count while the body of the request flows. */
    void onBodyOpened() {
        untimed = true;
    }

    /** Has the time of the request begin anew, since its body is complete. */
    void onBodyEnded() {
        FlowExecutor executor = flows;
        if (executor != null) {
            admittedNs = executor.nowNs();
        }
        untimed = false;
    }

    /** Whether the execution was cancelled. */
    public synchronized boolean cancelled() {
        return cancelled;
    }

    void admit(long nowNs, FlowExecutor flowing) {
        flows = flowing;
        admittedNs = nowNs;
    }

    /** Returns what serves bodies that flow; null outside of an executor. */
    @Nullable
    FlowExecutor flows() {
        return flows;
    }

    long admittedNs() {
        return admittedNs;
    }

    /**
     * Returns the time since the deadline; negative before it, and if the request has none. A body that flows may take
     * longer than any deadline: the router decides then, and cancels.
     */
    long overdueNs(long nowNs) {
        int budgetMs = request.budgetMs();
        return budgetMs == 0 || untimed ? Long.MIN_VALUE : nowNs - admittedNs - TimeUnit.MILLISECONDS.toNanos(budgetMs);
    }

    /** Returns the thread that the handler runs in now, or null. */
    synchronized @Nullable Thread runningIn() {
        return thread;
    }

    /** Notes that the handler is about to run in this thread; false if it must not. */
    boolean begin(Thread thread) {
        if (!sink.mayBegin()) {
            return false;
        }
        synchronized (this) {
            if (!cancelled && !answered) {
                this.thread = thread;
                return true;
            }
            return false;
        }
    }

    /** Notes that the thread no longer runs the handler; no interrupt comes after this. */
    synchronized void end() {
        thread = null;
    }

    /** Notes a stage on which the answer depends. */
    void awaiting(CompletionStage<?> stage) {
        boolean already;
        synchronized (this) {
            pending = plus(pending, stage);
            already = cancelled;
        }
        if (already) {
            cancelStage(stage);
        }
    }

    /** Claims the right to answer; true once. */
    synchronized boolean claimAnswer() {
        boolean first = !answered;
        answered = true;
        pending = List.of();
        return first;
    }

    void reply(ReplyContent content) {
        sink.reply(this, content);
    }

    void failed(Throwable thrown) {
        sink.failed(this, thrown);
    }

    void flush() {
        sink.flush();
    }

    boolean gathersWith(Execution other) {
        return sink.gathersWith(other.sink);
    }

    private static List<CompletionStage<?>> plus(List<CompletionStage<?>> stages, CompletionStage<?> stage) {
        if (stages.isEmpty()) {
            return List.of(stage);
        }
        for (CompletionStage<?> known : stages) {
            if (known == stage) {
                return stages;
            }
        }
        List<CompletionStage<?>> all = new ArrayList<>(stages);
        all.add(stage);
        return all;
    }

    private static void cancelStage(CompletionStage<?> stage) {
        try {
            stage.toCompletableFuture().cancel(true);
        } catch (RuntimeException e) {
            // A stage of the cell's own make need not be a future; then its answer is waited for.
            FallbackReplies.LOG.debug("A stage cannot be cancelled", e);
        }
    }
}
