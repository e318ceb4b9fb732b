package org.cellnest.transport.jeromq;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import org.cellnest.buffer.Bytes;
import org.cellnest.transport.Engine;
import org.cellnest.transport.Engines;
import org.cellnest.transport.Role;

/** A DEALER's and a ROUTER's engine that are connected by memory, with the frames that each has received. */
final class EnginePair implements AutoCloseable {

    static final int MAX_FRAME_BYTES = 1 << 20;
    private static final int MAX_FRAMES = 16;
    private static final int MAX_ROUNDS = 1_000;

    final Engine dealer;
    final Engine router;
    final List<byte[]> atDealer = new ArrayList<>();
    final List<byte[]> atRouter = new ArrayList<>();

    /** Bytes on their way; a peer that has closed is read to the end. */
    static final class Pipe implements ReadableByteChannel, WritableByteChannel {
        private final ByteBuffer bytes = ByteBuffer.allocate(64 << 10);
        private boolean closed;
        private int atATime = Integer.MAX_VALUE;
        private ByteBuffer diverted = bytes;

        /** Takes each later write in part only, and into this buffer. */
        void divert(int most, ByteBuffer into) {
            atATime = most;
            diverted = into;
        }

        @Override
        public int read(ByteBuffer into) {
            bytes.flip();
            int length = Math.min(into.remaining(), bytes.remaining());
            into.put(into.position(), bytes, bytes.position(), length);
            into.position(into.position() + length);
            bytes.position(bytes.position() + length);
            bytes.compact();
            return length == 0 && closed ? -1 : length;
        }

        @Override
        public int write(ByteBuffer from) {
            int length = Math.min(Math.min(from.remaining(), atATime), diverted.remaining());
            diverted.put(diverted.position(), from, from.position(), length);
            diverted.position(diverted.position() + length);
            from.position(from.position() + length);
            return length;
        }

        boolean isEmpty() {
            return bytes.position() == 0;
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

    final Pipe toRouter = new Pipe();
    final Pipe toDealer = new Pipe();

    EnginePair(Engines dealers, Engines routers) {
        this(dealers, routers, new Role.Router(0));
    }

    EnginePair(Engines dealers, Engines routers, Role.Router listener) {
        dealer = dealers.engine(Role.DEALER, toDealer, toRouter, MAX_FRAME_BYTES, MAX_FRAMES);
        router = routers.engine(listener, toRouter, toDealer, MAX_FRAME_BYTES, MAX_FRAMES);
    }

    /** Moves bytes until none are left to move. */
    EnginePair settle() {
        boolean moved = true;
        for (int round = 0; moved; round++) {
            if (round == MAX_ROUNDS) {
                throw new AssertionError("it never settles");
            }
            moved = turn(dealer, atDealer);
            moved |= turn(router, atRouter);
            moved |= !toRouter.isEmpty() || !toDealer.isEmpty();
        }
        return this;
    }

    private static boolean turn(Engine engine, List<byte[]> arrived) {
        if (engine.isEnded()) {
            return false;
        }
        boolean established = engine.isEstablished();
        engine.read();
        Bytes frame;
        int before = arrived.size();
        while ((frame = engine.next()) != null) {
            arrived.add(frame.toByteArray());
            frame.release();
        }
        try {
            engine.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return arrived.size() > before || engine.isEstablished() != established;
    }

    @Override
    public void close() {
        dealer.close();
        router.close();
        toDealer.close();
        toRouter.close();
    }
}
