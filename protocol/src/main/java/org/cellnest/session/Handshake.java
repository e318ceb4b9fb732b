package org.cellnest.session;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.cellnest.protocol.Batch;
import org.cellnest.protocol.Challenge;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Hello;
import org.cellnest.protocol.Join;
import org.cellnest.protocol.KeyHint;
import org.cellnest.protocol.KeyProof;
import org.cellnest.protocol.Limits;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.ProtocolException;
import org.cellnest.protocol.Prove;
import org.cellnest.protocol.Reject;
import org.cellnest.protocol.Welcome;
import org.cellnest.protocol.WireRecord;
import org.jspecify.annotations.Nullable;

/**
 * Conducts a peer's side of the handshake with which one connection begins, until the router's WELCOME. Not
 * thread-safe: the thread that owns the connection calls every method.
 *
 * <pre>
 * AWAITING_HELLO   -> AWAITING_WELCOME  HELLO came; REGISTER and its ROUTES, or JOIN, go out
 * AWAITING_WELCOME -> ESTABLISHED       WELCOME came
 * any              -> FAILED            REJECT, or anything else, came
 * </pre>
 *
 * <p>A CHALLENGE is answered with PROVE while AWAITING_WELCOME, which it does not leave.
 */
public final class Handshake {
    /** A stage of a connection's handshake. */
    public enum State {
        AWAITING_HELLO,
        AWAITING_WELCOME,
        ESTABLISHED,
        FAILED
    }

    /** Makes the frames that open a connection: the first is REGISTER or JOIN, others may follow. */
    @FunctionalInterface
    public interface Opening {
        List<byte[]> frames(Hello hello, @Nullable KeyHint hint);
    }

    private final Identity identity;
    private final int lane;
    private final @Nullable String session;
    private final Opening opening;
    private final byte[] nonce;
    private State state = State.AWAITING_HELLO;
    private boolean proved;
    private @Nullable Hello hello;
    private @Nullable Welcome welcome;
    private byte[] opened = {};
    private ErrorCode failure = ErrorCode.UNKNOWN;
    private String reason = "";

    private Handshake(Identity identity, int lane, @Nullable String session, Opening opening, Supplier<byte[]> nonces) {
        this.identity = identity;
        this.lane = lane;
        this.session = session;
        this.opening = opening;
        this.nonce = nonces.get();
    }

    /** Begins the handshake of a primary, which registers. */
    public static Handshake ofPrimary(Identity identity, Opening opening, Supplier<byte[]> nonces) {
        return new Handshake(identity, 0, null, opening, nonces);
    }

    /** Begins the handshake of another lane, which joins a session. */
    public static Handshake ofLane(Identity identity, String session, int lane, Supplier<byte[]> nonces) {
        return new Handshake(
                identity,
                lane,
                session,
                (hello, hint) -> List.of(MessageCodec.encode(new Join(session, lane, hint))),
                nonces);
    }

    public State state() {
        return state;
    }

    /** Returns the router's greeting; from {@link State#AWAITING_WELCOME} on. */
    public Hello hello() {
        return Objects.requireNonNull(hello);
    }

    /** Returns the router's WELCOME; once {@link State#ESTABLISHED}. */
    public Welcome welcome() {
        return Objects.requireNonNull(welcome);
    }

    /** Returns the code of the failure, once {@link State#FAILED}. */
    public ErrorCode failure() {
        return failure;
    }

    /** Returns the sentence of the failure for people, once {@link State#FAILED}. */
    public String reason() {
        return reason;
    }

    /** Takes in the router's next message; returns the frames that answer it. */
    public List<byte[]> on(Message message) {
        if (message instanceof Reject reject) {
            return fail(ErrorCode.of(reject.code()), reject.reason());
        }
        if (state == State.AWAITING_HELLO && message instanceof Hello came) {
            return onHello(came);
        }
        if (state == State.AWAITING_WELCOME && message instanceof Challenge challenge) {
            return onChallenge(challenge);
        }
        if (state == State.AWAITING_WELCOME && message instanceof Welcome came) {
            return onWelcome(came);
        }
        return fail(ErrorCode.UNEXPECTED, message.type() + " while " + state);
    }

    private List<byte[]> onHello(Hello came) {
        hello = came;
        if (came.protocol() != WireRecord.VERSION) {
            return fail(ErrorCode.VERSION, "protocol " + came.protocol() + " (expected: " + WireRecord.VERSION + ")");
        }
        KeyProof key = identity.key();
        if (came.keyRequired() && key == null) {
            return fail(ErrorCode.KEY, "the router asks for a key (expected: nest.key to be set here)");
        }
        if (!came.keyRequired() && key != null && !identity.insecure()) {
            return fail(ErrorCode.KEY, "the router has no key (expected: nest.key to be set there)");
        }
        List<byte[]> frames;
        try {
            frames = opening.frames(came, came.keyRequired() && key != null ? new KeyHint(key.keyId(), nonce) : null);
        } catch (IllegalArgumentException e) {
            return fail(ErrorCode.LIMIT, String.valueOf(e.getMessage()));
        }
        opened = frames.get(0).clone();
        become(State.AWAITING_WELCOME, "HELLO came");
        return frames;
    }

    private List<byte[]> onChallenge(Challenge challenge) {
        KeyProof key = identity.key();
        if (key == null || proved || !hello().keyRequired()) {
            return fail(ErrorCode.UNEXPECTED, "a CHALLENGE that was not due");
        }
        if (!KeyProof.matches(key.ofRouter(nonce, challenge.nonce()), challenge.proof())) {
            return fail(ErrorCode.KEY, "the router does not know this nest's key");
        }
        proved = true;
        byte[] proof = key.ofPeer(
                identity.kind(),
                identity.id(),
                identity.incarnation(),
                lane,
                nonce,
                challenge.nonce(),
                openingRecord());
        return List.of(MessageCodec.encode(new Prove(proof)));
    }

    private List<byte[]> onWelcome(Welcome came) {
        if (hello().keyRequired() && !proved) {
            return fail(ErrorCode.KEY, "the router welcomed without proving that it knows the key");
        }
        if (session != null && !session.equals(came.session())) {
            return fail(ErrorCode.SESSION, "welcome to session " + came.session() + " (expected: " + session + ")");
        }
        welcome = came;
        become(State.ESTABLISHED, "WELCOME came");
        return List.of();
    }

    private WireRecord openingRecord() {
        try {
            return Batch.parse(opened, Limits.DEFAULT).get(0);
        } catch (ProtocolException e) {
            throw new IllegalStateException("a record of our own is not valid", e);
        }
    }

    private List<byte[]> fail(ErrorCode code, String why) {
        become(State.FAILED, why);
        failure = code;
        reason = why;
        return List.of();
    }

    private void become(State next, String why) {
        boolean legal = switch (next) {
            case AWAITING_HELLO -> false;
            case AWAITING_WELCOME -> state == State.AWAITING_HELLO;
            case ESTABLISHED -> state == State.AWAITING_WELCOME;
            case FAILED -> true;
        };
        if (!legal) {
            throw new IllegalStateException("handshake: " + state + " to " + next + " (" + why + ")");
        }
        state = next;
    }
}
