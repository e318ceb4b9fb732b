package org.cellnest.protocol;

import static org.cellnest.protocol.RawRecords.join;
import static org.cellnest.protocol.RawRecords.record;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchTest {
    private static final byte[] DRAIN = record(0x06);
    private static final byte[] GOODBYE = record(0x07);

    @Test
    void findsEveryRecordWhereItLies() throws ProtocolException {
        List<WireRecord> records = Batch.parse(join(DRAIN, GOODBYE, DRAIN), Limits.DEFAULT);
        assertEquals(
                List.of(0, 20, 40), records.stream().map(WireRecord::offset).toList());
        assertEquals(
                List.of(MessageType.DRAIN, MessageType.GOODBYE, MessageType.DRAIN),
                records.stream().map(WireRecord::type).toList());
    }

    @Test
    void leavesOutAndTellsTypesThatItDoesNotKnow() throws ProtocolException {
        List<Integer> unknown = new ArrayList<>();
        byte[] frame = join(record(0x30, new byte[5]), DRAIN, record(0xff), record(0), GOODBYE);
        assertEquals(2, Batch.parse(frame, Limits.DEFAULT, unknown::add).size());
        assertEquals(List.of(0x30, 0xff, 0), unknown);
        assertEquals(0, Batch.parse(record(0x41), Limits.DEFAULT).size());
    }

    @Test
    void refusesAnEmptyFrame() {
        assertRefused(ErrorCode.MALFORMED, "record of 0 bytes at 0 (expected: at least 20)", new byte[0]);
    }

    @Test
    void refusesAFrameThatEndsWithinAHeader() {
        assertRefused(ErrorCode.MALFORMED, "record of 19 bytes at 0 (expected: at least 20)", Arrays.copyOf(DRAIN, 19));
        assertRefused(
                ErrorCode.MALFORMED,
                "record of 7 bytes at 20 (expected: at least 20)",
                join(DRAIN, Arrays.copyOf(DRAIN, 7)));
    }

    @Test
    void refusesLengthsThatDoNotAddUp() {
        assertRefused(ErrorCode.MALFORMED, "record length 0 at 0 (expected: 20 to 20)", withLength(0));
        assertRefused(ErrorCode.MALFORMED, "record length 19 at 0 (expected: 20 to 20)", withLength(19));
        assertRefused(ErrorCode.MALFORMED, "record length 21 at 0 (expected: 20 to 20)", withLength(21));
        assertRefused(ErrorCode.MALFORMED, "record length 4294967295 at 0 (expected: 20 to 20)", withLength(-1));
        assertRefused(
                ErrorCode.MALFORMED,
                "record length 2147483648 at 20 (expected: 20 to 40)",
                join(DRAIN, withLength(Integer.MIN_VALUE), DRAIN));
    }

    @Test
    void refusesAnotherVersionWhereverItStands() {
        byte[] version2 = DRAIN.clone();
        version2[4] = 2;
        assertRefused(ErrorCode.VERSION, "version 2 at 0 (expected: 1)", version2);
        version2[4] = (byte) 0xff;
        assertRefused(ErrorCode.VERSION, "version 255 at 20 (expected: 1)", join(DRAIN, version2));
    }

    @Test
    void refusesTheWholeFrameForItsLastRecord() {
        assertRefused(
                ErrorCode.MALFORMED,
                "DRAIN: 1 bytes after its end (expected: none)",
                join(DRAIN, GOODBYE, record(0x06, new byte[1])));
    }

    @Test
    void boundsTheNumberOfRecords() throws ProtocolException {
        byte[] full = join(Collections.nCopies(64, DRAIN).toArray(byte[][]::new));
        assertEquals(64, Batch.parse(full, Limits.DEFAULT).size());
        assertRefused(ErrorCode.LIMIT, "batch of 65 or more records (expected: at most 64)", join(full, record(0x77)));
    }

    @Test
    void boundsTheBytesOfABatchButNotOfALoneRecord() throws ProtocolException {
        byte[] large = record(0x02, new byte[262_144 - 40]);
        assertEquals(2, Batch.parse(join(large, DRAIN), Limits.DEFAULT).size());
        byte[] larger = record(0x02, new byte[262_144 - 39]);
        assertRefused(ErrorCode.LIMIT, "batch of 262145 bytes (expected: at most 262144)", join(larger, DRAIN));
        assertEquals(
                1,
                Batch.parse(record(0x02, new byte[1_048_576 - 20]), Limits.DEFAULT)
                        .size());
        assertRefused(
                ErrorCode.LIMIT,
                "message of 1048577 bytes (expected: at most 1048576)",
                record(0x02, new byte[1_048_576 - 19]));
    }

    private static byte[] withLength(int length) {
        return join(RawRecords.u32(length), Arrays.copyOfRange(DRAIN, 4, 20));
    }

    private static void assertRefused(ErrorCode code, String message, byte[] frame) {
        ProtocolException e = assertThrows(ProtocolException.class, () -> Batch.parse(frame, Limits.DEFAULT));
        assertEquals(message, e.getMessage());
        assertEquals(code, e.code());
    }
}
