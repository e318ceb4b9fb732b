package org.cellnest.transport;

import static org.cellnest.transport.TransportFixture.bytes;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.cellnest.buffer.Bytes;
import org.cellnest.buffer.ChunkPool;
import org.cellnest.buffer.ChunkSlice;
import org.cellnest.buffer.Slice;
import org.junit.jupiter.api.Test;

class ZmtpWriterTest {

    private static final int MAX_FRAMES = 4;

    private final ByteBuffer copy = ByteBuffer.allocateDirect(4_096);

    /** Greeting, a command, and frames: none of whose lengths is a multiple of another's. */
    private static ZmtpWriter filled() {
        ZmtpWriter writer = new ZmtpWriter(MAX_FRAMES);
        writer.command(bytes("command"));
        writer.frame(Slice.of(bytes("short")));
        writer.frame(Slice.of(new byte[0]));
        writer.frame(Slice.of(large()));
        return writer;
    }

    private static byte[] expected() {
        return Wire.concat(
                ourGreeting(),
                Wire.frame(Wire.COMMAND, bytes("command")),
                Wire.frame(0, bytes("short")),
                Wire.frame(0, new byte[0]),
                Wire.frame(0, large()));
    }

    private static byte[] ourGreeting() {
        byte[] greeting = Wire.greeting();
        greeting[11] = 1;
        return greeting;
    }

    private static byte[] large() {
        byte[] large = new byte[301];
        new Random(7).nextBytes(large);
        return large;
    }

    @Test
    void joinsTheParts() throws Exception {
        byte[] frame = large();
        for (int cut = 0; cut <= frame.length; cut += 43) {
            ZmtpWriter writer = new ZmtpWriter(MAX_FRAMES);
            writer.frame(new Slice(frame, 0, cut), new Slice(frame, cut, frame.length - cut));
            DripChannel channel = DripChannel.bottomless();
            assertTrue(writer.flush(channel, copy));
            assertArrayEquals(Wire.concat(ourGreeting(), Wire.frame(0, frame)), channel.taken());
        }
    }

    /** Frames with parts on and off the heap, as many as a writer of a test takes. */
    private static List<Bytes[]> mixed(ChunkPool chunks) {
        List<Bytes[]> frames = new ArrayList<>();
        for (int i = 0; i < MAX_FRAMES; i++) {
            ChunkSlice piece = Objects.requireNonNull(chunks.take(700 + 100 * i));
            piece.buffer().put(new byte[50]).put(large());
            frames.add(
                    i % 2 == 0
                            ? new Bytes[] {Slice.of(bytes("head")), piece}
                            : new Bytes[] {piece, Slice.of(bytes("between")), piece, Slice.of(large())});
        }
        return frames;
    }

    @Test
    void passesOnWhatIsOffTheHeapWhereverTheNetworkStopped() throws Exception {
        ChunkPool chunks = new ChunkPool(1 << 20);
        List<Bytes[]> frames = mixed(chunks);
        byte[] expected = Wire.concat(
                ourGreeting(),
                Wire.concat(frames.stream()
                        .map(parts -> Wire.frame(0, Bytes.join(parts)))
                        .toArray(byte[][]::new)));
        for (int cut = 1; cut < expected.length; cut += 3) {
            ZmtpWriter writer = new ZmtpWriter(2 * MAX_FRAMES);
            frames.forEach(writer::frame);
            GatheringDripChannel channel = new GatheringDripChannel(cut);
            while (!writer.flush(channel, copy)) {
                channel.makeRoom(cut);
            }
            assertArrayEquals(expected, channel.taken());
        }
        releaseOwn(frames);
        assertEquals(0, chunks.heldChunks());
    }

    private static void releaseOwn(List<Bytes[]> frames) {
        frames.forEach(parts -> Arrays.stream(parts).distinct().forEach(Bytes::release));
    }

    @Test
    void holdsWhatItHasNotWrittenAndNoMore() throws Exception {
        ChunkPool chunks = new ChunkPool(1 << 20);
        List<Bytes[]> frames = mixed(chunks);
        ZmtpWriter writer = new ZmtpWriter(2 * MAX_FRAMES);
        frames.forEach(writer::frame);
        releaseOwn(frames);
        assertFalse(writer.flush(new GatheringDripChannel(1_000), copy));
        assertEquals(1, chunks.heldChunks());
        writer.close();
        assertEquals(0, chunks.heldChunks());
    }

    @Test
    void writesManyFramesOffTheHeapAtOnce() throws Exception {
        ChunkPool chunks = new ChunkPool(1 << 20);
        ZmtpWriter writer = new ZmtpWriter(2 * MAX_FRAMES);
        mixed(chunks).forEach(writer::frame);
        GatheringDripChannel channel = new GatheringDripChannel(Integer.MAX_VALUE);
        assertTrue(writer.flush(channel, copy));
        assertEquals(1, channel.writes());
    }

    @Test
    void beginsWithTheGreeting() throws Exception {
        ZmtpWriter writer = new ZmtpWriter(1);
        assertFalse(writer.isEmpty());
        DripChannel channel = DripChannel.bottomless();
        assertTrue(writer.flush(channel, copy));
        assertTrue(writer.isEmpty());
        assertArrayEquals(ourGreeting(), channel.taken());
    }

    @Test
    void goesOnWhereverTheNetworkStopped() throws Exception {
        byte[] expected = expected();
        for (int cut = 0; cut < expected.length; cut++) {
            ZmtpWriter writer = filled();
            DripChannel channel = new DripChannel(cut);
            assertFalse(writer.flush(channel, copy));
            assertFalse(writer.isEmpty());
            channel.makeRoom(Integer.MAX_VALUE);
            assertTrue(writer.flush(channel, copy));
            assertTrue(writer.isEmpty());
            assertArrayEquals(expected, channel.taken());
        }
    }

    @Test
    void writesTheSameInPiecesOfAnySize() throws Exception {
        byte[] expected = expected();
        for (int room = 1; room < expected.length; room++) {
            for (int copyBytes : new int[] {1, 2, 7, 64, 4_096}) {
                ZmtpWriter writer = filled();
                DripChannel channel = new DripChannel(0);
                do {
                    channel.makeRoom(room);
                } while (!writer.flush(channel, ByteBuffer.allocate(copyBytes)));
                assertArrayEquals(expected, channel.taken());
            }
        }
    }

    @Test
    void writesManyFramesAtOnce() throws Exception {
        ZmtpWriter writer = filled();
        DripChannel channel = DripChannel.bottomless();
        assertTrue(writer.flush(channel, copy));
        assertEquals(1, channel.writes());
        assertTrue(writer.flush(channel, copy));
        assertEquals(1, channel.writes());
    }

    @Test
    void writesALargeFrameThroughASmallBuffer() throws Exception {
        byte[] frame = new byte[300_000];
        new Random(3).nextBytes(frame);
        ZmtpWriter writer = new ZmtpWriter(MAX_FRAMES);
        writer.frame(Slice.of(frame));
        DripChannel channel = DripChannel.bottomless();
        assertTrue(writer.flush(channel, copy));
        assertArrayEquals(Wire.concat(ourGreeting(), Wire.frame(0, frame)), channel.taken());
    }

    @Test
    void writesSizesAsShortAsTheyGo() throws Exception {
        for (int size : new int[] {0, 1, 127, 128, 255, 256, 65_535, 65_536, 1 << 20}) {
            ZmtpWriter writer = new ZmtpWriter(MAX_FRAMES);
            writer.frame(Slice.of(new byte[size]));
            DripChannel channel = DripChannel.bottomless();
            assertTrue(writer.flush(channel, copy));
            assertArrayEquals(Wire.concat(ourGreeting(), Wire.frame(0, new byte[size])), channel.taken());
        }
    }

    @Test
    void neverPutsACommandIntoAFrame() throws Exception {
        for (int cut = 64; cut < 64 + 2 + 301; cut++) {
            ZmtpWriter writer = new ZmtpWriter(MAX_FRAMES);
            writer.frame(Slice.of(large()));
            DripChannel channel = new DripChannel(cut);
            assertFalse(writer.flush(channel, copy));
            writer.command(bytes("command"));
            writer.frame(Slice.of(bytes("after")));
            channel.makeRoom(Integer.MAX_VALUE);
            assertTrue(writer.flush(channel, copy));
            byte[] expected = Wire.concat(
                    ourGreeting(),
                    Wire.frame(0, large()),
                    Wire.frame(Wire.COMMAND, bytes("command")),
                    Wire.frame(0, bytes("after")));
            assertArrayEquals(expected, channel.taken());
        }
    }

    @Test
    void isFullWithAsManyFramesAsItWasGivenAndTakesMoreWhenSomeHaveGone() throws Exception {
        ZmtpWriter writer = new ZmtpWriter(MAX_FRAMES);
        DripChannel channel = new DripChannel(64);
        assertTrue(writer.flush(channel, copy));
        for (int i = 0; i < MAX_FRAMES; i++) {
            assertFalse(writer.isFull());
            writer.frame(Slice.of(bytes("frame")));
        }
        assertTrue(writer.isFull());
        assertFalse(writer.flush(channel, copy));
        assertTrue(writer.isFull());
        channel.makeRoom(7);
        assertFalse(writer.flush(channel, copy));
        assertFalse(writer.isFull());
    }

    @Test
    void dropsCommandsThatNobodyReads() throws Exception {
        ZmtpWriter writer = new ZmtpWriter(MAX_FRAMES);
        for (int i = 0; i < MAX_FRAMES; i++) {
            writer.frame(Slice.of(bytes("frame")));
        }
        for (int i = 0; i < 100_000; i++) {
            writer.command(bytes("PONG"));
        }
        DripChannel channel = DripChannel.bottomless();
        assertTrue(writer.flush(channel, copy));
        int commands = (channel.taken().length - 64 - MAX_FRAMES * 7) / 6;
        assertTrue(commands > 0 && commands <= 8, () -> commands + " commands");
        writer.command(bytes("PONG"));
        assertFalse(writer.isEmpty());
    }

    @Test
    void saysWhenTheNetworkFails() {
        ZmtpWriter writer = filled();
        DripChannel channel = DripChannel.bottomless();
        channel.close();
        assertThrows(IOException.class, () -> writer.flush(channel, copy));
    }
}
