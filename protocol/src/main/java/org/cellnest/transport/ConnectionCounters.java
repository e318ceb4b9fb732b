package org.cellnest.transport;

import java.util.Map;

/**
 * Counts the connections of a {@link RouterSocket} and their refusals. Written by the socket's owner, read by any
 * thread.
 */
public final class ConnectionCounters {

    private volatile int open;
    private volatile long refused;
    private volatile long silent;
    private volatile long chosenIds;
    private volatile long failedAccepts;
    private volatile long refusedKeys;

    ConnectionCounters() {}

    void onOpen(int now) {
        open = now;
    }

    // One thread counts, so no increment is lost.

    @SuppressWarnings("NonAtomicVolatileUpdate")
    void onRefused() {
        refused++;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    void onSilent() {
        silent++;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    void onChosenId() {
        chosenIds++;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    void onFailedAccept() {
        failedAccepts++;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    void onRefusedKey() {
        refusedKeys++;
    }

    /** Returns the number of connections open now, including those in their handshake. */
    public int open() {
        return open;
    }

    /** Returns the number of connections closed at once because too many were open. */
    public long refused() {
        return refused;
    }

    /** Returns the number of connections closed because they sent no frame in time. */
    public long silent() {
        return silent;
    }

    /** Returns the number of connections whose peer announced a routing id of its own, which was not used. */
    public long chosenIds() {
        return chosenIds;
    }

    /**
     * Returns the number of times that the system could not accept a connection, as a rule for lack of file
     * descriptors.
     */
    public long failedAccepts() {
        return failedAccepts;
    }

    /** Returns the number of connections whose peer proved a key that is not on the list of its endpoint. */
    public long refusedKeys() {
        return refusedKeys;
    }

    /**
     * Returns the number of connections that were refused before anything was received of them, by the reason, in one
     * word.
     */
    public Map<String, Long> refusedByReason() {
        return Map.of("limit", refused, "silent", silent, "key", refusedKeys);
    }
}
