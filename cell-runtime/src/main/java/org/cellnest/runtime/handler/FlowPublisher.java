package org.cellnest.runtime.handler;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.cellnest.buffer.Slice;
import org.cellnest.cell.StreamResetException;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.runtime.stream.FlowReceiver;
import org.cellnest.runtime.stream.RequestFlow;
import org.jspecify.annotations.Nullable;

/**
 * Publishes a body as its subscriber requests it, without a thread that waits. The subscriber is called by one thread at
 * a time, of the deployment. Nothing comes before the first request.
 */
final class FlowPublisher implements Flow.Publisher<ByteBuffer>, Flow.Subscription, FlowReceiver {
    private final RequestFlow flow;
    private final @Nullable Execution execution;
    private final Executor signals;
    private final long maxBytes;
    private final AtomicBoolean taken = new AtomicBoolean();
    private final AtomicInteger changes = new AtomicInteger();
    // Under this monitor.
    private final Deque<byte[]> pieces = new ArrayDeque<>();
    private long demand;
    private boolean opened;
    private boolean ended;
    private boolean over;
    private @Nullable Throwable failure;
    /** Of whoever calls the subscriber; null until there is one. */
    private volatile Flow.@Nullable Subscriber<? super ByteBuffer> subscriber;

    private long publishedBytes;

    private FlowPublisher(RequestFlow flow, @Nullable Execution execution, Executor signals, long maxBytes) {
        this.flow = flow;
        this.execution = execution;
        this.signals = signals;
        this.maxBytes = maxBytes;
    }

    /**
     * Returns a publisher of a request's body.
     *
     * @param execution has the body, if it flows; null: it is whole
     * @param whole the body, if it is whole
     */
    static FlowPublisher of(@Nullable Execution execution, Slice whole, long maxBytes) {
        FlowInputs inputs = execution == null ? null : execution.inputs();
        FlowExecutor flows = execution == null ? null : execution.flows();
        Executor signals = flows == null ? Runnable::run : flows.signals();
        if (inputs == null) {
            return new FlowPublisher(new WholeFlow(whole), null, signals, maxBytes);
        }
        FlowPublisher publisher = new FlowPublisher(inputs.flow(), execution, signals, maxBytes);
        inputs.onEnd(() -> publisher.fail(new StreamResetException(
                ErrorCode.NOT_READ.wireName(), "the answer is complete (expected: reading before that)")));
        return publisher;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> wanted) {
        if (!taken.compareAndSet(false, true)) {
            wanted.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long n) {}

                @Override
                public void cancel() {}
            });
            wanted.onError(new IllegalStateException("a second subscriber of a body (expected: one)"));
            return;
        }
        wanted.onSubscribe(this);
        subscriber = wanted;
        changed();
    }

    @Override
    public void request(long n) {
        boolean open;
        synchronized (this) {
            if (n <= 0 && failure == null) {
                failure = new IllegalArgumentException("a request of " + n + " items (expected: at least 1)");
            }
            demand = n > Long.MAX_VALUE - demand ? Long.MAX_VALUE : demand + Math.max(n, 0);
            open = !opened && !over && failure == null;
            opened |= open;
        }
        if (open) {
            if (execution != null) {
                execution.onBodyOpened();
            }
            flow.receive(this, FlowInput.WINDOW);
        }
        changed();
    }

    @Override
    public void cancel() {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            pieces.clear();
        }
        flow.stop(ErrorCode.NOT_READ, "");
    }

    @Override
    public void onBytes(byte[] piece) {
        synchronized (this) {
            if (!over) {
                pieces.add(piece);
            }
        }
        changed();
    }

    @Override
    public void onEnd() {
        if (execution != null) {
            execution.onBodyEnded();
        }
        synchronized (this) {
            ended = true;
        }
        changed();
    }

    @Override
    public void onBroken(ErrorCode code, String reason) {
        fail(new StreamResetException(code.wireName(), "the body of the request has broken off: " + code.wireName()));
    }

    private void fail(Throwable thrown) {
        synchronized (this) {
            if (failure == null && !(ended && pieces.isEmpty())) {
                failure = thrown;
            }
        }
        changed();
    }

    private void changed() {
        if (subscriber == null || changes.getAndIncrement() != 0) {
            return;
        }
        try {
            signals.execute(this::publish);
        } catch (RejectedExecutionException e) { // the deployment closes
            cancel();
        }
    }

    private void publish() {
        int seen = 1;
        do {
            while (step()) {
                // until there is nothing to tell
            }
            seen = changes.addAndGet(-seen);
        } while (seen != 0);
    }

    /** Tells the subscriber one thing; false if there is none. */
    private boolean step() {
        Flow.Subscriber<? super ByteBuffer> to = subscriber;
        byte[] piece = null;
        Throwable thrown;
        synchronized (this) {
            if (over || to == null) {
                return false;
            }
            thrown = failure;
            if (thrown == null && demand > 0 && !pieces.isEmpty()) {
                piece = pieces.poll();
                demand--;
            } else if (thrown == null && !(ended && pieces.isEmpty())) {
                return false;
            }
            over = piece == null;
        }
        try {
            if (thrown != null) {
                flow.stop(ErrorCode.NOT_READ, "");
                to.onError(thrown);
            } else if (piece == null) {
                to.onComplete();
            } else {
                next(to, piece);
            }
        } catch (RuntimeException e) { // a subscriber must not throw
            FallbackReplies.LOG.warn("A subscriber of a body failed", e);
            cancel();
        }
        return true;
    }

    private void next(Flow.Subscriber<? super ByteBuffer> to, byte[] piece) {
        publishedBytes += piece.length;
        if (publishedBytes > maxBytes) {
            fail(BindingErrors.tooLong(maxBytes));
            return;
        }
        to.onNext(ByteBuffer.wrap(piece));
        flow.used(piece.length);
    }

    /** The flow of a body that is there already. */
    private record WholeFlow(Slice body) implements RequestFlow {
        @Override
        public long length() {
            return body.length();
        }

        @Override
        public void receive(FlowReceiver receiver, int window) {
            if (!body.isEmpty()) {
                receiver.onBytes(body.toByteArray());
            }
            receiver.onEnd();
        }

        @Override
        public void used(int bytes) {}

        @Override
        public void stop(ErrorCode code, String reason) {}
    }
}
