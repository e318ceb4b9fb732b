package org.cellnest.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Gathers records into frames. Records go in one after the other; whenever the next one would make a batch too long or
 * too large, the frame so far is set aside and a new one begins, and a record too large for company stands alone.
 * {@link #poll} hands out the frames in order.
 *
 * <p>A record is begun, filled by the {@code put} methods, and ended; {@link MessageCodec} does this for whole messages.
 * Not thread-safe. The writer does not bound how many frames wait in it: its owner takes them out in the same turn.
 */
public final class BatchWriter {
    private static final int INITIAL_BYTES = 1024;
    private static final int KEEP_BYTES = 64 << 10;

    private final Limits limits;
    private final Deque<byte[]> full = new ArrayDeque<>();
    private byte[] buffer = new byte[INITIAL_BYTES];
    private int at;
    private int recordAt;
    private int records;
    private boolean open;

    public BatchWriter(Limits limits) {
        this.limits = limits;
    }

    /** Whether there is no record to hand out. */
    public boolean isEmpty() {
        return records == 0 && full.isEmpty();
    }

    /** Appends a record as it is, by copying its bytes. */
    public void append(WireRecord record) {
        requireClosed();
        recordAt = at;
        room(record.length());
        System.arraycopy(record.frame(), record.offset(), buffer, at, record.length());
        at += record.length();
        finish();
    }

    /** Begins a record. */
    public BatchWriter begin(MessageType type, int flags, int budgetMs, long exchange) {
        requireClosed();
        open = true;
        recordAt = at;
        room(WireRecord.HEADER_BYTES);
        WireRecord.u32(buffer, at, 0);
        buffer[at + WireRecord.AT_VERSION] = WireRecord.VERSION;
        buffer[at + WireRecord.AT_TYPE] = (byte) type.code();
        WireRecord.u16(buffer, at + WireRecord.AT_FLAGS, flags);
        WireRecord.u32(buffer, at + WireRecord.AT_BUDGET, budgetMs);
        WireRecord.u64(buffer, at + WireRecord.AT_EXCHANGE, exchange);
        at += WireRecord.HEADER_BYTES;
        return this;
    }

    /** Ends the record that was begun. */
    public void end() {
        requireOpen();
        open = false;
        WireRecord.u32(buffer, recordAt, at - recordAt);
        finish();
    }

    /** Takes back the record that was begun, as if it had never been. */
    public void abandon() {
        requireOpen();
        open = false;
        at = recordAt;
        if (at == 0) {
            reset();
        }
    }

    boolean isOpen() {
        return open;
    }

    /** How many bytes the record that was begun has so far. */
    public int recordBytes() {
        return at - recordAt;
    }

    public BatchWriter putU8(int value) {
        room(1);
        buffer[at++] = (byte) value;
        return this;
    }

    public BatchWriter putU16(int value) {
        room(2);
        WireRecord.u16(buffer, at, value);
        at += 2;
        return this;
    }

    public BatchWriter putU32(int value) {
        room(4);
        WireRecord.u32(buffer, at, value);
        at += 4;
        return this;
    }

    public BatchWriter putU64(long value) {
        room(8);
        WireRecord.u64(buffer, at, value);
        at += 8;
        return this;
    }

    public BatchWriter putBytes(byte[] bytes, int offset, int length) {
        room(length);
        System.arraycopy(bytes, offset, buffer, at, length);
        at += length;
        return this;
    }

    public BatchWriter putBytes(Slice bytes) {
        return putBytes(bytes.array(), bytes.offset(), bytes.length());
    }

    /**
     * A u16 length and the ISO-8859-1 bytes of a text of at most 65535 characters. None may lie beyond U+00FF: only the
     * low byte of each is written, and that of U+010D is a carriage return ({@link Tokens#isFieldValue} tells).
     */
    @SuppressWarnings("deprecation") // the one method that takes a string's low bytes without an array between
    public BatchWriter putLatin1(String text) {
        int length = text.length();
        if (length > 0xffff) {
            throw new IllegalArgumentException("text of " + length + " characters (expected: at most 65535)");
        }
        putU16(length);
        room(length);
        text.getBytes(0, length, buffer, at);
        at += length;
        return this;
    }

    /** A u16 length and the UTF-8 bytes of a text, at most 65535 of them. */
    public BatchWriter putUtf8(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0xffff) {
            throw new IllegalArgumentException("text of " + bytes.length + " bytes (expected: at most 65535)");
        }
        return putU16(bytes.length).putBytes(bytes, 0, bytes.length);
    }

    /** A count and the fields themselves. */
    public BatchWriter putFields(Fields fields) {
        if (fields.size() > 0xffff) {
            throw new IllegalArgumentException(fields.size() + " fields (expected: at most 65535)");
        }
        putU16(fields.size());
        for (int i = 0; i < fields.size(); i++) {
            putLatin1(fields.name(i)).putLatin1(fields.value(i));
        }
        return this;
    }

    /** Reserves a u16 whose value is not known yet; {@link #setU16} writes it. Returns its place in the record. */
    public int reserveU16() {
        int place = at - recordAt;
        putU16(0);
        return place;
    }

    /** Writes a u16 that was reserved in the record that was begun. */
    public void setU16(int place, int value) {
        requireOpen();
        WireRecord.u16(buffer, recordAt + place, value);
    }

    /** The next frame, in an array that nobody else has, or null when there is none. */
    public byte @Nullable [] poll() {
        requireClosed();
        byte[] frame = full.poll();
        if (frame == null && records > 0) {
            frame = Arrays.copyOf(buffer, at);
            reset();
        }
        return frame;
    }

    private void finish() {
        if (records > 0 && (records == limits.maxBatchRecords() || at > limits.maxBatchBytes())) {
            full.add(Arrays.copyOf(buffer, recordAt));
            int length = at - recordAt;
            System.arraycopy(buffer, recordAt, buffer, 0, length);
            at = length;
            records = 0;
        }
        recordAt = at;
        records++;
        if (at > limits.maxBatchBytes()) {
            full.add(Arrays.copyOf(buffer, at));
            reset();
        }
    }

    private void reset() {
        at = 0;
        recordAt = 0;
        records = 0;
        if (buffer.length > KEEP_BYTES) {
            buffer = new byte[INITIAL_BYTES];
        }
    }

    private void room(int bytes) {
        int needed = Math.addExact(at, bytes);
        if (needed > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(needed, buffer.length * 2));
        }
    }

    private void requireOpen() {
        if (!open) {
            throw new IllegalStateException("no record was begun");
        }
    }

    private void requireClosed() {
        if (open) {
            throw new IllegalStateException("a record was begun and not ended");
        }
    }
}
