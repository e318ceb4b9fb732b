package org.cellnest.gateway.link;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.cellnest.protocol.Description;
import org.cellnest.protocol.Drain;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Goodbye;
import org.cellnest.protocol.Heartbeat;
import org.cellnest.protocol.Hello;
import org.cellnest.protocol.KeyHint;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.Register;
import org.cellnest.protocol.Welcome;
import org.cellnest.session.Handshake;
import org.cellnest.session.Identity;
import org.cellnest.session.PrimarySession;
import org.jspecify.annotations.Nullable;

/**
 * Decides one session with one router, from its first connection to its end: lanes that join, draining, and the
 * router's goodbye. {@link PrimarySession} has the handshake and the router's liveness.
 *
 * <pre>
 * GREETING -> JOINING   WELCOME came
 * JOINING  -> READY     all lanes have joined
 * JOINING  -> DRAINING  DRAIN or GOODBYE came
 * READY    -> DRAINING  DRAIN or GOODBYE came
 * DRAINING -> LEAVING   GOODBYE came on the primary
 * LEAVING  -> OVER      GOODBYE came on every lane that has joined, or a second has passed
 * any      -> OVER      REJECT, a connection lost, silence, nonsense
 * </pre>
 *
 * <p>A session never leaves OVER: the next session is another object. Not thread-safe: the link's thread calls every
 * method, and passes the time in nanoseconds of a monotonic clock.
 */
public final class GatewayRouterSession {
    /** The announcement that answers may flow; the number is without meaning for a gateway. */
    private static final int MAX_STREAMS = 1;

    /** A stage of the session. */
    public enum State {
        /** The session is not registered yet. */
        GREETING,
        /** The session is registered; not all lanes are joined. */
        JOINING,
        /** Requests may be sent on all lanes. */
        READY,
        /** Finishes its requests and takes nothing new. */
        DRAINING,
        /** The router has gone; its last answers may still be on their way. */
        LEAVING,
        /** The session has ended for good. */
        OVER
    }

    /** Receives a session's events, each within the call that caused it. */
    public interface Listener {
        /** Sends a frame on the primary. */
        void send(byte[] frame);

        /** Returns the counters of the next heartbeat. */
        Map<String, Long> counters();

        /** Lets the lanes join. */
        void onWelcome(Hello hello, Welcome welcome);

        /** Lets requests be sent: every lane has joined. */
        void onReady();

        /** Stops new requests. */
        void onDrain();

        /** Takes in a part of the router's routes. */
        void onDescription(Description description);

        /** Closes all connections of the session. Called once. */
        void onOver(ErrorCode code, String reason);
    }

    private static final long LEAVE_NS = TimeUnit.SECONDS.toNanos(1);

    private final PrimarySession primary;
    private final int lanes;
    private final long handshakeTimeoutNs;
    private final Listener listener;
    private State state = State.GREETING;
    private int joined;
    private int left;
    private long leaveUntilNs;
    private long joiningNs;
    private long heartbeatNs;
    private long nextHeartbeatNs;
    private long sequence;

    /**
     * @param lanes the number of lanes besides the primary that have to join
     * @param handshakeTimeoutMs the longest time from the router's HELLO to its WELCOME, and for the lanes to join
     */
    public GatewayRouterSession(
            Identity identity, int lanes, int handshakeTimeoutMs, Supplier<byte[]> nonces, Listener listener) {
        Handshake handshake = Handshake.ofPrimary(identity, (hello, hint) -> register(identity, hint), nonces);
        // Stalls of this process do not matter here: a gateway starts nothing.
        this.primary = new PrimarySession(handshake, 0, new PrimaryEvents());
        this.lanes = lanes;
        this.handshakeTimeoutNs = TimeUnit.MILLISECONDS.toNanos(handshakeTimeoutMs);
        this.listener = listener;
    }

    public State state() {
        return state;
    }

    /** Takes in a message of the primary. */
    public void onMessage(Message message, long nowNs) {
        primary.onMessage(message, nowNs);
    }

    /** Ends the silence of the router: anything at all has come from it. */
    public void onHeard() {
        primary.onHeard();
    }

    private final class PrimaryEvents implements PrimarySession.Listener {
        @Override
        public void send(byte[] frame) {
            listener.send(frame);
        }

        @Override
        public void onLive(Hello hello, Welcome welcome, long nowNs) {
            welcome(hello, welcome, nowNs);
        }

        @Override
        public void onMessage(Message message, long nowNs) {
            if (message instanceof Goodbye) {
                leave(nowNs);
            } else if (message instanceof Drain) {
                drain("DRAIN came");
            } else if (message instanceof Description description) {
                listener.onDescription(description);
            } else if (!(message instanceof Welcome)) {
                primary.end(ErrorCode.UNEXPECTED, message.type() + " while " + state);
            }
        }

        @Override
        public void onOver(ErrorCode code, String reason) {
            become(State.OVER, reason);
            listener.onOver(code, reason);
        }
    }

    private static List<byte[]> register(Identity identity, @Nullable KeyHint hint) {
        return List.of(MessageCodec.encode(new Register(
                identity.kind(),
                identity.id(),
                identity.incarnation(),
                1,
                0,
                identity.weight(),
                identity.labels(),
                List.of(),
                0,
                hint,
                List.of(),
                identity.http(),
                identity.version(),
                identity.httpKey(),
                0,
                MAX_STREAMS)));
    }

    private void welcome(Hello hello, Welcome welcome, long nowNs) {
        int granted = welcome.maxOutstanding();
        if (granted < lanes) {
            primary.end(
                    ErrorCode.LIMIT,
                    "maxOutstanding " + granted + " (expected: at least " + lanes + ", one for each event loop)");
            return;
        }
        heartbeatNs = PrimarySession.periodNs(hello);
        nextHeartbeatNs = nowNs + heartbeatNs;
        joiningNs = nowNs;
        become(State.JOINING, "WELCOME came");
        listener.onWelcome(hello, welcome);
    }

    /** Counts one more lane that has joined. */
    public void onLaneJoined() {
        joined++;
        if (state == State.JOINING && joined == lanes) {
            become(State.READY, "all lanes have joined");
            listener.onReady();
        }
    }

    /** Ends the session, whose primary connection is lost. */
    public void onConnectionLost(ErrorCode code, String reason) {
        primary.end(code, reason);
    }

    /** Counts a lane that is lost, or could not join, or has received GOODBYE: no answer comes by it any more. */
    public void onLaneLost(ErrorCode code, String reason, long nowNs) {
        left++;
        if (state != State.LEAVING && code != ErrorCode.GOODBYE) {
            primary.end(code, reason);
        } else if (state == State.LEAVING) {
            endIfLeft(nowNs);
        }
    }

    private void leave(long nowNs) {
        if (state != State.LEAVING) {
            drain("GOODBYE came");
            become(State.LEAVING, "GOODBYE came");
            leaveUntilNs = nowNs + LEAVE_NS;
        }
        endIfLeft(nowNs);
    }

    private void endIfLeft(long nowNs) {
        if (left >= joined || nowNs - leaveUntilNs >= 0) {
            primary.end(ErrorCode.GOODBYE, "the router said goodbye");
        }
    }

    private void drain(String reason) {
        if (state == State.JOINING || state == State.READY) {
            become(State.DRAINING, reason);
            listener.onDrain();
        }
    }

    /** Does the work that is due: no later than {@link #nextDueNs}, after all input was taken in. */
    public void onTick(long nowNs) {
        if (isUnfinished() && nowNs - unfinishedSinceNs() >= handshakeTimeoutNs) {
            primary.end(ErrorCode.SILENT, "the handshake was not finished in time while " + state);
            return;
        }
        if (state == State.LEAVING) {
            endIfLeft(nowNs);
            return;
        }
        primary.onTurn(nowNs);
        primary.endIfSilent();
        if (primary.state() == PrimarySession.State.LIVE && nowNs - nextHeartbeatNs >= 0) {
            nextHeartbeatNs = nowNs + heartbeatNs;
            listener.send(MessageCodec.encode(new Heartbeat(++sequence, 0, 0, 0, listener.counters())));
        }
    }

    private boolean isUnfinished() {
        return primary.isRegistering() || state == State.JOINING;
    }

    private long unfinishedSinceNs() {
        return state == State.JOINING ? joiningNs : primary.greetedNs();
    }

    /** Returns the latest time at which {@link #onTick} is due. */
    public long nextDueNs(long nowNs) {
        long dueNs = nowNs + TimeUnit.MILLISECONDS.toNanos(500);
        if (state == State.LEAVING) {
            return earlier(dueNs, leaveUntilNs);
        }
        if (primary.state() == PrimarySession.State.LIVE) {
            dueNs = earlier(dueNs, earlier(nextHeartbeatNs, nowNs + heartbeatNs / 2));
        }
        return isUnfinished() ? earlier(dueNs, unfinishedSinceNs() + handshakeTimeoutNs) : dueNs;
    }

    private static long earlier(long a, long b) {
        return a - b < 0 ? a : b;
    }

    private void become(State next, String reason) {
        boolean legal = switch (state) {
            case GREETING -> next == State.JOINING || next == State.OVER;
            case JOINING -> next == State.READY || next == State.DRAINING || next == State.OVER;
            case READY -> next == State.DRAINING || next == State.OVER;
            case DRAINING -> next == State.LEAVING || next == State.OVER;
            case LEAVING -> next == State.OVER;
            case OVER -> false;
        };
        if (!legal) {
            throw new IllegalStateException("session: " + state + " to " + next + " (" + reason + ")");
        }
        state = next;
    }
}
