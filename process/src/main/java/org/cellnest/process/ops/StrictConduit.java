package org.cellnest.process.ops;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.ConduitReadableByteChannel;
import org.xnio.conduits.Conduits;
import org.xnio.conduits.StreamSourceConduit;

/**
 * Reads the octets of an ops connection below Undertow, and passes on complete heads that {@link StrictHead} accepts,
 * with their bodies. A refused head is replaced by the request of {@link RefusedRequests}, which reaches the handler in
 * its turn. All octets after a refused head are read and dropped. Owned by the event loop.
 *
 * <p>Undertow's own parser accepts malformed chunk sizes as chunks of size 0, serves HTTP/1.9, and rejects many
 * requests with a bare 400.
 */
final class StrictConduit extends AbstractStreamSourceConduit<StreamSourceConduit> {
    /** The maximum number of bytes read in one turn. */
    private static final int TURN_BYTES = 16 << 10;

    /** The length of an empty line, CR LF. */
    private static final int EMPTY_LINE = 2;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final RefusedRequests refused;
    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private byte last;
    /** The length of the current line of the head. */
    private int lineLength;
    /** The number of bytes of the body that are still to be passed on. */
    private long missing;
    /** Whether the last head was refused; nothing is passed on after it. */
    private boolean discarding;
    /** The bytes that were accepted but not passed on yet. */
    private ByteBuffer pending = NOTHING;

    StrictConduit(StreamSourceConduit next, RefusedRequests refused) {
        super(next);
        this.refused = refused;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (pending.hasRemaining() || !target.hasRemaining()) {
            return passOn(target);
        }
        ByteBuffer turn = ByteBuffer.allocate(TURN_BYTES);
        int read = next.read(turn);
        if (read == 0 || discarding) {
            return Math.min(read, 0);
        }
        if (read < 0) {
            return onEnd(target);
        }
        pending = ByteBuffer.wrap(judged(turn.flip()));
        return passOn(target);
    }

    private int passOn(ByteBuffer target) {
        int count = Math.min(pending.remaining(), target.remaining());
        target.put(pending.slice().limit(count));
        pending.position(pending.position() + count);
        return count;
    }

    /** Returns the part of the input that may be passed on. */
    private byte[] judged(ByteBuffer in) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(in.remaining());
        while (in.hasRemaining() && !discarding) {
            if (missing > 0) {
                byte[] some = new byte[(int) Math.min(missing, in.remaining())];
                in.get(some);
                out.writeBytes(some);
                missing -= some.length;
            } else {
                take(in.get(), out);
            }
        }
        return out.toByteArray();
    }

    /** Adds an octet to the head. Empty lines before a head are ignored (RFC 9112, section 2.2). */
    private void take(byte octet, ByteArrayOutputStream out) {
        if (head.size() == 0 && (octet == '\r' || octet == '\n')) {
            return;
        }
        byte before = last;
        last = octet;
        lineLength++;
        head.write(octet);
        try {
            if (head.size() > StrictHead.MAX_BYTES) {
                throw new StrictHead.Refusal(
                        431, "the head is too large (expected: at most " + StrictHead.MAX_BYTES + " bytes)");
            }
            if (octet == '\n') {
                if (before != '\r') {
                    // Which leaves the end of the head in doubt.
                    throw new StrictHead.Refusal(400, "a line ends without CR (expected: CR LF)");
                }
                boolean whole = lineLength == EMPTY_LINE;
                lineLength = 0;
                if (whole) {
                    byte[] octets = head.toByteArray();
                    head.reset();
                    missing = StrictHead.bodyLength(octets);
                    out.writeBytes(octets);
                }
            }
        } catch (StrictHead.Refusal e) {
            refuse(e, out);
        }
    }

    private void refuse(StrictHead.Refusal refusal, ByteArrayOutputStream out) {
        discarding = true;
        out.writeBytes(refused.instead(refusal));
    }

    private int onEnd(ByteBuffer target) {
        if (missing > 0 || head.size() == 0) {
            return -1;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        refuse(new StrictHead.Refusal(400, "the connection ended within the head"), out);
        pending = ByteBuffer.wrap(out.toByteArray());
        return passOn(target);
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

    /** Resumes reads. Accepted octets that are pending are read without waiting for more. */
    @Override
    public void resumeReads() {
        if (pending.hasRemaining()) {
            next.wakeupReads();
        } else {
            next.resumeReads();
        }
    }
}
