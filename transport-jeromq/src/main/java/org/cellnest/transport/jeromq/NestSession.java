package org.cellnest.transport.jeromq;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.cellnest.buffer.Bytes;
import org.cellnest.buffer.Slice;
import org.jspecify.annotations.Nullable;
import zmq.Msg;
import zmq.Options;
import zmq.ZError;
import zmq.io.Metadata;
import zmq.io.SessionBase;
import zmq.io.StreamEngine.ErrorReason;

/**
 * A session for JeroMQ's engine without pipes. Frames go straight to the connection's owner. The decision whether a key
 * may connect is made here instead of by a ZAP socket (RFC 27). Belongs to the owner of its connection.
 */
final class NestSession extends SessionBase {

    private static final int ZAP_FRAMES = 7;
    /**
     * The maximum number of commands in a turn of the poller. PINGs under CURVE may each leave a timer behind until the
     * poller turns, or longer; no peer needs as many.
     */
    private static final int MAX_COMMANDS_A_TURN = 16;

    private final Set<String> peerTypes;
    private final Owner owner;
    /** The frames that arrived and were not taken yet. */
    private final Deque<Bytes> arrived = new ArrayDeque<>();
    /** The frames to send that were not taken yet. */
    private final Deque<OutboundFrame> pending = new ArrayDeque<>();

    private long pendingBytes;
    /** The answer to a ZAP request, frame by frame. */
    private final Deque<Msg> zapReply = new ArrayDeque<>();

    private boolean established;
    private boolean choseId;
    private boolean typeKnown;
    private boolean ended;
    private boolean keyRefused;
    private long commandTurn;
    private int commands;
    private @Nullable CurveKey key;
    private String keyName = "";
    private String failure = "";

    /** The engine that the session belongs to. */
    interface Owner {
        /** Returns the name of a peer's key, or null if it may not connect. */
        @Nullable
        String nameOf(CurveKey key);

        /** Returns the number of turns of the poller. */
        long turns();

        /** Notes that JeroMQ has released the connection. */
        void onEnded();
    }

    NestSession(IoLoop loop, QuietContext context, Options options, Set<String> peerTypes, Owner owner) {
        super(loop.thread(), false, context.socket(), options, null);
        this.peerTypes = peerTypes;
        this.owner = owner;
    }

    // ---- the engine's owner

    @Nullable
    Bytes pollArrived() {
        return arrived.poll();
    }

    void add(OutboundFrame frame) {
        pending.add(frame);
        pendingBytes += frame.length();
    }

    /** Returns the next frame if it is one that JeroMQ does not encode, or null. */
    OutboundFrame.@Nullable Large pollLarge() {
        if (pending.peek() instanceof OutboundFrame.Large large) {
            pending.remove();
            pendingBytes -= large.length();
            return large;
        }
        return null;
    }

    /** Releases messages that will never be sent; JeroMQ keeps an ended session for a while. */
    void dropPending() {
        pending.forEach(OutboundFrame::release);
        pending.clear();
        pendingBytes = 0;
    }

    /** Releases frames that will never be taken. */
    void dropArrived() {
        arrived.forEach(Bytes::release);
        arrived.clear();
    }

    int pendingFrames() {
        return pending.size();
    }

    /** Returns the bytes of the pending frames, without those that JeroMQ has taken and not written yet. */
    long pendingBytes() {
        return pendingBytes;
    }

    boolean isEstablished() {
        return established;
    }

    boolean choseId() {
        return choseId;
    }

    /** Whether a message has come from a peer of a type that may connect. */
    boolean isTypeKnown() {
        return typeKnown;
    }

    /** Whether JeroMQ has released the connection. */
    boolean isEnded() {
        return ended;
    }

    /** Returns the reason why the connection ended, as far as the session knows. */
    String failure() {
        return failure;
    }

    boolean isKeyRefused() {
        return keyRefused;
    }

    @Nullable
    CurveKey key() {
        return key;
    }

    String keyName() {
        return keyName;
    }

    // ---- JeroMQ's engine

    @Override
    protected @Nullable Msg pullMsg() {
        if (pending.peek() instanceof OutboundFrame.Small small) {
            pending.remove();
            pendingBytes -= small.length();
            return small.message();
        }
        return null;
    }

    @Override
    protected boolean pushMsg(Msg message) {
        if (message.isIdentity()) {
            // The handshake is done; an address that the peer wants is not given to it.
            established = true;
            choseId |= message.size() > 0;
            return true;
        }
        if (message.isCredential() || (message instanceof FrameMsg frame && frame.isOfTheProtocol())) {
            return true;
        }
        if (message.isCommand()) {
            return mayCommand();
        }
        if (!typeKnown && !isTypeRight(message.getMetadata())) {
            errno.set(ZError.EPROTO);
            return false;
        }
        arrived.add(Slice.of(message.data()));
        return true;
    }

    private boolean mayCommand() {
        long turn = owner.turns();
        commands = turn == commandTurn ? commands + 1 : 1;
        commandTurn = turn;
        if (commands > MAX_COMMANDS_A_TURN) {
            failure = "more than " + MAX_COMMANDS_A_TURN + " commands within a second";
            errno.set(ZError.EPROTO);
            return false;
        }
        return true;
    }

    /**
     * Checks the peer's socket type. JeroMQ accepts a peer that announces no type, and more types than may connect
     * here.
     */
    private boolean isTypeRight(@Nullable Metadata metadata) {
        String type = metadata == null ? null : metadata.get(Metadata.SOCKET_TYPE);
        typeKnown = type != null && peerTypes.contains(type);
        if (!typeKnown) {
            failure = "a socket of type '" + type + "' (expected: one of " + peerTypes + ")";
        }
        return typeKnown;
    }

    @Override
    public void engineError(boolean handshaken, ErrorReason reason) {
        ended = true;
        if (failure.isEmpty()) {
            failure = switch (reason) {
                case TIMEOUT -> "the time to live that the peer gave its connection is over";
                case PROTOCOL -> "the other side broke the protocol";
                case CONNECTION -> "";
            };
        }
        owner.onEnded();
    }

    @Override
    public void flush() {
        // Frames are taken as they come.
    }

    @Override
    public String getEndpoint() {
        return "";
    }

    /** Returns true, by which ZMTP 1 and 2, which know no mechanism, are refused. */
    @Override
    protected boolean zapEnabled() {
        return true;
    }

    @Override
    public int zapConnect() {
        return 0;
    }

    /** Takes a frame of a ZAP request, of which the last has the credentials. */
    @Override
    public boolean writeZapMsg(Msg message) {
        if (!message.hasMore()) {
            CurveKey asked = CurveKey.of(message.data());
            String name = owner.nameOf(asked);
            key = asked;
            keyName = name == null ? "" : name;
            keyRefused = name == null;
            answer(name == null ? "400" : "200", name == null ? "not on the list" : "OK");
        }
        return true;
    }

    private void answer(String status, String text) {
        String[] frames = {"", "1.0", "1", status, text, "", ""};
        for (int i = 0; i < ZAP_FRAMES; i++) {
            Msg frame = new Msg(frames[i].getBytes(StandardCharsets.US_ASCII));
            if (i < ZAP_FRAMES - 1) {
                frame.setFlags(Msg.MORE);
            }
            zapReply.add(frame);
        }
    }

    @Override
    public @Nullable Msg readZapMsg() {
        Msg frame = zapReply.poll();
        if (frame == null) {
            errno.set(ZError.EAGAIN);
        }
        return frame;
    }
}
