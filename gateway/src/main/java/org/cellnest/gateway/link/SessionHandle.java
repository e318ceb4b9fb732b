package org.cellnest.gateway.link;

import java.net.InetSocketAddress;
import org.cellnest.gateway.dispatch.SlotShares;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Hello;
import org.cellnest.protocol.Welcome;
import org.cellnest.session.Identity;

/**
 * A welcomed session, shared by its router link and the lanes of the I/O threads. Immutable; any thread.
 */
final class SessionHandle {
    /** The maximum number of slots in the tables, even if a router grants more. */
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

    /** Returns the address of the session's primary, to which its lanes connect too. */
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

    /** Reports that an I/O thread's lane has joined. */
    void laneJoined() {
        router.laneJoined(this);
    }

    /** Reports that a batch on a lane breaks the protocol. */
    void badBatch() {
        router.badBatch();
    }

    /** Reports that an I/O thread's lane is lost, or could not join, or has received GOODBYE. */
    void laneLost(ErrorCode code, String reason) {
        router.laneLost(this, code, reason);
    }
}
