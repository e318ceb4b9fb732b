package org.cellnest.gateway.dispatch;

import java.util.ArrayList;
import java.util.List;
import org.cellnest.protocol.ExchangeId;
import org.jspecify.annotations.Nullable;

/**
 * Maps exchange ids to the requests that wait for their answers: those of one I/O thread in one session. The session's
 * slots are divided among the I/O threads, so that the slot of an answer identifies the thread's table. Owned by the
 * I/O thread.
 *
 * <p>An id is valid for one answer, or until the router's last word ({@link #last}). {@link #bind} takes its slot until
 * then, even if the request was abandoned ({@link #abandon}), because the router counts the request as outstanding for
 * that time.
 */
public final class InFlightRequests<T> {
    /** Numbers the uses of slots: from a random start, and never the same again in this process. */
    public static final class Generations {
        private long next;

        public Generations(long random) {
            next = random;
        }

        private long next() {
            return next++;
        }
    }

    private static final long NO_ID = -1;

    private final int firstSlot;
    private final Generations generations;
    private final @Nullable Object[] requests;
    private final long[] ids;
    /** Whether an id is valid until the router's last word, beyond an answer. */
    private final boolean[] lasting;
    /** Whether the router's last word about a lasting id has come before its answer's end. */
    private final boolean[] complete;

    private final int[] freeSlots;
    private int free;

    /**
     * @param firstSlot the lowest slot of this table
     * @param slots how many it has
     */
    public InFlightRequests(int firstSlot, int slots, Generations generations) {
        this.firstSlot = firstSlot;
        this.generations = generations;
        requests = new @Nullable Object[slots];
        ids = new long[slots];
        lasting = new boolean[slots];
        complete = new boolean[slots];
        freeSlots = new int[slots];
        for (int i = 0; i < slots; i++) {
            ids[i] = NO_ID;
            freeSlots[i] = slots - 1 - i;
        }
        free = slots;
    }

    boolean hasRoom() {
        return free > 0;
    }

    /** Returns the number of slots that are taken. */
    int outstanding() {
        return ids.length - free;
    }

    /** Takes a slot for a request and returns the id under which its answer will come. */
    long bind(T request) {
        if (free == 0) {
            throw new IllegalStateException("no slot is free");
        }
        int index = freeSlots[--free];
        long id = ExchangeId.of(firstSlot + index, generations.next());
        requests[index] = request;
        ids[index] = id;
        return id;
    }

    /** Keeps a known id until the router's last word, beyond an answer. */
    void last(long id) {
        lasting[indexOf(id)] = true;
    }

    /** Keeps a known id until its answer's end alone, since the router's last word has come before that. */
    void complete(long id) {
        complete[indexOf(id)] = true;
    }

    /** Whether the router's last word about a known id has come. */
    boolean isComplete(long id) {
        return complete[indexOf(id)];
    }

    /** Whether a known id is valid until the router's last word, beyond an answer. */
    boolean isLasting(long id) {
        return lasting[indexOf(id)];
    }

    /** Whether an answer with this id is outstanding, even if its request was abandoned. */
    boolean isKnown(long id) {
        return ids[indexOf(id)] == id && id != NO_ID;
    }

    /** The request that waits for an answer with this id; null: none, or it is not known. */
    // Only a T was put in.
    @SuppressWarnings("unchecked")
    @Nullable
    T peek(long id) {
        return isKnown(id) ? (T) requests[indexOf(id)] : null;
    }

    /** Frees the slot of a known id and returns its request, or null if the request was abandoned. */
    // Only a T was put in.
    @SuppressWarnings("unchecked")
    @Nullable
    T release(long id) {
        int index = indexOf(id);
        if (ids[index] != id) {
            throw new IllegalStateException("id " + Long.toHexString(id) + " is not known");
        }
        T request = (T) requests[index];
        requests[index] = null;
        ids[index] = NO_ID;
        lasting[index] = false;
        complete[index] = false;
        freeSlots[free++] = index;
        return request;
    }

    /** Abandons the request of an id; its slot stays taken until the answer comes. */
    void abandon(long id) {
        if (isKnown(id)) {
            requests[indexOf(id)] = null;
        }
    }

    /** Returns all requests that wait for an answer. */
    // Only Ts were put in.
    @SuppressWarnings("unchecked")
    List<T> waiting() {
        List<T> waiting = new ArrayList<>();
        for (Object request : requests) {
            if (request != null) {
                waiting.add((T) request);
            }
        }
        return waiting;
    }

    /**
     * Returns the index of an id in the tables. A foreign or invalid id gets the index 0 and fails the comparison that
     * follows.
     */
    private int indexOf(long id) {
        int index = ExchangeId.slot(id) - firstSlot;
        return index >= 0 && index < ids.length ? index : 0;
    }
}
