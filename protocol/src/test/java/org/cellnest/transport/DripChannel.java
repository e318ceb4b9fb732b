package org.cellnest.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.WritableByteChannel;

/** A channel that takes as many bytes as a test lets it, and keeps them. */
final class DripChannel implements WritableByteChannel {

    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private int room;
    private int writes;
    private boolean closed;

    DripChannel(int room) {
        this.room = room;
    }

    static DripChannel bottomless() {
        return new DripChannel(Integer.MAX_VALUE);
    }

    void makeRoom(int bytes) {
        room = bytes;
    }

    byte[] taken() {
        return taken.toByteArray();
    }

    int writes() {
        return writes;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        byte[] bytes = new byte[Math.min(room, from.remaining())];
        from.get(bytes);
        taken.writeBytes(bytes);
        room -= bytes.length;
        writes++;
        return bytes.length;
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public void close() {
        closed = true;
    }
}
