package org.cellnest.gateway.dispatch;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches answers that their clients have not taken whole, and gives up on clients that take nothing of one for a
 * while. Most answers are written at once and never come here. Owned by the I/O thread.
 */
public final class WriteTimeouts {
    /** An answer that is being written. */
    public interface Writing {
        /** Returns the number of its bytes that have been written. */
        long written();

        /** Closes the connection, since the client takes nothing. */
        void giveUp();
    }

    /** An answer's place in the queue, created if the first write left something unwritten. */
    public static final class Place {
        private final Writing writing;
        private final DeadlineQueue.Node<Place> node = new DeadlineQueue.Node<>(this);
        private long writtenBefore;

        private Place(Writing writing) {
            this.writing = writing;
        }
    }

    /** The time for which a client may take nothing while others wait for the room that its answer has. */
    private static final long PRESSED_NS = TimeUnit.MILLISECONDS.toNanos(500);

    private final long patienceNs;
    private final DeadlineQueue<Place> queue;

    /** @param patienceNs how long a client may take nothing */
    public WriteTimeouts(long patienceNs) {
        this.patienceNs = patienceNs;
        queue = new DeadlineQueue<>(patienceNs);
    }

    /** Begins to watch an answer. */
    public Place watch(Writing writing, long nowNs) {
        Place place = new Place(writing);
        place.writtenBefore = writing.written();
        queue.set(place.node, nowNs);
        return place;
    }

    /** Forgets an answer that is written or given up. */
    public void forget(@Nullable Place place) {
        if (place != null) {
            queue.clear(place.node);
        }
    }

    public void onTick(long nowNs) {
        Place place;
        while ((place = queue.pollPassed(nowNs)) != null) {
            long written = place.writing.written();
            if (written > place.writtenBefore) {
                place.writtenBefore = written;
                queue.set(place.node, nowNs);
            } else {
                place.writing.giveUp();
            }
        }
    }

    /**
     * Makes room: gives up on clients that have taken nothing for half a second, the longest first, until there is
     * enough. Progress since the last check counts as made now.
     */
    public void relieve(BooleanSupplier isPressed, long nowNs) {
        for (int left = queue.size(); left > 0 && isPressed.getAsBoolean(); left--) {
            Place place = queue.peek();
            if (place == null || sinceNs(place, nowNs) < PRESSED_NS) {
                return; // those behind it were looked at later
            }
            queue.clear(place.node);
            long written = place.writing.written();
            if (written > place.writtenBefore) {
                place.writtenBefore = written;
                queue.set(place.node, nowNs);
            } else {
                place.writing.giveUp();
            }
        }
    }

    private long sinceNs(Place place, long nowNs) {
        return nowNs - (place.node.deadlineNs() - patienceNs);
    }

    int size() {
        return queue.size();
    }
}
