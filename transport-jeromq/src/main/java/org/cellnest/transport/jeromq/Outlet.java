package org.cellnest.transport.jeromq;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * Writes the output of one connection. Gathers JeroMQ's small writes in a buffer that its owner shares among
 * connections, and passes them to the channel at once. Bytes that the channel does not take wait here, and nothing more
 * is taken meanwhile. Belongs to the owner of its connection.
 */
final class Outlet {

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
