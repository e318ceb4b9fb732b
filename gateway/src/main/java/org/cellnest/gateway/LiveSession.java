package org.cellnest.gateway;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Hello;
import org.cellnest.protocol.Welcome;
import org.cellnest.session.Identity;

/**
 * A session that was welcomed, as its router link and the I/O threads share it. Immutable but for the count of records on
 * their way; any thread.
 */
final class LiveSession {
    /** However many a router would grant, no table is made larger. */
    private static final int MAX_SLOTS = 1 << 16;

    private final RouterLink router;
    private final Identity identity;
    private final Hello hello;
    private final Welcome welcome;
    private final SlotShares shares;
    private final AtomicIntegerArray recordsOnTheirWay;

    LiveSession(RouterLink router, Identity identity, Hello hello, Welcome welcome, int loops) {
        this.router = router;
        this.identity = identity;
        this.hello = hello;
        this.welcome = welcome;
        shares = new SlotShares(Math.min(MAX_SLOTS, Math.max(loops, welcome.maxOutstanding())), loops);
        recordsOnTheirWay = new AtomicIntegerArray(loops);
    }

    Identity identity() {
        return identity;
    }

    String endpoint() {
        return router.endpoint();
    }

    Hello hello() {
        return hello;
    }

    String id() {
        return welcome.session();
    }

    SlotShares shares() {
        return shares;
    }

    /** An I/O thread's lane has joined. */
    void laneJoined() {
        router.onLaneJoined(this);
    }

    /** An I/O thread's lane is lost or could not join; the session ends. */
    void laneLost(ErrorCode code, String reason) {
        router.onLaneLost(this, code, reason);
    }

    /**
     * Counts records in that are handed to an I/O thread. False: more than it can be waiting for, so that the router sends
     * what it was not asked for.
     */
    boolean tryHandOver(int loop, int records) {
        return recordsOnTheirWay.addAndGet(loop, records) <= 2 * shares.count(loop) + 64;
    }

    /** Counts records out that an I/O thread has taken. */
    void handedOver(int loop, int records) {
        recordsOnTheirWay.addAndGet(loop, -records);
    }
}
