package org.cellnest.gateway.dispatch;

import org.cellnest.protocol.WireRecord;

/**
 * Permits a cell to send an answer, as its client takes it. The limit is renewed when half of the window is used up. The
 * window grows while the cell has to wait for a client that takes everything. Counts the lengths of DATA records, heads
 * included. Owned by the I/O thread.
 */
final class Window {
    private final StreamBudget budget;
    private int size;
    private long limit;
    private long received;
    private long taken;

    /** @param first the window's size, which is promised already, in bytes */
    Window(StreamBudget budget, int first) {
        this.budget = budget;
        size = first;
        limit = first;
    }

    long limit() {
        return limit;
    }

    int size() {
        return size;
    }

    /**
     * Takes in a record.
     *
     * @param bodyBytes of the record
     * @param ends whether it is the end of the answer, which needs no credit if it has no bytes
     * @return false: it leaves a gap, overlaps, or goes beyond the limit
     */
    boolean receive(long offset, int bodyBytes, boolean ends) {
        int length = WireRecord.DATA_HEAD_BYTES + bodyBytes;
        boolean isFree = ends && bodyBytes == 0;
        if (offset != received || (!isFree && offset + length > limit)) {
            return false;
        }
        received += length;
        return true;
    }

    /** Whether the cell may send now. */
    boolean isOpen() {
        return limit - received > WireRecord.DATA_HEAD_BYTES;
    }

    /** Notes that the client took a record of so many bytes. Returns the new limit; 0: it stays. */
    long taken(int recordBytes) {
        taken += recordBytes;
        if (limit - taken > size / 2) {
            return 0;
        }
        int next = budget.next(size, !isOpen() && taken == received);
        if (taken + next <= limit) {
            return 0;
        }
        if (budget.tryPromise(next - size)) {
            size = next;
        }
        if (taken + size <= limit) {
            return 0;
        }
        limit = taken + size;
        return limit;
    }

    /** Gives the promise back. */
    void close() {
        budget.tryPromise(-size);
        size = 0;
    }
}
