package org.cellnest.transport.jeromq;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.WritableByteChannel;
import org.cellnest.buffer.Bytes;
import org.jspecify.annotations.Nullable;
import zmq.io.coder.v2.V2Protocol;

/**
 * Writes the output of one connection. Gathers JeroMQ's small writes in a buffer that its owner shares among
 * connections, and passes them to the channel at once. Bytes that the channel does not take wait here, and nothing more
 * is taken meanwhile. Belongs to the owner of its connection.
 */
final class Outlet {

    /** The maximum length of a message whose header has one byte for it. */
    private static final int MAX_SHORT_BYTES = 255;

    private final WritableByteChannel sink;
    /** The owner's buffer, which is empty between two calls of the engine. */
    private final ByteBuffer shared;

    private @Nullable ByteBuffer backlog;
    private @Nullable IOException broken;
    private boolean wrote;
    private long sentBytes;

    Outlet(WritableByteChannel sink, ByteBuffer shared) {
        this.sink = sink;
        this.shared = shared;
    }

    /** Takes the bytes that there is room for; returns their number. */
    int write(ByteBuffer from) {
        wrote = true;
        int before = from.remaining();
        while (from.hasRemaining() && isOpen() && (shared.hasRemaining() || drain())) {
            int length = Math.min(from.remaining(), shared.remaining());
            shared.put(shared.position(), from, from.position(), length);
            shared.position(shared.position() + length);
            from.position(from.position() + length);
        }
        return before - from.remaining();
    }

    /**
     * Takes a whole message, with its header (RFC 23, section "Framing"). Parts off the heap are passed to the channel
     * where they lie; what it does not take of them is copied.
     */
    void frame(int length, Bytes... parts) {
        take(header(length));
        ByteBuffer[] gathered = new ByteBuffer[2 * parts.length + 1];
        int count = 0;
        int from = 0;
        for (Bytes part : parts) {
            ByteBuffer bytes = part.buffer();
            if (!bytes.isDirect() || !(sink instanceof GatheringByteChannel) || !isOpen()) {
                if (count > 0 && bytes.remaining() > shared.remaining()) {
                    pass(gathered, count, from);
                    count = 0;
                    from = 0;
                }
                take(bytes);
                continue;
            }
            if (shared.position() > from) {
                gathered[count++] = shared.slice(from, shared.position() - from);
                from = shared.position();
            }
            gathered[count++] = bytes;
        }
        if (count > 0) {
            pass(gathered, count, from);
        }
    }

    private static ByteBuffer header(int length) {
        if (length <= MAX_SHORT_BYTES) {
            return ByteBuffer.wrap(new byte[] {0, (byte) length});
        }
        return ByteBuffer.allocate(1 + Long.BYTES)
                .put((byte) V2Protocol.LARGE_FLAG)
                .putLong(length)
                .flip();
    }

    /** Takes all bytes: those for which there is no room wait. */
    private void take(ByteBuffer bytes) {
        write(bytes);
        if (bytes.hasRemaining() && broken == null) {
            append(bytes);
        }
    }

    /** Passes buffers and what was gathered behind them to the channel, at once. */
    private void pass(ByteBuffer[] gathered, int count, int sharedFrom) {
        int buffers = count;
        if (shared.position() > sharedFrom) {
            gathered[buffers++] = shared.slice(sharedFrom, shared.position() - sharedFrom);
        }
        try {
            sentBytes += ((GatheringByteChannel) sink).write(gathered, 0, buffers);
            for (int i = 0; i < buffers; i++) {
                if (gathered[i].hasRemaining()) {
                    append(gathered[i]);
                }
            }
        } catch (IOException e) {
            broken = e;
        }
        shared.clear();
    }

    private void append(ByteBuffer bytes) {
        int waiting = backlog == null ? 0 : backlog.remaining();
        ByteBuffer longer = ByteBuffer.allocate(waiting + bytes.remaining());
        if (backlog != null) {
            longer.put(backlog);
        }
        backlog = longer.put(bytes).flip();
    }

    /** Whether any bytes would be taken. */
    boolean isOpen() {
        return backlog == null && broken == null;
    }

    /** Whether JeroMQ has written since the last call. */
    boolean tookNote() {
        boolean noted = wrote;
        wrote = false;
        return noted;
    }

    boolean hasUnsent() {
        return backlog != null;
    }

    /** Returns the number of bytes that the channel has taken. */
    long sentBytes() {
        return sentBytes;
    }

    /** Passes the gathered bytes to the channel; returns whether the channel has taken all of them. */
    boolean drain() {
        if (shared.position() == 0) {
            return isOpen();
        }
        shared.flip();
        try {
            sentBytes += sink.write(shared);
            if (shared.hasRemaining()) {
                backlog = ByteBuffer.allocate(shared.remaining()).put(shared).flip();
            }
        } catch (IOException e) {
            broken = e;
        }
        shared.clear();
        return isOpen();
    }

    /**
     * Passes the waiting bytes to the channel.
     *
     * @return whether no bytes are left
     * @throws IOException on each call, once the channel takes nothing more
     */
    boolean flush() throws IOException {
        if (broken != null) {
            throw new IOException(broken.getMessage(), broken);
        }
        ByteBuffer waiting = backlog;
        if (waiting != null) {
            try {
                sentBytes += sink.write(waiting);
            } catch (IOException e) {
                broken = e;
                throw e;
            }
            if (waiting.hasRemaining()) {
                return false;
            }
            backlog = null;
        }
        return true;
    }
}
