package org.cellnest.runtime.link;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import org.cellnest.buffer.Slice;
import org.cellnest.protocol.Data;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.WireRecord;
import org.cellnest.runtime.stream.FlowBrokenException;
import org.cellnest.runtime.stream.ReplyFlow;
import org.jspecify.annotations.Nullable;

/**
 * Sends the body of an answer that flows: gathers bytes, and makes DATA of them within the credit of the receiver.
 *
 * <p>Methods of {@link ReplyFlow} are for any thread; the others are called under the lock of the exchange.
 */
final class OutFlow implements ReplyFlow {
    private static final int FIRST_BYTES = 1 << 10;
    private static final byte[] NOTHING = {};

    private final FlowingExchange exchange;
    private final CellStreams streams;
    private final int mostInARecord;
    private final Condition changed;

    /** The bytes from {@link #from} to {@link #to} are gathered. What lies before them belongs to records. */
    private byte[] gathered = NOTHING;

    private int from;
    private int to;
    private boolean flushing;
    private boolean ending;
    private boolean over;
    private @Nullable ErrorCode brokenBy;
    private String brokenReason = "";
    private long offset;
    private long limit;
    private @Nullable Runnable onRoom;

    /**
     * @param changed of the exchange's lock
     * @param mostInARecord the most bytes of a body in one DATA record
     * @param limit permitted so far
     */
    OutFlow(FlowingExchange exchange, CellStreams streams, Condition changed, int mostInARecord, long limit) {
        this.exchange = exchange;
        this.streams = streams;
        this.changed = changed;
        this.mostInARecord = mostInARecord;
        this.limit = limit;
    }

    @Override
    public int room() throws IOException {
        exchange.enter();
        try {
            return roomNow();
        } finally {
            exchange.leave();
        }
    }

    private int roomNow() throws IOException {
        requireOpen();
        makeRecords();
        return mostInARecord - to;
    }

    @Override
    public void write(byte[] bytes, int start, int length) throws IOException {
        Objects.checkFromIndexSize(start, length, bytes.length);
        int at = start;
        int end = start + length;
        exchange.enter();
        try {
            requireOpen();
            while (at < end) {
                awaitRoom();
                int taken = Math.min(end - at, mostInARecord - to);
                ensure(taken);
                System.arraycopy(bytes, at, gathered, to, taken);
                to += taken;
                at += taken;
                makeRecords();
            }
        } finally {
            exchange.leave();
        }
    }

    private void awaitRoom() throws IOException {
        try {
            while (roomNow() == 0) {
                exchange.wakeNow();
                changed.await();
            }
        } catch (InterruptedException e) {
            InterruptedIOException interrupted = new InterruptedIOException("interrupted while it waited for credit");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    private void ensure(int more) {
        if (to + more > gathered.length) {
            int wanted = Math.max(FIRST_BYTES, Math.max(to + more, 2 * gathered.length));
            // The old array may be on its way in records, and is only read from now on.
            gathered = Arrays.copyOf(gathered, Math.min(mostInARecord, wanted));
        }
    }

    private void requireOpen() throws IOException {
        if (brokenBy != null) {
            throw new FlowBrokenException(brokenBy, brokenReason);
        }
        if (ending) {
            throw new IOException("the body has ended (expected: no bytes after the end)");
        }
    }

    @Override
    public void flush() throws IOException {
        exchange.enter();
        try {
            requireOpen();
            flushing = true;
            makeRecords();
        } finally {
            exchange.leave();
        }
    }

    @Override
    public void onRoom(Runnable task) {
        exchange.enter();
        try {
            onRoom = task;
        } finally {
            exchange.leave();
        }
    }

    @Override
    public void end() {
        exchange.enter();
        try {
            if (!over) {
                ending = true;
                makeRecords();
            }
        } finally {
            exchange.leave();
        }
    }

    @Override
    public void fail(ErrorCode code, String reason) {
        exchange.enter();
        try {
            if (!over && !ending) {
                exchange.onFailed(code, reason);
            }
        } finally {
            exchange.leave();
        }
    }

    /** Makes records of what is gathered, as far as it is due and permitted. */
    private void makeRecords() {
        while (!over && (ending || to == mostInARecord || (flushing && to > from))) {
            long room = Math.max(0, Math.min(mostInARecord, limit - offset - WireRecord.DATA_HEAD_BYTES));
            int length = (int) Math.min(to - from, room);
            boolean isEnd = ending && length == to - from;
            if (length == 0 && !isEnd) {
                return;
            }
            if (isEnd) {
                over = true;
                exchange.beforeEnd();
            }
            exchange.queue(new Data(exchange.id(), isEnd ? 0 : Flags.MORE, offset, new Slice(gathered, from, length)));
            offset += WireRecord.DATA_HEAD_BYTES + length;
            streams.onBytesOut(length);
            from += length;
            if (from == to) {
                gathered = NOTHING;
                from = 0;
                to = 0;
                flushing = false;
            }
        }
    }

    /** Takes in CREDIT. A limit below an earlier one has no effect. */
    void onCredit(long permitted) {
        if (permitted > limit) {
            limit = permitted;
            makeRecords();
            changed.signalAll();
        }
    }

    /** Takes no more from the writer, who gets an exception. */
    void onBroken(ErrorCode code, String reason) {
        if (!over) {
            over = true;
            brokenBy = code;
            brokenReason = reason;
            gathered = NOTHING;
            from = 0;
            to = 0;
            changed.signalAll();
        }
    }

    /** Returns the task that waited for room, once there is room or there will be none. */
    @Nullable
    Runnable takeReadyTask() {
        Runnable task = onRoom;
        if (task == null || (!over && !ending && to == mostInARecord)) {
            return null;
        }
        onRoom = null;
        return task;
    }
}
