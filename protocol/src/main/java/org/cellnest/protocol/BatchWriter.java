package org.cellnest.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.cellnest.buffer.Bytes;
import org.cellnest.buffer.ChunkPool;
import org.cellnest.buffer.Slice;
import org.jspecify.annotations.Nullable;

/**
 * Gathers records into frames. Records are appended one after the other. When the next record would make a batch too
 * long or too large, the frame so far is queued and a new one begins; a record too large for any batch has a frame of
 * its own. {@link #pollFrame} returns the frames in order. A large body is not copied: the frame refers to its array,
 * which must not change until the frame is sent, or holds its chunk.
 *
 * <p>A record is begun, filled by the {@code put} methods, and ended; {@link MessageCodec} does this for whole
 * messages. Not thread-safe. The writer does not bound the number of queued frames: its owner polls them in the same
 * turn.
 */
public final class BatchWriter {
    /**
     * The size beyond which no batch grows, even if the limits allow more. A batch of this size already costs few calls
     * for its bytes, and frames that fit the processor's caches are moved faster than larger ones.
     */
    static final int ENOUGH_BYTES = 64 << 10;

    /** The size, in bytes, from which a body is referred to instead of copied. */
    static final int LARGE_BYTES = ChunkPool.MIN_PIECE_BYTES;

    private static final int INITIAL_BYTES = 1024;
    private static final int KEEP_BYTES = 2 * ENOUGH_BYTES;

    private final int maxRecords;
    private final int maxBytes;
    private final Deque<BatchFrame> full = new ArrayDeque<>();
    private final List<Reference> references = new ArrayList<>();
    private byte[] buffer = new byte[INITIAL_BYTES];
    private int at;
    private int recordAt;
    private int records;
    private int referencedBytes;
    /**
     * The number of references before the record that is being written; the next field has the number of their bytes.
     */
    private int referencesBefore;

    private int referencedBytesBefore;
    private boolean open;

    /** A range of bytes outside the buffer, held, that belongs at a position in it. */
    private record Reference(int at, Bytes bytes) {}

    public BatchWriter(Limits limits) {
        this.maxRecords = limits.maxBatchRecords();
        this.maxBytes = Math.min(limits.maxBatchBytes(), ENOUGH_BYTES);
    }

    /** Whether there is no record to return. */
    public boolean isEmpty() {
        return records == 0 && full.isEmpty();
    }

    /** Appends a whole record by copying its bytes. */
    public void append(WireRecord record) {
        requireClosed();
        mark();
        room(record.length());
        record.copyTo(buffer, at);
        at += record.length();
        finish();
    }

    /** Begins a record. */
    public BatchWriter begin(MessageType type, int flags, int budgetMs, long exchange) {
        requireClosed();
        open = true;
        mark();
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

    /** Ends the open record. */
    public void end() {
        requireOpen();
        open = false;
        WireRecord.u32(buffer, recordAt, recordBytes());
        finish();
    }

    /** Discards the open record, as if it had never begun. */
    public void abandon() {
        requireOpen();
        open = false;
        at = recordAt;
        List<Reference> discarded = references.subList(referencesBefore, references.size());
        discarded.forEach(reference -> reference.bytes.release());
        discarded.clear();
        referencedBytes = referencedBytesBefore;
        if (at == 0) {
            reset();
        }
    }

    boolean isOpen() {
        return open;
    }

    /** Returns the number of bytes that the open record has so far. */
    public int recordBytes() {
        return at - recordAt + referencedBytes - referencedBytesBefore;
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

    /** Appends a body; a large one is referred to or held, not copied. */
    public BatchWriter putBytes(Bytes bytes) {
        if (bytes.length() < LARGE_BYTES) {
            room(bytes.length());
            bytes.copyTo(buffer, at);
            at += bytes.length();
            return this;
        }
        references.add(new Reference(at, bytes.share()));
        referencedBytes += bytes.length();
        return this;
    }

    /**
     * Appends a u16 length and the ISO-8859-1 bytes of a text of at most 65535 characters. No character may lie beyond
     * U+00FF ({@link HttpTokens#isFieldValue} checks this). Only the low byte of each is written, and the low byte of
     * U+010D is a carriage return.
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

    /** Appends a u16 length and the UTF-8 bytes of a text, at most 65535 of them. */
    public BatchWriter putUtf8(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0xffff) {
            throw new IllegalArgumentException("text of " + bytes.length + " bytes (expected: at most 65535)");
        }
        return putU16(bytes.length).putBytes(bytes, 0, bytes.length);
    }

    /** Appends the number of fields, then the fields themselves. */
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

    /** Reserves a u16 whose value is not known yet; {@link #setU16} writes it. Returns its position in the record. */
    public int reserveU16() {
        int place = at - recordAt;
        putU16(0);
        return place;
    }

    /** Writes a u16 that was reserved in the open record. */
    public void setU16(int place, int value) {
        requireOpen();
        WireRecord.u16(buffer, recordAt + place, value);
    }

    /** Returns the next frame, or null if there is none. */
    public @Nullable BatchFrame pollFrame() {
        requireClosed();
        BatchFrame frame = full.poll();
        if (frame == null && records > 0) {
            frame = frame(at, references.size());
            reset();
        }
        return frame;
    }

    /** Returns the next frame like {@link #pollFrame}, in one array. */
    public byte @Nullable [] poll() {
        BatchFrame frame = pollFrame();
        if (frame == null) {
            return null;
        }
        byte[] array = frame.toByteArray();
        frame.release();
        return array;
    }

    /** Drops the records and frames that were not polled. */
    public void close() {
        if (open) {
            abandon();
        }
        BatchFrame frame;
        while ((frame = pollFrame()) != null) {
            frame.release();
        }
    }

    private void mark() {
        recordAt = at;
        referencesBefore = references.size();
        referencedBytesBefore = referencedBytes;
    }

    private void finish() {
        if (records > 0 && (records == maxRecords || at + referencedBytes > maxBytes)) {
            full.add(frame(recordAt, referencesBefore));
            moveRecordToTheFront();
            records = 0;
        }
        records++;
        if (at + referencedBytes > maxBytes) {
            full.add(frame(at, references.size()));
            reset();
        }
        mark();
    }

    private void moveRecordToTheFront() {
        System.arraycopy(buffer, recordAt, buffer, 0, at - recordAt);
        references.subList(0, referencesBefore).clear();
        references.replaceAll(reference -> new Reference(reference.at - recordAt, reference.bytes));
        at -= recordAt;
        referencedBytes -= referencedBytesBefore;
    }

    private BatchFrame frame(int end, int referenceCount) {
        byte[] held = Arrays.copyOf(buffer, end);
        List<Bytes> parts = new ArrayList<>(2 * referenceCount + 1);
        int bytes = end;
        int from = 0;
        for (Reference reference : references.subList(0, referenceCount)) {
            if (reference.at > from) {
                parts.add(new Slice(held, from, reference.at - from));
                from = reference.at;
            }
            parts.add(reference.bytes);
            bytes += reference.bytes.length();
        }
        if (end > from) {
            parts.add(new Slice(held, from, end - from));
        }
        return new BatchFrame(parts.toArray(new Bytes[0]), records, bytes);
    }

    private void reset() {
        at = 0;
        recordAt = 0;
        records = 0;
        references.clear();
        referencedBytes = 0;
        referencesBefore = 0;
        referencedBytesBefore = 0;
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
