package org.cellnest.runtime.link;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cellnest.protocol.Drain;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Goodbye;
import org.cellnest.protocol.Heartbeat;
import org.cellnest.protocol.Hello;
import org.cellnest.protocol.LogLevel;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.Reject;
import org.cellnest.protocol.Welcome;
import org.cellnest.session.Handshake;
import org.cellnest.session.LivenessTracker;
import org.jspecify.annotations.Nullable;

/**
 * One session with one router as the primary's owner sees it, from the connection's first word to the session's end. It
 * decides and sends nothing itself: the owner gives it what came and what time it is, and is told what to do. For one
 * thread.
 *
 * <pre>
 * GREETING -> LIVE  WELCOME came
 * any      -> OVER  REJECT, GOODBYE, silence, a stall, a lost connection, nonsense
 * </pre>
 */
final class RouterSession {
    enum State {
        GREETING,
        LIVE,
        OVER
    }

    /** What the session asks its owner to do; called within the call that caused it. */
    interface Listener {
        /** Sends a frame on the primary. */
        void send(byte[] frame);

        /** The cell is registered: the other lane may join, and requests will come. */
        void onLive(Hello hello, Welcome welcome);

        /** A later registration was taken. */
        void onWelcome(Welcome welcome);

        /** The router finishes what it has and leaves. */
        void onDrain();

        /** An operator wants a deployment's lines from another level on. */
        void onLogLevel(LogLevel change);

        /** Everything of the session is to be closed. Called once. */
        void onOver(ErrorCode code, String reason);
    }

    /** As long as the protocol has it: a busy router takes a while over many routes. */
    private static final long HANDSHAKE_NS = TimeUnit.SECONDS.toNanos(10);

    private static final long LEAST_STALL_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_WAIT_NS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Handshake handshake;
    private final Listener listener;
    private State state = State.GREETING;
    private @Nullable LivenessTracker judge;
    private boolean greeted;
    private long greetedNs;
    private long periodNs = LONGEST_WAIT_NS;

    RouterSession(Handshake handshake, Listener listener) {
        this.handshake = handshake;
        this.listener = listener;
    }

    State state() {
        return state;
    }

    /** A message other than REQUEST and CANCEL came on the primary. */
    void onMessage(Message message, long nowNs) {
        if (state == State.OVER) {
            return;
        }
        onHeard();
        if (state == State.GREETING) {
            greet(message, nowNs);
        } else if (message instanceof Reject reject) {
            over(ErrorCode.of(reject.code()), reject.reason());
        } else if (message instanceof Welcome welcome) {
            listener.onWelcome(welcome);
        } else if (message instanceof Goodbye) {
            over(ErrorCode.GOODBYE, "the router said goodbye");
        } else if (message instanceof Drain) {
            listener.onDrain();
        } else if (message instanceof LogLevel change) {
            listener.onLogLevel(change);
        } else if (message instanceof Hello) {
            over(ErrorCode.LANE_LOST, "the connection was replaced");
        } else if (!(message instanceof Heartbeat)) {
            over(ErrorCode.UNEXPECTED, message.type() + " while " + state);
        }
    }

    /** Anything at all came from the router. */
    void onHeard() {
        if (judge != null) {
            judge.onHeard();
        }
    }

    private void greet(Message message, long nowNs) {
        if (!greeted) {
            greeted = true;
            greetedNs = nowNs;
        }
        List<byte[]> frames = handshake.on(message);
        switch (handshake.state()) {
            case FAILED -> over(handshake.failure(), handshake.reason());
            case ESTABLISHED -> live(nowNs);
            case AWAITING_HELLO, AWAITING_WELCOME -> frames.forEach(listener::send);
        }
    }

    private void live(long nowNs) {
        Hello hello = handshake.hello();
        periodNs = TimeUnit.MILLISECONDS.toNanos(hello.heartbeatMs());
        judge = new LivenessTracker(periodNs, hello.deadAfterMissed(), LEAST_STALL_NS, nowNs);
        state = State.LIVE;
        listener.onLive(hello, handshake.welcome());
    }

    /**
     * To be called right after each wait, before what it brought is looked at.
     *
     * @return true: this process was stopped for so long that the router may have given it up. Nothing that is unread
     *     may be started: refuse it all, then end the session
     */
    boolean wasStalled(long nowNs) {
        return judge != null && judge.onTurn(nowNs);
    }

    /** To be called at the end of each turn, when all input was taken in. */
    void onTick(long nowNs) {
        if (state == State.GREETING && greeted && nowNs - greetedNs > HANDSHAKE_NS) {
            over(ErrorCode.SILENT, "the handshake was not finished in time");
        } else if (state == State.LIVE && judge != null && judge.isDead()) {
            over(ErrorCode.SILENT, "the router was silent");
        }
    }

    /** An absence of this process that is longer counts as a stall; once the session is live. */
    long stallNs() {
        return judge == null ? LEAST_STALL_NS : judge.stallNs();
    }

    /** How long the owner may wait for input. */
    long waitNs() {
        return Math.min(LONGEST_WAIT_NS, Math.max(1, periodNs / 2));
    }

    /** The owner has found that the session is over. */
    void end(ErrorCode code, String reason) {
        over(code, reason);
    }

    private void over(ErrorCode code, String reason) {
        if (state != State.OVER) {
            state = State.OVER;
            listener.onOver(code, reason);
        }
    }
}
