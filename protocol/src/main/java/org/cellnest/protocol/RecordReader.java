package org.cellnest.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.cellnest.buffer.Bytes;
import org.cellnest.buffer.Slice;
import org.jspecify.annotations.Nullable;

/**
 * Reads the content after a record's first 20 bytes, in order. The record has passed {@link RecordCheck}. Not
 * thread-safe.
 */
final class RecordReader {
    private final byte[] frame;
    private final int end;
    private final @Nullable Bytes detachedBody;
    private int at;

    RecordReader(WireRecord record) {
        frame = record.frame();
        at = record.offset() + WireRecord.HEADER_BYTES;
        end = record.offset() + record.headLength();
        detachedBody = record.detachedBody();
    }

    int u8() {
        return frame[at++] & 0xff;
    }

    int u16() {
        int value = WireRecord.u16(frame, at);
        at += 2;
        return value;
    }

    int u32() {
        int value = WireRecord.u32(frame, at);
        at += 4;
        return value;
    }

    long u64() {
        long value = WireRecord.u64(frame, at);
        at += 8;
        return value;
    }

    String latin1(int length) {
        String text = new String(frame, at, length, StandardCharsets.ISO_8859_1);
        at += length;
        return text;
    }

    String utf8(int length) {
        String text = new String(frame, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    byte[] bytes(int length) {
        byte[] bytes = Arrays.copyOfRange(frame, at, at + length);
        at += length;
        return bytes;
    }

    Fields fields() {
        String[] namesAndValues = new String[2 * u16()];
        for (int i = 0; i < namesAndValues.length; i++) {
            namesAndValues[i] = latin1(u16());
        }
        return Fields.ofOwned(namesAndValues);
    }

    /** Returns the rest of the record as it lies: in its array, or apart and borrowed. */
    Bytes rest() {
        return detachedBody == null ? new Slice(frame, at, end - at) : detachedBody;
    }

    /** Returns the rest of the record in an array, of which it is a copy if it lies in a chunk. */
    Slice restInArray() {
        return rest() instanceof Slice slice ? slice : Slice.of(rest().toByteArray());
    }
}
