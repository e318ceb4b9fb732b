package org.cellnest.gateway.session;

import java.util.List;
import java.util.Map;
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
import org.cellnest.protocol.PeerKind;
import org.cellnest.protocol.ProtocolException;
import org.cellnest.protocol.Prove;
import org.cellnest.protocol.Register;
import org.cellnest.protocol.Reject;
import org.cellnest.protocol.Welcome;
import org.cellnest.protocol.WireRecord;
import org.jspecify.annotations.Nullable;

/**
 * What a connection says first, until it is welcome.
 *
 * <pre>
 * AWAITING_HELLO --HELLO/REGISTER or JOIN--> AWAITING_WELCOME --WELCOME--> ESTABLISHED
 *                                            AWAITING_WELCOME --CHALLENGE/PROVE--> AWAITING_WELCOME
 * any --REJECT, or anything else--> FAILED
 * </pre>
 *
 * Not thread-safe; good for one connection.
 */
public final class Handshake {
    /** Where a connection stands. */
    public enum State {
        AWAITING_HELLO,
        AWAITING_WELCOME,
        ESTABLISHED,
        FAILED
    }

    private final Identity identity;
    private final int lane;
    private final @Nullable String session;
    private final byte[] nonce;
    private State state = State.AWAITING_HELLO;
    private boolean proved;
    private @Nullable Hello hello;
    private @Nullable Welcome welcome;
    private byte[] opening = {};
    private ErrorCode failure = ErrorCode.UNKNOWN;
    private String reason = "";

    private Handshake(Identity identity, int lane, @Nullable String session, Supplier<byte[]> nonces) {
        this.identity = identity;
        this.lane = lane;
        this.session = session;
        this.nonce = nonces.get();
    }

    /** Of the primary, which registers. */
    public static Handshake ofPrimary(Identity identity, Supplier<byte[]> nonces) {
        return new Handshake(identity, 0, null, nonces);
    }

    /** Of another lane, which joins a session. */
    public static Handshake ofLane(Identity identity, String session, int lane, Supplier<byte[]> nonces) {
        return new Handshake(identity, lane, session, nonces);
    }

    public State state() {
        return state;
    }

    /** The router's greeting; present from {@link State#AWAITING_WELCOME} on. */
    public Hello hello() {
        return Objects.requireNonNull(hello);
    }

    /** Present once {@link State#ESTABLISHED}. */
    public Welcome welcome() {
        return Objects.requireNonNull(welcome);
    }

    /** Why it {@link State#FAILED}. */
    public ErrorCode failure() {
        return failure;
    }

    /** Why it {@link State#FAILED}, for people. */
    public String reason() {
        return reason;
    }

    /** Takes the router's next message in; returns the frame to answer with, or null. */
    public byte @Nullable [] on(Message message) {
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

    private byte @Nullable [] onHello(Hello came) {
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
        KeyHint hint = came.keyRequired() && key != null ? new KeyHint(key.keyId(), nonce) : null;
        opening = MessageCodec.encode(
                session == null
                        ? new Register(
                                PeerKind.GATEWAY,
                                identity.id(),
                                identity.incarnation(),
                                1,
                                0,
                                1,
                                Map.of(),
                                List.of(),
                                0,
                                hint)
                        : new Join(session, lane, hint));
        state = State.AWAITING_WELCOME;
        return opening;
    }

    private byte @Nullable [] onChallenge(Challenge challenge) {
        KeyProof key = identity.key();
        if (key == null || proved || !hello().keyRequired()) {
            return fail(ErrorCode.UNEXPECTED, "a CHALLENGE that was not due");
        }
        if (!KeyProof.matches(key.ofRouter(nonce, challenge.nonce()), challenge.proof())) {
            return fail(ErrorCode.KEY, "the router does not know this nest's key");
        }
        proved = true;
        return MessageCodec.encode(new Prove(key.ofPeer(
                PeerKind.GATEWAY,
                identity.id(),
                identity.incarnation(),
                lane,
                nonce,
                challenge.nonce(),
                openingRecord())));
    }

    private byte @Nullable [] onWelcome(Welcome came) {
        if (hello().keyRequired() && !proved) {
            return fail(ErrorCode.KEY, "the router welcomed without proving that it knows the key");
        }
        if (session != null && !session.equals(came.session())) {
            return fail(ErrorCode.SESSION, "welcome to session " + came.session() + " (expected: " + session + ")");
        }
        if (came.maxOutstanding() < 1) {
            return fail(ErrorCode.LIMIT, "maxOutstanding 0 (expected: at least 1)");
        }
        welcome = came;
        state = State.ESTABLISHED;
        return null;
    }

    private WireRecord openingRecord() {
        try {
            return Batch.parse(opening, Limits.DEFAULT).get(0);
        } catch (ProtocolException e) {
            throw new IllegalStateException("a record of our own is not valid", e);
        }
    }

    private byte @Nullable [] fail(ErrorCode code, String why) {
        state = State.FAILED;
        failure = code;
        reason = why;
        return null;
    }
}
