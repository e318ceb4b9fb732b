package org.cellnest.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.cellnest.buffer.Bytes;
import org.cellnest.buffer.ChunkPool;
import org.cellnest.buffer.ChunkSlice;
import org.cellnest.buffer.Slice;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A frame in a chunk has the same records as the same frame in an array, and the same faults. */
class BatchInChunkTest {
    private final ChunkPool chunks = new ChunkPool(2 << 20);
    private final List<Bytes> held = new ArrayList<>();

    @AfterEach
    void release() {
        held.forEach(Bytes::release);
        assertEquals(0, chunks.heldChunks());
    }

    private Bytes inChunk(byte[] frame) {
        ChunkSlice place = Objects.requireNonNull(chunks.take(frame.length));
        place.buffer().put(frame);
        held.add(place);
        return place;
    }

    private static Reply reply(int bodyBytes, Random random) {
        byte[] body = new byte[bodyBytes];
        random.nextBytes(body);
        return new Reply(random.nextLong(), 0, 200, Fields.of("content-type", "text/plain"), Slice.of(body));
    }

    private static byte[] frame(Message... messages) {
        BatchWriter writer = new BatchWriter(Limits.DEFAULT);
        for (Message message : messages) {
            MessageCodec.encode(message, writer);
        }
        return Objects.requireNonNull(writer.poll());
    }

    /** Returns what parsing has brought: each record's bytes, or the fault. */
    private static List<String> outcome(Bytes frame) {
        List<String> unknown = new ArrayList<>();
        try {
            List<String> records = new ArrayList<>();
            for (WireRecord record : Batch.parse(frame, Limits.DEFAULT, code -> unknown.add("unknown " + code))) {
                byte[] bytes = new byte[record.length()];
                record.copyTo(bytes, 0);
                records.add(Slice.of(bytes).hashCode() + " " + record);
            }
            records.addAll(unknown);
            return records;
        } catch (ProtocolException e) {
            return List.of(e.code() + ": " + e.getMessage());
        }
    }

    @Test
    void leavesALargeBodyWhereItLies() throws ProtocolException {
        Reply large = reply(10_000, new Random(1));
        Bytes frame = inChunk(frame(new Drain(), large, new Goodbye()));
        List<WireRecord> records = Batch.parse(frame, Limits.DEFAULT);
        assertEquals(3, records.size());
        assertNull(records.get(0).detachedBody());
        WireRecord record = records.get(1);
        assertInstanceOf(ChunkSlice.class, record.detachedBody());
        assertTrue(record.frame().length < 100);
        Reply decoded = MessageCodec.reply(record);
        assertArrayEquals(large.body().toByteArray(), decoded.body().toByteArray());
        assertEquals(large.fields(), decoded.fields());
    }

    @Test
    void copiesAFrameWithoutALargeBody() throws ProtocolException {
        Random random = new Random(1);
        Bytes frame = inChunk(frame(reply(2_000, random), reply(2_000, random), reply(4_095, random)));
        List<WireRecord> records = Batch.parse(frame, Limits.DEFAULT);
        records.forEach(record -> assertNull(record.detachedBody()));
        assertTrue(records.get(0).frame() == records.get(2).frame(), "one array for all");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void findsWhatItFindsInAnArray(long seed) {
        Random random = new Random(seed);
        RandomMessages messages = new RandomMessages(random);
        for (int i = 0; i < 400; i++) {
            List<Message> batch = new ArrayList<>();
            for (int n = random.nextInt(4); n >= 0; n--) {
                batch.add(random.nextBoolean() ? reply(random.nextInt(8_000), random) : messages.ofAnyType());
            }
            byte[] frame = frame(batch.toArray(new Message[0]));
            if (frame.length > ChunkPool.MAX_PIECE_BYTES) {
                continue;
            }
            for (int mutations = random.nextInt(4); mutations > 0; mutations--) {
                frame[random.nextInt(Math.min(frame.length, 400))] = (byte) random.nextInt();
            }
            assertEquals(outcome(Slice.of(frame)), outcome(inChunk(frame)));
            release();
            held.clear();
        }
    }

    @Test
    void copiesAndRewritesARecordWithoutTouchingItsBody() throws ProtocolException {
        Bytes frame = inChunk(frame(reply(10_000, new Random(2))));
        WireRecord record = Batch.parse(frame, Limits.DEFAULT).get(0);
        WireRecord other = record.copyHead();
        other.setExchange(77);
        assertEquals(77, other.exchange());
        assertTrue(record.exchange() != 77);
        assertTrue(other.detachedBody() == record.detachedBody());
        WireRecord copy = record.copy();
        assertTrue(copy.isWholeFrame());
        assertEquals(record.length(), copy.frame().length);
        WireRecord longer = record.withFieldsBefore(Fields.of("x-a", "1", "x-b", "2"), 1 << 20);
        Reply decoded = MessageCodec.reply(longer);
        assertEquals("1", decoded.fields().first("x-a"));
        assertEquals("text/plain", decoded.fields().first("content-type"));
        assertEquals(10_000, decoded.body().length());
        assertEquals(longer.length(), WireRecord.u32(longer.frame(), 0));
        WireRecord detached = record.detached();
        assertInstanceOf(Slice.class, detached.detachedBody());
        assertArrayEquals(
                decoded.body().toByteArray(),
                MessageCodec.reply(detached).body().toByteArray());
    }

    @Test
    void writesABodyInAChunkAndHoldsItUntilTheFrameIsReleased() {
        ChunkSlice body = Objects.requireNonNull(chunks.take(10_000));
        body.buffer().put(new byte[10_000]);
        BatchWriter writer = new BatchWriter(Limits.DEFAULT);
        MessageCodec.encode(new Reply(1, 0, 200, Fields.EMPTY, body), writer);
        MessageCodec.encode(new Reply(2, 0, 200, Fields.EMPTY, body), writer);
        body.release();
        BatchFrame frame = assertNotNullFrame(writer.pollFrame());
        assertEquals(2, frame.records());
        assertArrayEquals(
                frame(
                        new Reply(1, 0, 200, Fields.EMPTY, Slice.of(new byte[10_000])),
                        new Reply(2, 0, 200, Fields.EMPTY, Slice.of(new byte[10_000]))),
                frame.toByteArray());
        assertEquals(1, chunks.heldChunks());
        frame.release();
        assertEquals(0, chunks.heldChunks());
    }

    private static BatchFrame assertNotNullFrame(@Nullable BatchFrame frame) {
        assertNotNull(frame);
        return frame;
    }

    @Test
    void releasesTheBodyOfARecordThatIsAbandoned() {
        ChunkSlice body = Objects.requireNonNull(chunks.take(10_000));
        BatchWriter writer = new BatchWriter(Limits.DEFAULT);
        writer.begin(MessageType.REPLY, 0, 0, 1).putU16(200).putU16(0).putBytes(body);
        writer.abandon();
        MessageCodec.encode(new Reply(2, 0, 200, Fields.EMPTY, body), writer);
        writer.close();
        body.release();
        assertEquals(0, chunks.heldChunks());
    }
}
