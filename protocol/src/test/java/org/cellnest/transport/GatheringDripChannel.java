package org.cellnest.transport;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;

/** A channel that takes as many bytes as a test lets it, of several buffers at once, and keeps them. */
final class GatheringDripChannel implements GatheringByteChannel {

    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private int room;
    private int writes;

    GatheringDripChannel(int room) {
        this.room = room;
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
    public int write(ByteBuffer from) {
        return (int) write(new ByteBuffer[] {from}, 0, 1);
    }

    @Override
    public long write(ByteBuffer[] from) {
        return write(from, 0, from.length);
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) {
        writes++;
        long written = 0;
        for (int i = offset; i < offset + length; i++) {
            byte[] bytes = new byte[Math.min(room, from[i].remaining())];
            from[i].get(bytes);
            taken.writeBytes(bytes);
            room -= bytes.length;
            written += bytes.length;
        }
        return written;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {
        // nothing is open
    }
}
