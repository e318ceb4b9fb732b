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
    private final @Nullable RequestFlow flow;

    private boolean cancelled;
    private boolean answered;
    private @Nullable Thread thread;
    /** The stages that are to be cancelled: at most those of a method, a filter and a {@code @Catches} method. */
    private List<CompletionStage<?>> pending = List.of();

    private volatile long admittedNs;

    /**
     * Creates an execution.
     *
     * @param sink receives the answer
     */
    public Execution(HandlerMethod method, Request request, ReplySink sink) {
        this(method, request, sink, null);
    }

    /**
     * Creates an execution whose request may have a body that flows.
     *
     * @param sink receives the answer
     * @param flow the request's body, whose first piece the request has; null: the request has the whole body
     */
    public Execution(HandlerMethod method, Request request, ReplySink sink, @Nullable RequestFlow flow) {
        this.method = method;
        this.request = request;
        this.sink = sink;
        this.flow = flow;
    }

    public HandlerMethod method() {
        return method;
    }

    public Request request() {
        return request;
    }

    /** Returns the body that flows, or null if the request has the whole body. */
    public @Nullable RequestFlow flow() {
        return flow;
    }

    /**
     * Cancels the execution, because the answer is no longer needed. A running handler is interrupted, the stages that
     * it and its filters have returned are cancelled, and a handler that has not begun never will. There is still an
     * answer, since each request has one.
     */
    public void cancel() {
        List<CompletionStage<?>> stages;
        synchronized (this) {
            if (cancelled || answered) {
                return;
            }
            cancelled = true;
            if (thread != null) {
                thread.interrupt();
            }
            stages = pending;
        }
        stages.forEach(Execution::cancelStage);
    }

    /** Whether the execution was cancelled. */
    public synchronized boolean cancelled() {
        return cancelled;
    }

    void admit(long nowNs) {
        admittedNs = nowNs;
    }

    long admittedNs() {
        return admittedNs;
    }

    /**
     * Returns the time since the deadline; negative before it, and if the request has none. A body that flows may take
     * longer than any deadline: the router decides then, and cancels.
     */
    long overdueNs(long nowNs) {
        int budgetMs = flow == null ? request.budgetMs() : 0;
        return budgetMs == 0 ? Long.MIN_VALUE : nowNs - admittedNs - TimeUnit.MILLISECONDS.toNanos(budgetMs);
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
