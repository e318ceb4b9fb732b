package org.cellnest.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Queues and writes the unsent bytes of a connection, in order and bounded. Greeting and commands go first or between
 * frames, never within a frame. Belongs to the owner of its connection.
 */
final class ZmtpWriter {

    /** The number of answers to PINGs that may wait; a peer that sends PINGs faster than it reads gets no answer. */
    private static final int MAX_COMMANDS = 8;

    /**
     * The queue, in which each frame and command has at least two entries: its header, and the parts of its content.
     */
    private final Deque<ByteBuffer> pending = new ArrayDeque<>();

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
    void frame(ByteBuffer... parts) {
        int size = 0;
        for (ByteBuffer part : parts) {
            size = Math.addExact(size, part.remaining());
        }
        add(ByteBuffer.wrap(Zmtp.header(0, size)));
        for (ByteBuffer part : parts) {
            add(part);
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
            copy.clear();
            for (ByteBuffer next : pending) {
                int length = Math.min(next.remaining(), copy.remaining());
                if (length > 0) {
                    copy.put(copy.position(), next, next.position(), length);
                    copy.position(copy.position() + length);
                }
                if (!copy.hasRemaining()) {
                    break;
                }
            }
            copy.flip();
            int written = channel.write(copy);
            advance(written);
            if (copy.hasRemaining()) {
                return false;
            }
        }
        return true;
    }

    private void advance(int written) {
        sentBytes += written;
        pendingBytes -= written;
        int left = written;
        ByteBuffer first;
        while ((first = pending.peek()) != null && left >= first.remaining()) {
            left -= first.remaining();
            pending.remove();
        }
        if (left > 0 && first != null) {
            first.position(first.position() + left);
        }
    }
}
