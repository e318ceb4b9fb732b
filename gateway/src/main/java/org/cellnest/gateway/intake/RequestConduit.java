package org.cellnest.gateway.intake;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.cellnest.gateway.dispatch.DeadlineQueue;
import org.cellnest.gateway.framing.ChunkScanner;
import org.cellnest.gateway.framing.HeadScanner;
import org.cellnest.gateway.framing.RefusedHead;
import org.cellnest.gateway.rules.LocalReply;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.ConduitReadableByteChannel;
import org.xnio.conduits.Conduits;
import org.xnio.conduits.StreamSourceConduit;

/**
 * Reads a client's octets strictly, below Undertow: passes on heads that are whole and break no rule, and bodies as far
 * as they are well-formed. In place of a refused head it passes on a substitute, so that the refusal is answered in its
 * turn like any other request. Octets after a refusal are read and dropped. Owned by the I/O thread.
 *
 * <p>Undertow's own parser guesses, or closes the connection with an answer in a form of its own that no log shows.
 *
 * <pre>
 *   HEAD         -> HEAD (no body), LENGTH, CHUNKED, DISCARD (the head is refused)
 *   LENGTH       -> HEAD, REFUSED_BODY, DISCARD (the request was answered before its body's end)
 *   CHUNKED      -> HEAD, REFUSED_BODY, DISCARD
 *   REFUSED_BODY -> DISCARD (the refusal was taken, or the connection is about to be closed)
 *   DISCARD      -> DISCARD
 * </pre>
 */
public final class RequestConduit extends AbstractStreamSourceConduit<StreamSourceConduit> {
    /** The part of a message to which the next octet belongs. */
    private enum Mode {
        HEAD,
        /** The next octet belongs to a body of known length. */
        LENGTH,
        CHUNKED,
        /** The next octet belongs to a refused body whose refusal was not taken yet. */
        REFUSED_BODY,
        /** The next octet is read and dropped. */
        DISCARD
    }

    /** Bounds the octets that are dropped in one turn of the event loop. */
    private static final int DROP_BYTES = 16 << 10;

    private static final int MAX_DROPS = 8;

    private final StreamConnection connection;
    private final HeadScanner head;
    private final ChunkScanner chunks;
    private final RequestIntake intake;
    private final DeadlineQueue.Node<RequestConduit> idleNode = new DeadlineQueue.Node<>(this);
    private final DeadlineQueue.Node<RequestConduit> headNode = new DeadlineQueue.Node<>(this);
    private Mode mode = Mode.HEAD;
    /** The number of octets missing from a body of known length. */
    private long missing;
    /** The octets that are judged, and not passed on yet for lack of room. */
    private @Nullable ByteBuffer pending;

    private @Nullable RefusedHead refusedHead;
    private @Nullable LocalReply refusedBody;

    RequestConduit(
            StreamSourceConduit next,
            StreamConnection connection,
            HeadScanner head,
            int maxTrailerBytes,
            RequestIntake intake) {
        super(next);
        this.connection = connection;
        this.head = head;
        this.intake = intake;
        chunks = new ChunkScanner(maxTrailerBytes);
    }

    /** Returns the conduit below an exchange's connection. */
    public static RequestConduit of(HttpServerExchange http) {
        return of((HttpServerConnection) http.getConnection());
    }

    public static RequestConduit of(HttpServerConnection connection) {
        return (RequestConduit) connection.getOriginalSourceConduit();
    }

    /** Returns the refusal that a new exchange represents, or null if a client has sent its request. */
    static @Nullable public RefusedHead refusalOf(HttpServerExchange http) {
        RequestConduit conduit = of(http);
        // The substitute is the last that is ever passed on, and nothing of it is left when its exchange begins.
        boolean last = conduit.pending == null && ((HttpServerConnection) http.getConnection()).getExtraBytes() == null;
        return last ? conduit.refusedHead : null;
    }

    StreamConnection connection() {
        return connection;
    }

    private void become(Mode to) {
        boolean legal = switch (mode) {
            case HEAD -> to != Mode.REFUSED_BODY;
            case LENGTH, CHUNKED -> to == Mode.HEAD || to == Mode.REFUSED_BODY || to == Mode.DISCARD;
            case REFUSED_BODY, DISCARD -> to == Mode.DISCARD;
        };
        if (!legal) {
            throw new IllegalStateException(connection + ": " + mode + " to " + to);
        }
        mode = to;
    }

    DeadlineQueue.Node<RequestConduit> idleNode() {
        return idleNode;
    }

    DeadlineQueue.Node<RequestConduit> headNode() {
        return headNode;
    }

    /**
     * Returns the refusal of the body, for the caller to answer; null: it is well-formed so far, or no more was read.
     */
    @Nullable
    public LocalReply takeRefusedBody() {
        if (mode != Mode.REFUSED_BODY) {
            return null;
        }
        become(Mode.DISCARD);
        return refusedBody;
    }

    /** Drops all further input, since the connection is about to be closed. */
    public void discardRest() {
        if (mode != Mode.HEAD) {
            become(Mode.DISCARD);
        }
    }

    /** Refuses the head that is waited for, and has it answered. */
    void refuse(LocalReply answer) {
        head.refuse(answer);
        pending = ByteBuffer.wrap(refuseHead());
        next.wakeupReads();
    }

    // ---- reading

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (pending != null) {
            return passOn(target);
        }
        if (mode == Mode.DISCARD) {
            return drop();
        }
        if (mode == Mode.REFUSED_BODY) {
            return 0;
        }
        int from = target.position();
        int read;
        try {
            read = next.read(target);
        } catch (IOException e) {
            intake.forget(this);
            throw e;
        }
        if (read < 0) {
            return onEnd(target);
        }
        return read == 0 ? 0 : judge(target, from);
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            if (targets[i].hasRemaining()) {
                return read(targets[i]);
            }
        }
        return 0;
    }

    @Override
    public long transferTo(long position, long count, FileChannel target) throws IOException {
        return target.transferFrom(new ConduitReadableByteChannel(this), position, count);
    }

    @Override
    public long transferTo(long count, ByteBuffer through, StreamSinkChannel target) throws IOException {
        return Conduits.transfer(this, count, through, target);
    }

    /**
     * Resumes reads for a request, or for more of a body. Closes the connection if the body is refused and its refusal
     * was not taken.
     */
    @Override
    public void resumeReads() {
        if (mode == Mode.REFUSED_BODY) {
            connection.getIoThread().execute(() -> IoUtils.safeClose(connection));
            return;
        }
        if (mode == Mode.HEAD) {
            intake.await(this, head.hasBegun());
        }
        if (pending == null) {
            next.resumeReads();
        } else {
            next.wakeupReads();
        }
    }

    /** Reads go on though no request is waited for: the next one may come, or the end. */
    public void watchReads() {
        next.resumeReads();
    }

    private int judge(ByteBuffer target, int from) {
        int end = target.position();
        int at = from;
        int kept = from;
        ByteArrayOutputStream out = null;
        while (at < end) {
            int began = at;
            switch (mode) {
                case HEAD -> {
                    int before = head.length();
                    at = head.scan(target, at, end);
                    if (head.isRefused()) {
                        out = out == null ? copy(target, from, kept) : out;
                        out.writeBytes(refuseHead());
                        at = end;
                    } else if (head.isWhole()) {
                        boolean asItCame =
                                out == null && before == 0 && head.length() == at - began && !head.isRewritten();
                        if (!asItCame) {
                            out = out == null ? copy(target, from, kept) : out;
                            out.writeBytes(head.head());
                        }
                        kept = at;
                        beginBody();
                    } else {
                        head.hold();
                    }
                }
                case LENGTH -> {
                    at += (int) Math.min(missing, end - at);
                    missing -= at - began;
                    kept = pass(target, began, at, out);
                    if (missing == 0) {
                        beginHead();
                    }
                }
                case CHUNKED -> {
                    at = chunks.scan(target, at, end);
                    kept = pass(target, began, at, out);
                    LocalReply refusal = chunks.refusal();
                    if (refusal != null) {
                        refuseBody(refusal);
                        at = end;
                    } else if (chunks.isWhole()) {
                        beginHead();
                    }
                }
                case REFUSED_BODY, DISCARD -> throw new IllegalStateException("judged in " + mode);
            }
        }
        if (out == null) {
            target.position(kept);
            return kept - from;
        }
        target.position(from);
        pending = ByteBuffer.wrap(out.toByteArray());
        return passOn(target);
    }

    private void beginHead() {
        become(Mode.HEAD);
        head.begin();
    }

    private void beginBody() {
        intake.forget(this);
        if (head.framing().chunked()) {
            become(Mode.CHUNKED);
            chunks.begin();
        } else {
            missing = head.framing().length();
            become(missing > 0 ? Mode.LENGTH : Mode.HEAD);
        }
        head.begin();
    }

    /** Passes octets on where they were read, or copies them behind those that were copied before. */
    private static int pass(ByteBuffer target, int from, int to, @Nullable ByteArrayOutputStream out) {
        if (out != null) {
            out.writeBytes(bytes(target, from, to));
        }
        return to;
    }

    private static ByteArrayOutputStream copy(ByteBuffer target, int from, int to) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(bytes(target, from, to));
        return out;
    }

    private static byte[] bytes(ByteBuffer target, int from, int to) {
        byte[] bytes = new byte[to - from];
        target.get(from, bytes);
        return bytes;
    }

    private int passOn(ByteBuffer target) {
        ByteBuffer judged = pending;
        if (judged == null) {
            return 0;
        }
        int count = Math.min(judged.remaining(), target.remaining());
        target.put(judged.slice().limit(count));
        judged.position(judged.position() + count);
        if (!judged.hasRemaining()) {
            pending = null;
        }
        return count;
    }

    // ---- refusing

    /**
     * Handles the end of input. The client may still read, so complete requests are answered (RFC 9112, section 9.6).
     */
    private int onEnd(ByteBuffer target) {
        intake.forget(this);
        if (mode == Mode.HEAD) {
            if (!head.hasBegun()) {
                return -1;
            }
            head.refuse(LocalReply.of(400, "The connection ended within the head."));
            pending = ByteBuffer.wrap(refuseHead());
            return passOn(target);
        }
        refuseBody(LocalReply.of(400, "The connection ended within the body.").closing());
        return 0;
    }

    /** Returns what is to be passed on in its place. */
    private byte[] refuseHead() {
        intake.forget(this);
        RefusedHead refused = head.refused();
        refusedHead = refused;
        become(Mode.DISCARD);
        return refused.substitute();
    }

    /**
     * Refuses the body. Its reader takes the refusal, at once or in its turn: earlier requests of the connection may
     * still be in progress.
     */
    private void refuseBody(LocalReply answer) {
        refusedBody = answer;
        become(Mode.REFUSED_BODY);
    }

    private int drop() throws IOException {
        ByteBuffer dropped = ByteBuffer.allocate(DROP_BYTES);
        for (int i = 0; i < MAX_DROPS; i++) {
            dropped.clear();
            int read = next.read(dropped);
            if (read <= 0) {
                return read;
            }
        }
        return 0;
    }
}
