package org.cellnest.runtime.link;

import org.cellnest.protocol.WireRecord;

/**
 * Decides how much of a request's body may come: the limit of CREDIT. The limit is renewed when half of the window is
 * used up. The window doubles whenever its sender had used it up before that, and narrows with {@link StreamBudget}.
 *
 * <p>Not thread-safe: belongs to one exchange, under its lock.
 */
final class ReceiveWindow {
    private static final int FIRST_WINDOW = 64 << 10;

    private final StreamBudget budget;
    private int window;
    /** The bytes that the budget has counted for this window. */
    private long reserved = StreamBudget.LEAST_WINDOW;

    private long limit;
    private long received;
    /** The bytes of {@link #received} that are used up. The heads of records are, as soon as they have come. */
    private long consumed;

    /** @param budget has admitted the stream, and so has counted the smallest window */
    ReceiveWindow(StreamBudget budget) {
        this.budget = budget;
    }

    /** Opens the window. Returns the first limit. */
    long open(int wanted) {
        int widest = Math.min(FIRST_WINDOW, budget.widestWindow());
        window = Math.max(StreamBudget.LEAST_WINDOW, Math.min(wanted, widest));
        limit = window;
        reserve();
        return limit;
    }

    /** Whether DATA stands where it must and within the limit. An end without bytes needs no credit. */
    boolean admits(long offset, int recordLength, boolean isEnd) {
        boolean isFree = isEnd && recordLength == WireRecord.DATA_HEAD_BYTES;
        return offset == received && (isFree || recordLength <= limit - received);
    }

    /** Counts DATA that has come. */
    void onData(int recordLength) {
        received += recordLength;
        consumed += WireRecord.DATA_HEAD_BYTES;
    }

    /** Counts bytes that were used up. Returns the limit to permit now, or -1 if the last one stands. */
    long onUsed(int bytes) {
        consumed = Math.min(received, consumed + bytes);
        boolean exhausted = limit - received <= WireRecord.DATA_HEAD_BYTES;
        int widest = budget.widestWindow();
        window = Math.min(window, widest);
        if (limit - consumed > window / 2) {
            if (reserved - Math.max(window, limit - consumed) >= StreamBudget.LEAST_WINDOW) {
                reserve(); // a window that narrows: its bytes are free for others as they are used up
            }
            return -1;
        }
        if (exhausted) {
            window = Math.min(2 * window, widest);
        }
        limit = Math.max(limit, consumed + window);
        reserve();
        return limit;
    }

    private void reserve() {
        long now = Math.max(window, limit - consumed);
        budget.add(now - reserved);
        reserved = now;
    }

    /** Gives back what was promised; once. */
    void close() {
        budget.add(-reserved);
        reserved = 0;
    }
}
