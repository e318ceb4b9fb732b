package org.cellnest.session;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Heartbeat;
import org.cellnest.protocol.Hello;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.Reject;
import org.cellnest.protocol.Welcome;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the state of one session with one router, as gateway and cell both see it from the primary connection. That
 * state is the handshake, the router's liveness, and one end with a reason. Rules of one kind of peer (lanes, draining,
 * stalls, goodbyes) belong to its {@link Listener}.
 *
 * <pre>
 * GREETING -> LIVE  WELCOME came
 * GREETING -> OVER  REJECT, a failed handshake, a lost connection, or the listener's decision
 * LIVE     -> OVER  REJECT, another HELLO, silence, a lost connection, or the listener's decision
 * </pre>
 *
 * <p>A session never leaves OVER: the next session is another object. Not thread-safe: the thread that owns the primary
 * connection calls every method, and passes the time in nanoseconds of a monotonic clock.
 */
public final class PrimarySession {
    /** A stage of a session. */
    public enum State {
        /** The session is not registered yet. */
        GREETING,
        /** The session is registered with the router. */
        LIVE,
        /** The session has ended for good. */
        OVER
    }

    /** Receives a session's events, each within the call that caused it. */
    public interface Listener {
        /** Sends a frame on the primary. */
        void send(byte[] frame);

        /** Begins the part of the session in which requests travel. Called once at most. */
        void onLive(Hello hello, Welcome welcome, long nowNs);

        /** Handles a message of a live session other than REJECT, HELLO and HEARTBEAT. */
        void onMessage(Message message, long nowNs);

        /** Closes everything of the session. Called once at most. */
        void onOver(ErrorCode code, String reason);
    }

    private final Handshake handshake;
    private final long leastStallNs;
    private final Listener listener;
    private State state = State.GREETING;
    private boolean greeted;
    private long greetedNs;
    private @Nullable LivenessTracker liveness;

    /** @param leastStallNs the shortest absence of this process that counts as a stall */
    public PrimarySession(Handshake handshake, long leastStallNs, Listener listener) {
        this.handshake = handshake;
        this.leastStallNs = leastStallNs;
        this.listener = listener;
    }

    public State state() {
        return state;
    }

    /** Takes in a message of the primary; a session that is over ignores it. */
    public void onMessage(Message message, long nowNs) {
        if (state == State.OVER) {
            return;
        }
        onHeard();
        if (state == State.GREETING) {
            greet(message, nowNs);
        } else if (message instanceof Reject reject) {
            end(ErrorCode.of(reject.code()), reject.reason());
        } else if (message instanceof Hello) {
            end(ErrorCode.LANE_LOST, "the connection was replaced");
        } else if (!(message instanceof Heartbeat)) {
            listener.onMessage(message, nowNs);
        }
    }

    /** Ends the silence of the router, since any frame has come from it. */
    public void onHeard() {
        if (liveness != null) {
            liveness.onHeard();
        }
    }

    private void greet(Message message, long nowNs) {
        if (!greeted) {
            greeted = true;
            greetedNs = nowNs;
        }
        List<byte[]> frames = handshake.on(message);
        switch (handshake.state()) {
            case FAILED -> end(handshake.failure(), handshake.reason());
            case ESTABLISHED -> begin(nowNs);
            case AWAITING_HELLO, AWAITING_WELCOME -> frames.forEach(listener::send);
        }
    }

    private void begin(long nowNs) {
        Hello hello = handshake.hello();
        liveness = new LivenessTracker(periodNs(hello), hello.deadAfterMissed(), leastStallNs, nowNs);
        become(State.LIVE, "WELCOME came");
        listener.onLive(hello, handshake.welcome(), nowNs);
    }

    /** Returns the time between two heartbeats that the router's HELLO announces. */
    public static long periodNs(Hello hello) {
        return TimeUnit.MILLISECONDS.toNanos(hello.heartbeatMs());
    }

    /** Whether the router's first message has come and its WELCOME has not. */
    public boolean isRegistering() {
        return state == State.GREETING && greeted;
    }

    /** Returns the time of the router's first message; meaningful once {@link #isRegistering}. */
    public long greetedNs() {
        return greetedNs;
    }

    /**
     * Counts the time of one more turn, before its input is taken in.
     *
     * @return whether this process was absent for so long that the router may have given it up
     */
    public boolean onTurn(long nowNs) {
        return liveness != null && liveness.onTurn(nowNs);
    }

    /** Ends a live session whose router was silent for too long; all input must have been taken in. */
    public void endIfSilent() {
        if (state == State.LIVE && liveness != null && liveness.isDead()) {
            end(ErrorCode.SILENT, "the router was silent");
        }
    }

    /** Returns the longest absence of this process that is not yet a stall. */
    public long stallNs() {
        return liveness == null ? leastStallNs : liveness.stallNs();
    }

    /** Ends the session; only the first end has an effect. */
    public void end(ErrorCode code, String reason) {
        if (state != State.OVER) {
            become(State.OVER, reason);
            listener.onOver(code, reason);
        }
    }

    private void become(State next, String reason) {
        boolean legal = switch (state) {
            case GREETING -> next == State.LIVE || next == State.OVER;
            case LIVE -> next == State.OVER;
            case OVER -> false;
        };
        if (!legal) {
            throw new IllegalStateException("session: " + state + " to " + next + " (" + reason + ")");
        }
        state = next;
    }
}
