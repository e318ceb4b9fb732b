package org.cellnest.transport.jeromq;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * The way out of one connection: gathers what JeroMQ writes in small pieces in a buffer that its owner shares among
 * connections, and gives it to the channel at once. What the channel does not take waits here, and nothing more is taken
 * meanwhile. Belongs to the owner of its connection.
 */
final class Outlet {

    private final WritableByteChannel sink;
    /** Empty between two calls of the engine. */
    private final ByteBuffer shared;

    private @Nullable ByteBuffer backlog;
    private @Nullable IOException broken;
    private boolean wrote;
    private long sentBytes;

    Outlet(WritableByteChannel sink, ByteBuffer shared) {
        this.sink = sink;
        this.shared = shared;
    }

    /** Takes what there is room for; returns how many bytes that was. */
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

    /** Whether anything is taken. */
    boolean isOpen() {
        return backlog == null && broken == null;
    }

    /** Whether something was written since the last call. */
    boolean tookNote() {
        boolean noted = wrote;
        wrote = false;
        return noted;
    }

    boolean hasUnsent() {
        return backlog != null;
    }

    /** The number of bytes that the channel has taken. */
    long sentBytes() {
        return sentBytes;
    }

    /** Gives what was gathered to the channel; returns whether the channel has taken all of it. */
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
     * Gives what waits here to the channel.
     *
     * @return whether nothing waits any more
     * @throws IOException where the channel takes nothing more, each time
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
