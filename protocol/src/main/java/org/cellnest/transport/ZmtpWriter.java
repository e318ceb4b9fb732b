package org.cellnest.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import org.cellnest.buffer.Bytes;

/**
 * Queues and writes the unsent bytes of a connection, in order and bounded. Greeting and commands go first or between
 * frames, never within a frame. Belongs to the owner of its connection.
 */
final class ZmtpWriter {

    /** The number of answers to PINGs that may wait; a peer that sends PINGs faster than it reads gets no answer. */
    private static final int MAX_COMMANDS = 8;
    /** The maximum number of buffers in one call of the channel; the JDK passes on no more than the system takes. */
    private static final int MAX_GATHERED = 16;

    /**
     * The queue, in which each frame and command has at least two entries: its header, and the parts of its content.
     */
    private final Deque<ByteBuffer> pending = new ArrayDeque<>();
    /** The holds of the direct buffers in {@link #pending}, in their order. */
    private final Deque<Bytes> holds = new ArrayDeque<>();

    private final int maxFrames;
    private long pendingBytes;
    private long sentBytes;

    /** @param maxFrames frames that may wait; more are refused */
    ZmtpWriter(int maxFrames) {
        this.maxFrames = maxFrames;
        add(ByteBuffer.wrap(Zmtp.greeting()));
    }

    boolean isEmpty() {
        return pending.isEmpty();
    }

    /** Whether no frame would be taken. */
    boolean isFull() {
        return pending.size() >= 2 * maxFrames || pendingBytes >= Engine.ENOUGH_BYTES;
    }

    /** Returns the number of bytes that the channel has taken. */
    long sentBytes() {
        return sentBytes;
    }

    /** Takes a frame in parts, which must not change any more; must not be called on a full writer. */
    void frame(Bytes... parts) {
        add(ByteBuffer.wrap(Zmtp.header(0, Bytes.total(parts))));
        for (Bytes part : parts) {
            ByteBuffer buffer = part.buffer();
            if (buffer.isDirect()) {
                holds.add(part.share());
            }
            add(buffer);
        }
    }

    private void add(ByteBuffer bytes) {
        pending.add(bytes);
        pendingBytes += bytes.remaining();
    }

    /** Takes a command, or drops it if the peer does not read. */
    void command(byte[] body) {
        if (pending.size() < 2 * (maxFrames + MAX_COMMANDS)) {
            add(ByteBuffer.wrap(Zmtp.header(Zmtp.COMMAND, body.length)));
            add(ByteBuffer.wrap(body));
        }
    }

    /**
     * Writes as much as the channel takes, many frames with one call.
     *
     * @param copy a direct buffer that the owner lends; its content is lost
     * @return whether nothing is left
     */
    boolean flush(WritableByteChannel channel, ByteBuffer copy) throws IOException {
        while (!pending.isEmpty()) {
            if (!write(channel, copy)) {
                return false;
            }
        }
        return true;
    }

    private boolean write(WritableByteChannel channel, ByteBuffer copy) throws IOException {
        if (!holds.isEmpty() && channel instanceof GatheringByteChannel gathering) {
            return writeGathered(gathering, copy);
        }
        return writeCopied(channel, copy);
    }

    /** Writes the first bytes that wait, all copied; returns whether the channel has taken all of these. */
    private boolean writeCopied(WritableByteChannel channel, ByteBuffer copy) throws IOException {
        copy.clear();
        for (ByteBuffer next : pending) {
            copy(next, copy);
            if (!copy.hasRemaining()) {
                break;
            }
        }
        copy.flip();
        advance(channel.write(copy));
        return !copy.hasRemaining();
    }

    /** Writes like {@link #writeCopied}, but copies only what is on the heap. */
    private boolean writeGathered(GatheringByteChannel channel, ByteBuffer copy) throws IOException {
        ByteBuffer[] gathered = new ByteBuffer[MAX_GATHERED];
        int count = 0;
        long bytes = 0;
        int copiedFrom = 0;
        copy.clear();
        for (ByteBuffer next : pending) {
            if (!copy.hasRemaining() || count + 2 >= MAX_GATHERED) {
                break;
            }
            if (!next.isDirect()) {
                copy(next, copy);
                continue;
            }
            if (copy.position() > copiedFrom) {
                gathered[count++] = copy.slice(copiedFrom, copy.position() - copiedFrom);
                copiedFrom = copy.position();
            }
            gathered[count++] = next.duplicate();
            bytes += next.remaining();
        }
        if (copy.position() > copiedFrom) {
            gathered[count++] = copy.slice(copiedFrom, copy.position() - copiedFrom);
        }
        bytes += copy.position();
        long written = channel.write(gathered, 0, count);
        advance(written);
        return written == bytes;
    }

    private static void copy(ByteBuffer from, ByteBuffer to) {
        int length = Math.min(from.remaining(), to.remaining());
        to.put(to.position(), from, from.position(), length);
        to.position(to.position() + length);
    }

    private void advance(long written) {
        sentBytes += written;
        pendingBytes -= written;
        long left = written;
        ByteBuffer first;
        while ((first = pending.peek()) != null && left >= first.remaining()) {
            left -= first.remaining();
            pending.remove();
            if (first.isDirect()) {
                holds.remove().release();
            }
        }
        if (left > 0 && first != null) {
            first.position(first.position() + (int) left);
        }
    }

    /** Drops what waits. */
    void close() {
        pending.clear();
        pendingBytes = 0;
        holds.forEach(Bytes::release);
        holds.clear();
    }
}
