package org.cellnest.transport;

import static org.cellnest.transport.TransportFixture.bytes;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.cellnest.buffer.Bytes;
import org.cellnest.buffer.ChunkPool;
import org.cellnest.buffer.ChunkSlice;
import org.cellnest.buffer.Slice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Frames that lie in chunks, both ways at once, by connections that are full now and then. */
class LargeFramesTest {
    private static final int LINKS = 4;
    private static final int FRAMES = 150;
    private static final int[] SIZES = {
        1, 300, 4_095, 4_096, 16_500, 65_000, ChunkPool.MAX_PIECE_BYTES - 1, ChunkPool.MAX_PIECE_BYTES, 200_000
    };

    private final TransportFixture nest = new TransportFixture();
    private final Random random = new Random(11);

    @AfterEach
    void close() {
        nest.close();
    }

    private byte[] frame() {
        byte[] frame = new byte[SIZES[random.nextInt(SIZES.length)]];
        random.nextBytes(frame);
        return frame;
    }

    /** Returns a frame in parts, some of them off the heap, which are held. */
    private static List<Bytes> parts(byte[] frame, ChunkPool chunks) {
        int head = Math.min(frame.length, 100);
        List<Bytes> parts = new ArrayList<>();
        parts.add(new Slice(frame, 0, head));
        ChunkSlice piece = frame.length == head ? null : chunks.take(frame.length - head);
        if (piece != null) {
            piece.buffer().put(frame, head, frame.length - head);
            parts.add(piece);
        } else {
            parts.add(new Slice(frame, head, frame.length - head));
        }
        return parts;
    }

    @Test
    void arriveAsTheyWereSent() {
        RouterSocket router = nest.router();
        ChunkPool chunks = new ChunkPool(4 << 20);
        List<Link> links = new ArrayList<>();
        List<Integer> connections = new ArrayList<>();
        for (int i = 0; i < LINKS; i++) {
            links.add(nest.upLink(router));
            connections.add(nest.introduce(router, links.get(i)));
        }
        List<Deque<byte[]>> up = new ArrayList<>();
        List<Deque<byte[]>> down = new ArrayList<>();
        links.forEach(link -> {
            up.add(new ArrayDeque<>());
            down.add(new ArrayDeque<>());
        });
        for (int i = 0; i < FRAMES; i++) {
            int of = random.nextInt(LINKS);
            byte[] frame = frame();
            Bytes[] parts = parts(frame, chunks).toArray(new Bytes[0]);
            boolean isUp = random.nextBoolean();
            boolean isTaken =
                    isUp ? links.get(of).send(parts) : router.send(connections.get(of), parts) == SendResult.SENT;
            for (Bytes part : parts) {
                part.release();
            }
            if (isTaken) {
                (isUp ? up : down).get(of).add(frame);
            }
            if (random.nextInt(3) == 0) {
                receiveSome(router, connections, up);
            }
        }
        up.forEach(expected -> assertTrue(expected.size() > 1, "a link that sends next to nothing"));
        while (up.stream().anyMatch(expected -> !expected.isEmpty())) {
            receiveOne(router, connections, up);
        }
        for (int i = 0; i < LINKS; i++) {
            for (byte[] expected : down.get(i)) {
                assertArrayEquals(expected, nest.nextFrame(links.get(i)));
            }
        }
        assertEquals(0, chunks.heldChunks());
        assertHoldsNothing(router);
    }

    private static void assertHoldsNothing(RouterSocket router) {
        // Ends the read that has brought the last frame.
        router.receive(new Inbound(), 0);
        assertEquals(0, router.chunks().heldChunks());
    }

    private void receiveSome(RouterSocket router, List<Integer> connections, List<Deque<byte[]>> up) {
        for (int i = random.nextInt(4); i > 0 && up.stream().anyMatch(expected -> !expected.isEmpty()); i--) {
            receiveOne(router, connections, up);
        }
    }

    private void receiveOne(RouterSocket router, List<Integer> connections, List<Deque<byte[]>> up) {
        byte[] frame = nest.nextFrame(router);
        int from = connections.indexOf(nest.inbound.connection());
        assertArrayEquals(up.get(from).remove(), frame);
    }

    @Test
    void lieInAChunkOnceTheConnectionIsKnown() {
        RouterSocket router = nest.router();
        Link link = nest.upLink(router);
        nest.introduce(router, link);
        assertTrue(link.send(new byte[50_000]));
        Inbound into = new Inbound();
        Await.until("the frame", () -> into.kind() == Inbound.Kind.FRAME, () -> {
            link.receive(0);
            router.receive(into, 1);
        });
        assertSame(ChunkSlice.class, into.frame().getClass());
        assertEquals(1, router.chunks().heldChunks());
        into.frame().release();
        assertHoldsNothing(router);
    }

    @Test
    void areGivenBackWithTheConnectionThatDoesNotCompleteThem() throws Exception {
        RouterSocket router = nest.router();
        RawPeer peer = nest.join(router, Wire.NO_IDENTITY);
        peer.send(bytes("known"));
        assertArrayEquals(bytes("known"), nest.nextFrame(router));
        int connection = nest.inbound.connection();
        byte[] frame = Wire.frame(0, new byte[50_000]);
        peer.raw(Arrays.copyOf(frame, 20_000));
        Inbound into = new Inbound();
        Await.until("a part of the frame", () -> router.chunks().heldChunks() == 1, () -> router.receive(into, 1));
        peer.close();
        nest.nextIsEndOf(connection, router);
        assertEquals(0, router.chunks().heldChunks());
    }
}
