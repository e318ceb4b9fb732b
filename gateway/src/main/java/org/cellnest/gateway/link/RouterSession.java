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
import org.cellnest.protocol.Reject;
import org.cellnest.protocol.Welcome;
import org.cellnest.session.Handshake;
import org.cellnest.session.Identity;
import org.cellnest.session.LivenessTracker;
import org.jspecify.annotations.Nullable;

/**
 * One session with one router, from its first connection to its end, as its primary sees it.
 *
 * <pre>
 * GREETING --WELCOME--> JOINING --all lanes joined--> READY
 * JOINING, READY --DRAIN--> DRAINING
 * JOINING, READY, DRAINING --GOODBYE on the primary--> LEAVING
 * LEAVING --GOODBYE on every lane that has joined, or a second later--> OVER
 * any --REJECT, a connection lost, silence, nonsense--> OVER
 * </pre>
 *
 * A session that is over is over: another one begins with another object. Not thread-safe. The time is told by the caller,
 * in nanoseconds of a monotonic clock.
 */
public final class RouterSession {
    /** Where the session stands. */
    public enum State {
        /** Not registered yet. */
        GREETING,
        /** Registered; not all lanes are joined. */
        JOINING,
        /** May be sent requests on all lanes. */
        READY,
        /** Finishes what it has and takes nothing new. */
        DRAINING,
        /** The router has gone; its last answers may still be on their way. */
        LEAVING,
        /** Nothing comes of it any more. */
        OVER
    }

    /** What the session asks its owner to do. Called within the call that caused it. */
    public interface Listener {
        /** Sends a frame on the primary. */
        void send(byte[] frame);

        /** What is told with a heartbeat. */
        Map<String, Long> counters();

        /** The lanes may join. */
        void onWelcome(Hello hello, Welcome welcome);

        /** Every lane has joined: requests may be sent. */
        void onReady();

        /** Nothing new may be sent. */
        void onDrain();

        /** The router has told some of its routes. */
        void onDescription(Description description);

        /** All connections of the session are to be closed. */
        void onOver(ErrorCode code, String reason);
    }

    private static final long LEAVE_NS = TimeUnit.SECONDS.toNanos(1);

    private final Handshake handshake;
    private final int lanes;
    private final long handshakeTimeoutNs;
    private final Listener listener;
    private State state = State.GREETING;
    private int joined;
    private int left;
    private long leaveUntilNs;
    private long startedNs;
    private boolean opened;
    private long heartbeatNs;
    private long nextHeartbeatNs;
    private long sequence;
    private @Nullable LivenessTracker judge;

    /**
     * @param lanes how many lanes besides the primary have to join
     * @param handshakeTimeoutMs how long the router may take from its HELLO to its WELCOME, and the lanes to join
     */
    public RouterSession(
            Identity identity, int lanes, int handshakeTimeoutMs, Supplier<byte[]> nonces, Listener listener) {
        this.handshake = Handshake.ofPrimary(identity, (hello, hint) -> register(identity, hint), nonces);
        this.lanes = lanes;
        this.handshakeTimeoutNs = TimeUnit.MILLISECONDS.toNanos(handshakeTimeoutMs);
        this.listener = listener;
    }

    public State state() {
        return state;
    }

    /** The router said something on the primary; requests' answers are the owner's and only make it heard. */
    public void onMessage(Message message, long nowNs) {
        if (state == State.OVER) {
            return;
        }
        onHeard();
        if (message instanceof Reject reject) {
            over(ErrorCode.of(reject.code()), reject.reason());
        } else if (state == State.GREETING) {
            greet(message, nowNs);
        } else if (message instanceof Hello) {
            over(ErrorCode.LANE_LOST, "the connection was replaced");
        } else if (message instanceof Goodbye) {
            leave(nowNs);
        } else if (message instanceof Drain) {
            drain();
        } else if (message instanceof Description description) {
            listener.onDescription(description);
        } else if (!(message instanceof Heartbeat) && !(message instanceof Welcome)) {
            over(ErrorCode.UNEXPECTED, message.type() + " while " + state);
        }
    }

    /** Anything at all came from the router. */
    public void onHeard() {
        if (judge != null) {
            judge.onHeard();
        }
    }

    private void greet(Message message, long nowNs) {
        List<byte[]> frames = handshake.on(message);
        if (!opened) {
            opened = true;
            startedNs = nowNs;
        }
        switch (handshake.state()) {
            case FAILED -> over(handshake.failure(), handshake.reason());
            case ESTABLISHED -> welcome(nowNs);
            case AWAITING_HELLO, AWAITING_WELCOME -> frames.forEach(listener::send);
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
                0)));
    }

    private void welcome(long nowNs) {
        int granted = handshake.welcome().maxOutstanding();
        if (granted < lanes) {
            over(
                    ErrorCode.LIMIT,
                    "maxOutstanding " + granted + " (expected: at least " + lanes + ", one for each event loop)");
            return;
        }
        Hello hello = handshake.hello();
        heartbeatNs = TimeUnit.MILLISECONDS.toNanos(hello.heartbeatMs());
        nextHeartbeatNs = nowNs + heartbeatNs;
        judge = new LivenessTracker(heartbeatNs, hello.deadAfterMissed(), heartbeatNs, nowNs);
        startedNs = nowNs;
        state = State.JOINING;
        listener.onWelcome(hello, handshake.welcome());
    }

    /** One more lane has joined. */
    public void onLaneJoined() {
        joined++;
        if (state == State.JOINING && joined == lanes) {
            state = State.READY;
            listener.onReady();
        }
    }

    /** The primary is lost. */
    public void onConnectionLost(ErrorCode code, String reason) {
        over(code, reason);
    }

    /** A lane is lost, or could not join, or has been said goodbye on: nothing more comes by it. */
    public void onLaneLost(ErrorCode code, String reason, long nowNs) {
        left++;
        if (state != State.LEAVING && code != ErrorCode.GOODBYE) {
            over(code, reason);
        } else if (state == State.LEAVING) {
            endIfLeft(nowNs);
        }
    }

    private void leave(long nowNs) {
        if (state != State.LEAVING) {
            drain();
            state = State.LEAVING;
            leaveUntilNs = nowNs + LEAVE_NS;
        }
        endIfLeft(nowNs);
    }

    private void endIfLeft(long nowNs) {
        if (left >= joined || nowNs - leaveUntilNs >= 0) {
            over(ErrorCode.GOODBYE, "the router said goodbye");
        }
    }

    private void drain() {
        if (state == State.JOINING || state == State.READY) {
            state = State.DRAINING;
            listener.onDrain();
        }
    }

    /** Does what is due; to be called no later than {@link #nextDueNs} says, after all input was taken in. */
    public void onTick(long nowNs) {
        boolean unfinished = state == State.GREETING ? opened : state == State.JOINING;
        if (unfinished && nowNs - startedNs >= handshakeTimeoutNs) {
            over(ErrorCode.SILENT, "the handshake was not finished in time while " + state);
            return;
        }
        if (state == State.LEAVING) {
            endIfLeft(nowNs);
            return;
        }
        if (state == State.OVER || judge == null) {
            return;
        }
        // How long this process itself was away is of no interest here: a gateway starts nothing.
        boolean unused = judge.onTurn(nowNs);
        if (judge.isDead()) {
            over(ErrorCode.SILENT, "the router was silent");
        } else if (nowNs - nextHeartbeatNs >= 0) {
            nextHeartbeatNs = nowNs + heartbeatNs;
            listener.send(MessageCodec.encode(new Heartbeat(++sequence, 0, 0, 0, listener.counters())));
        }
    }

    /** When {@link #onTick} is due at the latest. */
    public long nextDueNs(long nowNs) {
        long dueNs = nowNs + TimeUnit.MILLISECONDS.toNanos(500);
        if (state == State.LEAVING) {
            return earlier(dueNs, leaveUntilNs);
        }
        if (judge != null) {
            dueNs = earlier(dueNs, earlier(nextHeartbeatNs, nowNs + heartbeatNs / 2));
        }
        if (opened && (state == State.GREETING || state == State.JOINING)) {
            dueNs = earlier(dueNs, startedNs + handshakeTimeoutNs);
        }
        return dueNs;
    }

    private static long earlier(long a, long b) {
        return a - b < 0 ? a : b;
    }

    private void over(ErrorCode code, String reason) {
        if (state != State.OVER) {
            state = State.OVER;
            listener.onOver(code, reason);
        }
    }
}
