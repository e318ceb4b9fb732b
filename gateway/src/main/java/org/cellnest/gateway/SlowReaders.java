package org.cellnest.gateway;

import org.jspecify.annotations.Nullable;

/**
 * Watches answers that their clients have not taken whole, and gives up on clients that take nothing of one for a while.
 * Most answers are written at once and never come here. Owned by the I/O thread.
 */
final class SlowReaders {
    /** An answer that is being written. */
    interface Writing {
        /** The bytes of it that have been written. */
        long written();

        /** The client takes nothing: its connection is to be closed. */
        void giveUp();
    }

    /** An answer's place here; made when the first write has left something. */
    static final class Place {
        private final Writing writing;
        private final DeadlineQueue.Node<Place> node = new DeadlineQueue.Node<>(this);
        private long writtenBefore;

        private Place(Writing writing) {
            this.writing = writing;
        }
    }

    private final DeadlineQueue<Place> queue;

    /** @param patienceNs how long a client may take nothing */
    SlowReaders(long patienceNs) {
        queue = new DeadlineQueue<>(patienceNs);
    }

    /** From now on the answer is watched. */
    Place watch(Writing writing, long nowNs) {
        Place place = new Place(writing);
        place.writtenBefore = writing.written();
        queue.set(place.node, nowNs);
        return place;
    }

    /** The answer is written, or given up. */
    void forget(@Nullable Place place) {
        if (place != null) {
            queue.clear(place.node);
        }
    }

    void onTick(long nowNs) {
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

    int size() {
        return queue.size();
    }
}
