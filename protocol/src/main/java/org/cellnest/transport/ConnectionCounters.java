package org.cellnest.transport;

import java.util.Map;

/** What a {@link RouterSocket} has seen of connections. Counted by the socket's owner, read by any thread. */
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

    /** Connections open now, those in their handshake included. */
    public int open() {
        return open;
    }

    /** Connections closed at once because too many were open. */
    public long refused() {
        return refused;
    }

    /** Connections closed because they sent no frame in time. */
    public long silent() {
        return silent;
    }

    /** Connections whose peer announced a routing id of its own, which was not used. */
    public long chosenIds() {
        return chosenIds;
    }

    /** How often the system could not accept a connection, as a rule for want of file descriptors. */
    public long failedAccepts() {
        return failedAccepts;
    }

    /** Connections whose peer proved a key that is not on the list of its endpoint. */
    public long refusedKeys() {
        return refusedKeys;
    }

    /** Connections that were turned away before anything was received of them, by the reason, in one word. */
    public Map<String, Long> refusedByReason() {
        return Map.of("limit", refused, "silent", silent, "key", refusedKeys);
    }
}
