package org.cellnest.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a connection has still to send, in order and bounded: greeting and commands first or between frames, never within
 * one. Belongs to the owner of its connection.
 */
final class ZmtpWriter {

    /** Answers to PINGs that may wait; a peer that asks more often than it reads is not answered. */
    private static final int MAX_COMMANDS = 8;

    /** Each frame and command is at least two: its header, and the parts of what is in it. */
    private final Deque<ByteBuffer> pending = new ArrayDeque<>();

    private final int maxFrames;
    private long pendingBytes;
    private long sentBytes;

    /** @param maxFrames frames that may wait; more are not taken */
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

    /** The number of bytes that the channel has taken. */
    long sentBytes() {
        return sentBytes;
    }

    /** Takes a frame in parts, which are not to be changed any more; not to be called when full. */
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

    /** Takes a command, or drops it where the peer does not read. */
    void command(byte[] body) {
        if (pending.size() < 2 * (maxFrames + MAX_COMMANDS)) {
            add(ByteBuffer.wrap(Zmtp.header(Zmtp.COMMAND, body.length)));
            add(ByteBuffer.wrap(body));
        }
    }

    /**
     * Writes as much as the channel takes, many frames with one call.
     *
     * @param copy a direct buffer that the owner lends; what was in it is lost
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
