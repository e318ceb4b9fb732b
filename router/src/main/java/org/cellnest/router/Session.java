package org.cellnest.router;

import java.util.LinkedHashSet;
import java.util.Set;
import org.cellnest.protocol.PeerKind;
import org.cellnest.protocol.Register;

/**
 * A registered peer, from its WELCOME until a lane of it closes, it falls silent, says goodbye or breaks the protocol.
 * A peer that comes back gets another session. Used by the broker's thread alone.
 */
abstract sealed class Session permits GatewaySession, CellSession {
    final String id;
    final String peerId;
    final String incarnation;
    final PeerKind kind;
    final Outbox outbox;
    /** The connections of the session's lanes; the primary's is {@link Outbox#connection}. */
    final Set<Integer> connections = new LinkedHashSet<>();
    /** Lane numbers that have joined. */
    final Set<Integer> lanes = new LinkedHashSet<>();

    long revision;
    boolean ended;
    boolean draining;
    /** Whether anything came since the last heartbeat period was judged. */
    boolean heard = true;

    int missedPeriods;
    long heartbeatsSent;
    long heartbeatsHeard;

    Session(String id, Register register, Outbox outbox) {
        this.id = id;
        this.peerId = register.id();
        this.incarnation = register.incarnation();
        this.kind = register.kind();
        this.revision = register.revision();
        this.outbox = outbox;
        connections.add(outbox.connection);
    }

    @Override
    public String toString() {
        return (kind == PeerKind.CELL ? "cell " : "gateway ") + peerId;
    }
}
