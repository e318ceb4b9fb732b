package org.cellnest.transport;

import static org.cellnest.transport.TransportFixture.HELLO;
import static org.cellnest.transport.TransportFixture.anywhere;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import org.cellnest.buffer.Bytes;
import org.cellnest.buffer.ChunkPool;
import org.cellnest.buffer.Slice;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Handshakes may be dear, and strangers many: who has shaken hands does not wait for them. */
class StrangersTest {

    private static final byte HANDSHAKE = 'h';
    private static final byte LAST_OF_HANDSHAKE = 'e';
    private static final int STRANGERS = 40;

    private final CountingTransport transport = new CountingTransport();
    private final RouterSocket router = RouterSocket.open(anywhere(), HELLO, transport, Transport.DEFAULT_CHUNK_BYTES);
    private final Inbound inbound = new Inbound();
    private final List<RawPeer> peers = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (RawPeer peer : peers) {
            peer.close();
        }
        router.close();
    }

    private RawPeer connect() throws IOException {
        RawPeer peer = RawPeer.connect(router.boundEndpoints().get(0));
        peers.add(peer);
        return peer;
    }

    @Test
    void servesThoseThatHaveShakenHandsBeforeAnyStranger() throws IOException {
        RawPeer friend = connect();
        friend.raw(new byte[] {LAST_OF_HANDSHAKE});
        Await.until("hands are shaken", () -> {
            router.receive(inbound, 1);
            return transport.steps == 1;
        });
        for (int i = 0; i < STRANGERS; i++) {
            connect().raw(new byte[] {HANDSHAKE});
        }
        Await.until("all are in, and one had its turn", () -> {
            router.receive(inbound, 0);
            return router.counters().open() == STRANGERS + 1 && transport.steps > 1;
        });
        int before = transport.steps;
        friend.raw(new byte[] {7});
        // In the meantime a few of them may have their turn, but never all.
        Await.until("the frame is there", () -> router.receive(inbound, 0));
        assertArrayEquals(new byte[] {7}, inbound.frame().toByteArray());
        assertTrue(transport.steps - before < STRANGERS / 2, () -> transport.steps - before + " steps came first");
    }

    @Test
    void givesTheOwnerItsTurnBetweenHandshakes() throws IOException {
        for (int i = 0; i < STRANGERS; i++) {
            connect().raw(new byte[] {HANDSHAKE});
        }
        int most = 0;
        while (transport.steps < STRANGERS) {
            int before = transport.steps;
            assertFalse(router.receive(inbound, 1));
            most = Math.max(most, transport.steps - before);
        }
        assertTrue(most <= 8, most + " steps in one turn");
        assertEquals(STRANGERS, transport.steps);
    }

    /** A wire of single octets, which counts the steps of handshakes. */
    private static final class CountingTransport implements Transport, Engines {
        private final ChunkPool chunks = new ChunkPool(0);
        private int steps;

        @Override
        public Engines engines(ChunkPool of) {
            return this;
        }

        @Override
        public Engine engine(
                Role role, ReadableByteChannel source, WritableByteChannel sink, int maxFrameBytes, int maxFrames) {
            return new CountingEngine(source);
        }

        @Override
        public ChunkPool chunks() {
            return chunks;
        }

        @Override
        public boolean tend(long nowNs) {
            return false;
        }

        @Override
        public void close() {}

        private final class CountingEngine implements Engine {
            private final ReadableByteChannel source;
            private final ByteBuffer in = ByteBuffer.allocate(1);
            private boolean established;
            private boolean ended;

            private CountingEngine(ReadableByteChannel source) {
                this.source = source;
            }

            @Override
            public void read() {
                in.clear();
                try {
                    ended |= source.read(in) < 0;
                } catch (IOException e) {
                    ended = true;
                }
                in.flip();
            }

            @Override
            public @Nullable Bytes next() {
                if (!in.hasRemaining()) {
                    return null;
                }
                byte octet = in.get();
                if (established) {
                    return Slice.of(new byte[] {octet});
                }
                steps++;
                established = octet == LAST_OF_HANDSHAKE;
                return null;
            }

            @Override
            public boolean isEstablished() {
                return established;
            }

            @Override
            public boolean choseId() {
                return false;
            }

            @Override
            public boolean isEnded() {
                return ended;
            }

            @Override
            public String failure() {
                return "";
            }

            @Override
            public String peerKey() {
                return "";
            }

            @Override
            public boolean isKeyRefused() {
                return false;
            }

            @Override
            public boolean isFull() {
                return false;
            }

            @Override
            public void frame(Bytes... parts) {}

            @Override
            public boolean flush() {
                return true;
            }

            @Override
            public boolean hasUnsent() {
                return false;
            }

            @Override
            public long sentBytes() {
                return 0;
            }

            @Override
            public void close() {}
        }
    }
}
