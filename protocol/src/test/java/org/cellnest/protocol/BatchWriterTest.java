package org.cellnest.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class BatchWriterTest {
    private static final int MAX = BatchWriter.ENOUGH_BYTES;

    private final BatchWriter writer = new BatchWriter(Limits.DEFAULT);

    @Test
    void beginsEmpty() {
        assertTrue(writer.isEmpty());
        assertNull(writer.poll());
    }

    @Test
    void putsSixtyFourRecordsIntoABatchAndTheNextIntoAnother() throws ProtocolException {
        for (int i = 0; i < 129; i++) {
            record(20);
        }
        assertEquals(List.of(64, 64, 1), counts());
        assertTrue(writer.isEmpty());
    }

    @Test
    void fillsABatchToTheLastByte() throws ProtocolException {
        record(MAX - 100);
        record(100);
        assertEquals(List.of(2), counts());
        record(MAX - 100);
        record(101);
        assertEquals(List.of(1, 1), counts());
    }

    @Test
    void keepsToTheLimitWhereThatIsSmaller() throws ProtocolException {
        BatchWriter small = new BatchWriter(new Limits(1 << 20, 64, 1_024, 1 << 10, 1, 64 << 10));
        for (int i = 0; i < 3; i++) {
            small.begin(MessageType.REPLY, 0, 0, 1)
                    .putBytes(new byte[480], 0, 480)
                    .end();
        }
        assertEquals(1_000, Objects.requireNonNull(small.poll()).length);
        assertEquals(500, Objects.requireNonNull(small.poll()).length);
    }

    @Test
    void letsALargeRecordStandAlone() throws ProtocolException {
        record(20);
        record(MAX + 1);
        record(20);
        record(20);
        List<byte[]> frames = frames();
        assertEquals(
                List.of(20, MAX + 1, 40),
                frames.stream().map(frame -> frame.length).toList());
    }

    @Test
    void letsARecordOfExactlyTheLargestBatchStandWithoutCompany() throws ProtocolException {
        record(MAX);
        record(20);
        assertEquals(List.of(1, 1), counts());
    }

    @Test
    void takesAnAbandonedRecordBack() throws ProtocolException {
        record(30);
        writer.begin(MessageType.REPLY, 0, 0, 1).putBytes(new byte[MAX], 0, MAX);
        writer.abandon();
        record(40);
        assertEquals(List.of(70), frames().stream().map(frame -> frame.length).toList());
        writer.begin(MessageType.REPLY, 0, 0, 1).putBytes(new byte[MAX], 0, MAX);
        writer.abandon();
        assertTrue(writer.isEmpty());
        assertNull(writer.poll());
        record(20);
        assertEquals(List.of(1), counts());
    }

    @Test
    void writesAReservedNumberAlsoWhenTheBufferHasGrownAndMoved() throws ProtocolException {
        record(500);
        writer.begin(MessageType.REPLY, 0, 0, 1).putU16(200);
        int place = writer.reserveU16();
        writer.putLatin1("name").putLatin1("x".repeat(5000));
        writer.setU16(place, 1);
        assertEquals(20 + 2 + 2 + 6 + 5002, writer.recordBytes());
        writer.end();
        WireRecord record = Batch.parse(frames().get(0), Limits.DEFAULT).get(1);
        assertEquals(
                Fields.of("name", "x".repeat(5000)), MessageCodec.reply(record).fields());
    }

    @Test
    void copiesRecordsOfOtherFrames() throws ProtocolException {
        byte[] source = RawRecords.join(RawRecords.record(6), RawRecords.record(7), RawRecords.record(6));
        for (WireRecord record : Batch.parse(source, Limits.DEFAULT)) {
            writer.append(record);
        }
        byte[] frame = frames().get(0);
        assertArrayEquals(source, frame);
        assertNotSame(source, frame);
    }

    @Test
    void handsOutArraysThatItDoesNotWriteAgain() {
        record(40);
        byte[] first = frames().get(0);
        byte[] before = first.clone();
        record(40);
        writer.poll();
        assertArrayEquals(before, first);
    }

    @Test
    void insistsOnRecordsBeingBegunAndEnded() {
        assertThrows(IllegalStateException.class, writer::end);
        assertThrows(IllegalStateException.class, writer::abandon);
        assertThrows(IllegalStateException.class, () -> writer.setU16(20, 1));
        writer.begin(MessageType.DRAIN, 0, 0, 0);
        assertThrows(IllegalStateException.class, writer::poll);
        assertThrows(IllegalStateException.class, () -> writer.begin(MessageType.DRAIN, 0, 0, 0));
        writer.end();
        assertFalse(writer.isEmpty());
    }

    @Test
    void saysWhichTextIsTooLong() {
        writer.begin(MessageType.REPLY, 0, 0, 0);
        writer.putLatin1("x".repeat(65_535));
        assertEquals(
                "text of 65536 characters (expected: at most 65535)",
                assertThrows(IllegalArgumentException.class, () -> writer.putLatin1("x".repeat(65_536)))
                        .getMessage());
        assertEquals(
                "text of 65536 bytes (expected: at most 65535)",
                assertThrows(IllegalArgumentException.class, () -> writer.putUtf8("é".repeat(32_768)))
                        .getMessage());
    }

    /** Writes an anonymous record of so many bytes in all. */
    private void record(int bytes) {
        writer.begin(MessageType.HELLO, 0, 0, 0)
                .putBytes(new byte[bytes - 20], 0, bytes - 20)
                .end();
    }

    private List<byte[]> frames() {
        List<byte[]> frames = new ArrayList<>();
        for (byte[] frame = writer.poll(); frame != null; frame = writer.poll()) {
            frames.add(frame);
        }
        return frames;
    }

    private List<Integer> counts() throws ProtocolException {
        List<Integer> counts = new ArrayList<>();
        for (byte[] frame : frames()) {
            counts.add(Batch.parse(frame, Limits.DEFAULT).size());
        }
        return counts;
    }
}
