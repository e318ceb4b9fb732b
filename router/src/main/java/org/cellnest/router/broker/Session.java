package org.cellnest.router.broker;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.cellnest.protocol.Heartbeat;
import org.cellnest.protocol.PeerKind;
import org.cellnest.protocol.Register;
import org.jspecify.annotations.Nullable;

/**
 * A registered peer, until a lane of it closes or the peer falls silent, sends GOODBYE or violates the protocol. A peer
 * that returns gets another session. Used by the broker's thread alone; other threads may read {@link #lastHeartbeat}
 * and the final fields.
 *
 * <pre>
 *   REGISTERED -> WELCOMED, ENDED    WELCOMED: its first registration stands, and it has to send something in each period
 *   WELCOMED   -> ENDED
 * </pre>
 */
public abstract sealed class Session permits GatewaySession, CellSession {
    enum State {
        REGISTERED,
        WELCOMED,
        ENDED
    }

    public final String id;
    public final String peerId;
    public final String incarnation;
    public final PeerKind kind;
    /** The name of the key that its primary proved to hold, or empty. */
    public final String key;
    /** The address of its primary, {@code HOST:PORT}, or empty. */
    final String address;
    /** The session's number, which increases with each session. */
    final long number;
    /** The time of its registration. */
    final long sinceNs;
    /** The outbox of the primary. */
    final Outbox outbox;

    private final List<Outbox> laneOutboxes = new ArrayList<>();
    private final Set<Integer> connections = new LinkedHashSet<>();
    private final Set<Integer> lanes = new LinkedHashSet<>();

    private State state = State.REGISTERED;
    private boolean draining;
    private Register registered;
    private long revision;
    private long requests;

    private volatile Heartbeat lastHeartbeat = Heartbeat.of(0);
    private long heartbeatsHeard;
    private long heartbeatsSent;
    /** Whether a frame came since the end of the last heartbeat period. */
    private boolean heard = true;

    private long heardNs;
    private int missedPeriods;

    Session(String id, long number, Register register, PrimaryLane primary, long nowNs) {
        this.id = id;
        this.number = number;
        this.peerId = register.id();
        this.incarnation = register.incarnation();
        this.kind = register.kind();
        this.key = primary.key();
        this.address = primary.address();
        this.sinceNs = nowNs;
        this.heardNs = nowNs;
        this.registered = register;
        this.revision = register.revision();
        this.outbox = new Outbox(this, primary.connection());
        connections.add(primary.connection());
    }

    // Its life.

    /** Begins to require a sign of life in each period; returns whether this is the first WELCOME. */
    final boolean welcome() {
        if (state != State.REGISTERED) {
            return false;
        }
        become(State.WELCOMED);
        heard = true;
        return true;
    }

    final boolean isWelcomed() {
        return state == State.WELCOMED;
    }

    /** Notes that the peer requests nothing new; returns whether this is the first such notice. */
    final boolean startDraining() {
        boolean isNews = !draining;
        draining = true;
        return isNews;
    }

    final boolean isDraining() {
        return draining;
    }

    final void end() {
        become(State.ENDED);
    }

    final boolean isEnded() {
        return state == State.ENDED;
    }

    private void become(State next) {
        boolean legal = switch (state) {
            case REGISTERED -> next != State.REGISTERED;
            case WELCOMED -> next == State.ENDED;
            case ENDED -> false;
        };
        if (!legal) {
            throw new IllegalStateException(this + ": " + state + " to " + next);
        }
        state = next;
    }

    // Its registrations.

    /** Notes that a later registration has arrived. */
    final void onRevision(long latest) {
        revision = latest;
    }

    /** Returns the revision of the latest registration to arrive. */
    final long revision() {
        return revision;
    }

    /** Returns the revision that a WELCOME confirms. */
    long standingRevision() {
        return revision;
    }

    final void onStanding(Register register) {
        registered = register;
    }

    /** Returns the registration in force: of a gateway its first, of a cell the latest in the route table. */
    final Register registered() {
        return registered;
    }

    // Its lanes.

    /** Adds a lane; returns false if a lane of this number has joined before. */
    final boolean join(int lane, Connection connection) {
        if (!lanes.add(lane)) {
            return false;
        }
        connections.add(connection.id);
        Outbox laneOutbox = newLaneOutbox(connection.id);
        if (laneOutbox != null) {
            laneOutboxes.add(laneOutbox);
        }
        connection.join(this, laneOutbox);
        return true;
    }

    /** Creates an outbox for a lane, or returns null where all output uses the primary. */
    abstract @Nullable Outbox newLaneOutbox(int connection);

    /** Returns the connections of all lanes. */
    final Set<Integer> connections() {
        return Collections.unmodifiableSet(connections);
    }

    /** Returns the outboxes of the lanes other than the primary. */
    final List<Outbox> laneOutboxes() {
        return Collections.unmodifiableList(laneOutboxes);
    }

    /** Returns the bytes that wait to be handed to the peer's connections. */
    final long waitingBytes() {
        long bytes = outbox.waitingBytes();
        for (Outbox lane : laneOutboxes) {
            bytes += lane.waitingBytes();
        }
        return bytes;
    }

    // Its traffic.

    /** Counts a REQUEST that came from the peer or was dispatched to it. */
    final void countRequest() {
        requests++;
    }

    /** Returns the number of REQUESTs that came from the peer or were dispatched to it. */
    public final long requests() {
        return requests;
    }

    /** Notes that a frame came. */
    final void onHeard(long nowNs) {
        heard = true;
        heardNs = nowNs;
    }

    /** Returns the time of the last frame. */
    final long heardNs() {
        return heardNs;
    }

    final void onHeartbeat(Heartbeat heartbeat) {
        heartbeatsHeard++;
        lastHeartbeat = heartbeat;
    }

    /** Returns the last HEARTBEAT, or an empty one before the first. Any thread. */
    final Heartbeat lastHeartbeat() {
        return lastHeartbeat;
    }

    final long heartbeatsHeard() {
        return heartbeatsHeard;
    }

    /** Returns the number of the next HEARTBEAT to the peer. */
    final long nextHeartbeat() {
        return ++heartbeatsSent;
    }

    /**
     * Ends a heartbeat period.
     *
     * @param held whether the router itself did not read from the peer
     * @param counts whether silence counts against the peer
     * @return the number of consecutive silent periods
     */
    final int endPeriod(boolean held, boolean counts) {
        if (heard || held) {
            missedPeriods = 0;
        } else if (counts) {
            missedPeriods++;
        }
        heard = false;
        return missedPeriods;
    }

    /** Returns the number of consecutive silent periods. */
    final int missedPeriods() {
        return missedPeriods;
    }

    @Override
    public String toString() {
        return (kind == PeerKind.CELL ? "cell " : "gateway ") + peerId;
    }
}
