package org.cellnest.runtime.link;

import java.util.ArrayDeque;
import java.util.Deque;
import org.cellnest.buffer.Bytes;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.WireRecord;
import org.cellnest.runtime.stream.FlowReceiver;
import org.cellnest.runtime.stream.RequestFlow;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives the body of a request that flows: counts what comes, and passes it on outside the lock, by one thread at a
 * time. {@link FlowingExchange} knows what its records mean for the exchange.
 *
 * <p>Methods of {@link RequestFlow} are for any thread; the others are called under the lock of the exchange, but for
 * {@link #deliver}.
 */
final class InFlow implements RequestFlow {
    private static final Logger LOG = LoggerFactory.getLogger(InFlow.class);

    private final FlowingExchange exchange;
    private final CellStreams streams;
    private final ReceiveWindow window;
    private final long length;
    private final Bytes first;
    /** The bytes of the first piece that are not used up. They came without credit, and permit nothing. */
    private int firstLeft;

    private final Deque<byte[]> pieces = new ArrayDeque<>();
    private @Nullable FlowReceiver receiver;
    private boolean delivering;
    private boolean ended;
    private @Nullable ErrorCode brokenBy;
    private String brokenReason = "";
    /** Whether the receiver is to get nothing more. */
    private boolean silent;

    /**
     * @param length the announced length of the body in bytes, or -1
     * @param first the piece that came with the request
     */
    InFlow(FlowingExchange exchange, CellStreams streams, long length, Bytes first) {
        this.exchange = exchange;
        this.streams = streams;
        this.window = new ReceiveWindow(streams.budget());
        this.length = length;
        this.first = first;
        this.firstLeft = first.length();
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void receive(FlowReceiver to, int wanted) {
        exchange.enter();
        try {
            if (receiver != null) {
                throw new IllegalStateException("the body is received already (expected: one receiver)");
            }
            receiver = to;
            if (!first.isEmpty()) {
                pieces.addFirst(first.toByteArray());
            }
            if (exchange.mayPermit()) {
                exchange.permit(window.open(wanted));
            }
        } finally {
            exchange.leave();
        }
    }

    @Override
    public void used(int bytes) {
        exchange.enter();
        try {
            int ofFirst = Math.min(bytes, firstLeft);
            firstLeft -= ofFirst;
            if (bytes > ofFirst) {
                renew(bytes - ofFirst);
            }
        } finally {
            exchange.leave();
        }
    }

    private void renew(int bytes) {
        if (receiver != null && exchange.mayPermit()) {
            long limit = window.onUsed(bytes);
            if (limit >= 0) {
                exchange.permit(limit);
            }
        }
    }

    @Override
    public void stop(ErrorCode code, String reason) {
        exchange.enter();
        try {
            silent = true;
            pieces.clear();
            exchange.onStopped(code, reason);
        } finally {
            exchange.leave();
        }
    }

    /** Whether DATA stands where it must, and within its credit. */
    boolean admits(WireRecord data, boolean isEnd) {
        return window.admits(data.dataOffset(), data.length(), isEnd);
    }

    /** Takes in DATA. */
    void onData(WireRecord data, byte[] bytes, boolean isEnd) {
        window.onData(data.length());
        streams.onBytesIn(bytes.length);
        if (bytes.length > 0 && !silent) {
            pieces.add(bytes);
        }
        ended |= isEnd;
        if (bytes.length == 0 && !isEnd) {
            renew(0);
        }
    }

    /** Notes that no more comes, since the body has broken off; without effect on one that has ended. */
    void onBroken(ErrorCode code, String reason) {
        if (!ended && brokenBy == null) {
            brokenBy = code;
            brokenReason = reason;
        }
    }

    /** Gives back what was permitted, since the direction is over. */
    void close() {
        window.close();
    }

    /** Whether there is something to deliver, and nobody does. */
    boolean hasNews() {
        return receiver != null && !delivering && !silent && (!pieces.isEmpty() || ended || brokenBy != null);
    }

    /** Passes on what has come, outside the lock. */
    void deliver() {
        while (true) {
            FlowReceiver to;
            byte[] piece;
            exchange.enter();
            try {
                if (!hasNews() || receiver == null) {
                    return;
                }
                to = receiver;
                piece = pieces.poll();
                silent = piece == null;
                delivering = true;
            } finally {
                exchange.leaveOnly();
            }
            boolean failed = !call(to, piece);
            exchange.enter();
            delivering = false;
            exchange.leaveOnly();
            if (failed) {
                stop(ErrorCode.BROKEN, "the receiver of the body has failed");
                return;
            }
        }
    }

    /** Calls the receiver; without a piece for the last time. Its failure must not be the calling thread's. */
    private boolean call(FlowReceiver to, byte @Nullable [] piece) {
        try {
            if (piece != null) {
                to.onBytes(piece);
            } else if (brokenBy != null) {
                to.onBroken(brokenBy, brokenReason);
            } else {
                to.onEnd();
            }
            return true;
        } catch (RuntimeException | Error e) {
            LOG.error("a receiver of a body failed", e);
            return false;
        }
    }
}
