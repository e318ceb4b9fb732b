package org.cellnest.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.cellnest.buffer.Slice;

/**
 * Reads the content after a record's first 20 bytes, in order. The record has passed {@link RecordCheck}. Not
 * thread-safe.
 */
final class RecordReader {
    private final byte[] frame;
    private final int end;
    private int at;

    RecordReader(WireRecord record) {
        frame = record.frame();
        at = record.offset() + WireRecord.HEADER_BYTES;
        end = record.offset() + record.length();
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

    Slice rest() {
        return new Slice(frame, at, end - at);
    }
}
