package org.cellnest.router.broker;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.cellnest.protocol.Heartbeat;
import org.cellnest.protocol.PeerKind;
import org.cellnest.protocol.Register;

/**
 * A registered peer, from its WELCOME until a lane of it closes, it falls silent, says goodbye or breaks the protocol.
 * A peer that comes back gets another session. Used by the broker's thread alone.
 */
public abstract sealed class Session permits GatewaySession, CellSession {
    public final String id;
    public final String peerId;
    public final String incarnation;
    public final PeerKind kind;
    /** What goes to the primary. */
    final Outbox outbox;
    /** What goes to the other lanes, if anything does. */
    final List<Outbox> laneOutboxes = new ArrayList<>();
    /** The connections of all lanes. */
    final Set<Integer> connections = new LinkedHashSet<>();
    /** Lane numbers that have joined. */
    final Set<Integer> lanes = new LinkedHashSet<>();

    /** Counts up with each session; given by {@link Sessions}. */
    long number;
    /** When it began. */
    final long sinceNs;
    /** What was registered last. */
    Register registered;

    /** The last that was heard; of nothing before the first. Other threads read it. */
    volatile Heartbeat lastHeartbeat = Heartbeat.of(0);
    /** Where its primary comes from, {@code HOST:PORT}, or empty. */
    String address = "";
    /** The name of the key that its primary proved to hold, or empty. */
    public String key = "";
    /** When anything last came of it. */
    long heardNs;
    /** REQUESTs that came from it, or were dispatched to it. */
    public long requests;

    long revision;
    /** Whether its WELCOME is said: only from then on it has to speak. */
    boolean welcomed;

    boolean ended;
    boolean draining;
    /** Whether anything came since the last heartbeat period was judged. */
    boolean heard = true;

    int missedPeriods;
    long heartbeatsSent;
    long heartbeatsHeard;

    Session(String id, Register register, int primary, long nowNs) {
        this.id = id;
        this.sinceNs = nowNs;
        this.heardNs = nowNs;
        this.registered = register;
        this.peerId = register.id();
        this.incarnation = register.incarnation();
        this.kind = register.kind();
        this.revision = register.revision();
        this.outbox = new Outbox(this, primary);
        connections.add(primary);
    }

    /** The bytes that wait to be handed to the peer's connections. */
    long waitingBytes() {
        long bytes = outbox.waitingBytes();
        for (Outbox lane : laneOutboxes) {
            bytes += lane.waitingBytes();
        }
        return bytes;
    }

    @Override
    public String toString() {
        return (kind == PeerKind.CELL ? "cell " : "gateway ") + peerId;
    }
}
