package org.cellnest.gateway.link;

import java.net.InetSocketAddress;
import org.cellnest.gateway.dispatch.SlotShares;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Hello;
import org.cellnest.protocol.Welcome;
import org.cellnest.session.Identity;

/**
 * A session that was welcomed, as its router link and the I/O threads share it. Immutable; any thread.
 */
final class SessionHandle {
    /** However many a router would grant, no table is made larger. */
    private static final int MAX_SLOTS = 1 << 16;

    private final RouterLink router;
    private final InetSocketAddress address;
    private final Identity identity;
    private final Hello hello;
    private final Welcome welcome;
    private final SlotShares shares;

    SessionHandle(
            RouterLink router, InetSocketAddress address, Identity identity, Hello hello, Welcome welcome, int loops) {
        this.router = router;
        this.address = address;
        this.identity = identity;
        this.hello = hello;
        this.welcome = welcome;
        shares = new SlotShares(Math.min(MAX_SLOTS, welcome.maxOutstanding()), loops);
    }

    Identity identity() {
        return identity;
    }

    /** Where the session's primary is connected, and its lanes are to be. */
    InetSocketAddress address() {
        return address;
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

    /** What came on a lane breaks the protocol. */
    void badBatch() {
        router.onBadBatch();
    }

    /** An I/O thread's lane is lost, or could not join, or the router has said goodbye on it; the session ends. */
    void laneLost(ErrorCode code, String reason) {
        router.onLaneLost(this, code, reason);
    }
}
