package org.cellnest.runtime.handler;

import java.util.ArrayList;
import java.util.List;
import org.cellnest.buffer.Slice;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.runtime.stream.RequestFlow;
import org.jspecify.annotations.Nullable;

/** Holds the body of a request that flows, and what reads it until the answer is complete. Thread-safe. */
final class FlowInputs {
    private final RequestFlow flow;
    private final Execution execution;
    private List<Runnable> closers = new ArrayList<>();
    private boolean ended;
    private @Nullable FlowInput stream;
    private volatile @Nullable Slice whole;

    FlowInputs(RequestFlow flow, Execution execution) {
        this.flow = flow;
        this.execution = execution;
    }

    RequestFlow flow() {
        return flow;
    }

    /** Returns the body as a stream, the same each time. */
    synchronized FlowInput stream() {
        FlowInput input = stream;
        if (input == null) {
            input = new FlowInput(flow, execution);
            stream = input;
            onEnd(input::end);
        }
        return input;
    }

    /** Notes that the body has been collected. */
    void collected(Slice body) {
        whole = body;
    }

    /** Returns the body if it has been collected, else null. */
    @Nullable
    Slice whole() {
        return whole;
    }

    /** Has a task run once the answer is complete, at once if it is so already. */
    void onEnd(Runnable closer) {
        synchronized (this) {
            if (!ended) {
                closers.add(closer);
                return;
            }
        }
        closer.run();
    }

    /** Wants no more of the body, since the answer is complete. Only the first call has an effect. */
    void end() {
        List<Runnable> all;
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            all = closers;
            closers = List.of();
        }
        all.forEach(Runnable::run);
        flow.stop(ErrorCode.NOT_READ, "answered");
    }
}
