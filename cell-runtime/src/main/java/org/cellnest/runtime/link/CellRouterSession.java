package org.cellnest.runtime.link;

import java.util.concurrent.TimeUnit;
import org.cellnest.protocol.Drain;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Goodbye;
import org.cellnest.protocol.Hello;
import org.cellnest.protocol.LogLevel;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.Welcome;
import org.cellnest.session.Handshake;
import org.cellnest.session.PrimarySession;

/**
 * Decides one session with one router, from the primary's first message to the session's end. It covers later
 * registrations, log levels, a router's leave, and stalls of this process. {@link PrimarySession} has the states, the
 * handshake and the router's liveness.
 *
 * <p>Not thread-safe: the receiving thread calls every method, and passes the time in nanoseconds of a monotonic clock.
 */
final class CellRouterSession {
    /** Receives a session's events, each within the call that caused it. */
    interface Listener {
        /** Sends a frame on the primary. */
        void send(byte[] frame);

        /** Lets the other lane join: the cell is registered, and requests will come. */
        void onLive(Hello hello, Welcome welcome);

        /** Takes in the router's answer to a later registration. */
        void onWelcome(Welcome welcome);

        /** Notes that the router finishes its requests and leaves. */
        void onDrain();

        /** Applies the log level that an operator has set for a deployment. */
        void onLogLevel(LogLevel change);

        /** Closes everything of the session. Called once. */
        void onOver(ErrorCode code, String reason);
    }

    /** The protocol's limit: a busy router takes a while over many routes. */
    private static final long HANDSHAKE_NS = TimeUnit.SECONDS.toNanos(10);

    private static final long LEAST_STALL_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_WAIT_NS = TimeUnit.MILLISECONDS.toNanos(250);

    private final PrimarySession primary;
    private final Listener listener;
    private long periodNs = LONGEST_WAIT_NS;

    CellRouterSession(Handshake handshake, Listener listener) {
        this.primary = new PrimarySession(handshake, LEAST_STALL_NS, new PrimaryEvents());
        this.listener = listener;
    }

    PrimarySession.State state() {
        return primary.state();
    }

    /** Takes in a message of the primary other than REQUEST and CANCEL. */
    void onMessage(Message message, long nowNs) {
        primary.onMessage(message, nowNs);
    }

    /** Ends the silence of the router: anything at all has come from it. */
    void onHeard() {
        primary.onHeard();
    }

    private final class PrimaryEvents implements PrimarySession.Listener {
        @Override
        public void send(byte[] frame) {
            listener.send(frame);
        }

        @Override
        public void onLive(Hello hello, Welcome welcome, long nowNs) {
            periodNs = PrimarySession.periodNs(hello);
            listener.onLive(hello, welcome);
        }

        @Override
        public void onMessage(Message message, long nowNs) {
            if (message instanceof Welcome welcome) {
                listener.onWelcome(welcome);
            } else if (message instanceof Goodbye) {
                primary.end(ErrorCode.GOODBYE, "the router said goodbye");
            } else if (message instanceof Drain) {
                listener.onDrain();
            } else if (message instanceof LogLevel change) {
                listener.onLogLevel(change);
            } else {
                primary.end(ErrorCode.UNEXPECTED, message.type() + " while " + primary.state());
            }
        }

        @Override
        public void onOver(ErrorCode code, String reason) {
            listener.onOver(code, reason);
        }
    }

    /**
     * Counts the time of a wait, right after it and before its input is looked at.
     *
     * @return true: this process was stopped for so long that the router may have given it up. Nothing that is unread
     *     may be started: refuse it all, then end the session
     */
    boolean wasStalled(long nowNs) {
        return primary.onTurn(nowNs);
    }

    /** Does the work that is due at the end of each turn, when all input was taken in. */
    void onTick(long nowNs) {
        if (primary.isRegistering() && nowNs - primary.greetedNs() > HANDSHAKE_NS) {
            primary.end(ErrorCode.SILENT, "the handshake was not finished in time");
        } else {
            primary.endIfSilent();
        }
    }

    /** Returns the longest absence of this process that is not yet a stall; of a live session. */
    long stallNs() {
        return primary.stallNs();
    }

    /** Returns the longest time that the owner may wait for input. */
    long waitNs() {
        return Math.min(LONGEST_WAIT_NS, Math.max(1, periodNs / 2));
    }

    /** Ends the session for a reason that the owner has found. */
    void end(ErrorCode code, String reason) {
        primary.end(code, reason);
    }
}
