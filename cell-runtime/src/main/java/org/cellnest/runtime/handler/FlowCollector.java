package org.cellnest.runtime.handler;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.cellnest.buffer.Slice;
import org.cellnest.cell.Problem;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.runtime.stream.FlowReceiver;
import org.cellnest.runtime.stream.RequestFlow;

/**
 * Collects a body that flows for a handler that takes it whole, without a thread. Called by one thread at a time, which
 * is the link's.
 */
final class FlowCollector implements FlowReceiver {
    /** Receives the outcome, once. */
    interface Outcome {
        void whole(Slice body);

        /** The body is not to be had: a refusal, after which the rest is not read. */
        void refused(Problem problem);

        /** The body has broken off, so no one waits for an answer. */
        void broken();
    }

    private final RequestFlow flow;
    private final long maxBytes;
    private final CollectedBytes budget;
    private final Outcome outcome;
    private final List<byte[]> pieces = new ArrayList<>();
    /** Whether the outcome is known; who sets it tells it. */
    private final AtomicBoolean over = new AtomicBoolean();
    /** The bytes reserved and not given back. */
    private final AtomicInteger reserved = new AtomicInteger();

    /**
     * Creates a collector.
     *
     * @param maxBytes at most {@link BodyUse#MAX_COLLECTED}
     * @param budget reserves the bytes, which remain reserved if the body is whole
     */
    FlowCollector(RequestFlow flow, long maxBytes, CollectedBytes budget, Outcome outcome) {
        this.flow = flow;
        this.maxBytes = maxBytes;
        this.budget = budget;
        this.outcome = outcome;
    }

    void begin() {
        if (flow.length() > maxBytes) {
            refuse(BindingErrors.tooLong(maxBytes));
        } else {
            flow.receive(this, FlowInput.WINDOW);
        }
    }

    /** Ends the collecting, since no one waits for the answer. Any thread. */
    void cancel() {
        if (over.compareAndSet(false, true)) {
            release();
            outcome.broken();
        }
    }

    @Override
    public void onBytes(byte[] piece) {
        if (over.get()) {
            return;
        }
        if (piece.length > maxBytes - reserved.get()) {
            refuse(BindingErrors.tooLong(maxBytes));
        } else if (!budget.take(piece.length)) {
            refuse(new Problem(503, "no room to collect bodies (expected: fewer or shorter ones at a time)")
                    .header("retry-after", "1"));
        } else {
            reserved.addAndGet(piece.length);
            pieces.add(piece);
            if (over.get()) { // cancelled meanwhile
                release();
            }
            flow.used(piece.length);
        }
    }

    private void refuse(Problem problem) {
        if (over.compareAndSet(false, true)) {
            release();
            outcome.refused(problem);
        }
    }

    private void release() {
        budget.giveBack(reserved.getAndSet(0));
    }

    @Override
    public void onEnd() {
        if (!over.compareAndSet(false, true)) {
            return;
        }
        byte[] whole = new byte[reserved.get()];
        int at = 0;
        for (byte[] piece : pieces) {
            System.arraycopy(piece, 0, whole, at, piece.length);
            at += piece.length;
        }
        pieces.clear();
        outcome.whole(Slice.of(whole));
    }

    @Override
    public void onBroken(ErrorCode code, String reason) {
        cancel();
    }
}
