package org.cellnest.protocol;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.cellnest.buffer.Bytes;
import org.cellnest.buffer.ChunkPool;
import org.cellnest.buffer.Slice;
import org.jspecify.annotations.Nullable;

/**
 * Splits a frame into its records. A batch is validated as a whole before any record of it is acted upon. Stateless.
 */
public final class Batch {
    private Batch() {}

    /**
     * Parses a frame into its records, at least one. The lengths of the records add up and their version is {@link
     * WireRecord#VERSION}. Records of a known type are well formed ({@link RecordCheck}); records of an unknown type
     * are left out.
     *
     * @throws ProtocolException {@link ErrorCode#MALFORMED}, {@link ErrorCode#VERSION} or {@link ErrorCode#LIMIT};
     *     then no record of the frame may be acted upon
     */
    public static List<WireRecord> parse(byte[] frame, Limits limits) throws ProtocolException {
        return parse(frame, limits, type -> {});
    }

    /**
     * Parses a frame that may lie in a chunk. Large bodies stay there, borrowed from the frame; all else is copied into
     * arrays.
     */
    public static List<WireRecord> parse(Bytes frame, Limits limits) throws ProtocolException {
        return parse(frame, limits, type -> {});
    }

    /**
     * Parses like {@link #parse(Bytes, Limits)} and reports the records that it leaves out, as {@link #parse(byte[],
     * Limits, IntConsumer)} does.
     */
    public static List<WireRecord> parse(Bytes frame, Limits limits, IntConsumer onUnknownType)
            throws ProtocolException {
        if (frame instanceof Slice slice) {
            return parse(slice.isWholeArray() ? slice.array() : slice.toByteArray(), limits, onUnknownType);
        }
        List<WireRecord> inPlace = frame.length() > limits.maxMessageBytes() ? null : parseInPlace(frame, limits);
        return inPlace == null ? parse(frame.toByteArray(), limits, onUnknownType) : inPlace;
    }

    /** Returns the records of a frame with a large body; null if there is none, or anything else is out of the ordinary. */
    private static @Nullable List<WireRecord> parseInPlace(Bytes frame, Limits limits) throws ProtocolException {
        ByteBuffer bytes = frame.buffer();
        List<WireRecord> records = new ArrayList<>(4);
        boolean hasLarge = false;
        int at = 0;
        do {
            int bodyAt = DetachedBody.offset(bytes, at);
            if (bodyAt < 0 || records.size() == limits.maxBatchRecords()) {
                return null;
            }
            int length = bytes.getInt(at);
            boolean isLarge = length - bodyAt >= ChunkPool.MIN_PIECE_BYTES;
            WireRecord record;
            if (isLarge) {
                byte[] head = frame.part(at, bodyAt).toByteArray();
                record = WireRecord.ofParts(head, frame.part(at + bodyAt, length - bodyAt));
            } else {
                record = new WireRecord(frame.part(at, length).toByteArray(), 0, length);
            }
            hasLarge |= isLarge;
            records.add(record);
            at += length;
        } while (at < bytes.limit());
        if (!hasLarge || (records.size() > 1 && bytes.limit() > limits.maxBatchBytes())) {
            return null;
        }
        for (WireRecord record : records) {
            RecordCheck.check(record);
        }
        return records;
    }

    /**
     * Parses like {@link #parse(byte[], Limits)} and reports the records that it leaves out.
     *
     * @param onUnknownType receives the code of each record that is left out because this version does not know its
     *     type
     */
    public static List<WireRecord> parse(byte[] frame, Limits limits, IntConsumer onUnknownType)
            throws ProtocolException {
        if (frame.length > limits.maxMessageBytes()) {
            throw new ProtocolException(
                    ErrorCode.LIMIT,
                    "message of " + frame.length + " bytes (expected: at most " + limits.maxMessageBytes() + ")");
        }
        List<WireRecord> records = new ArrayList<>(4);
        int count = 0;
        int at = 0;
        do {
            WireRecord record = recordAt(frame, at);
            if (++count > limits.maxBatchRecords()) {
                throw new ProtocolException(
                        ErrorCode.LIMIT,
                        "batch of " + count + " or more records (expected: at most " + limits.maxBatchRecords() + ")");
            }
            at += record.length();
            if (record.type() != null) {
                RecordCheck.check(record);
                records.add(record);
            } else {
                onUnknownType.accept(frame[record.offset() + WireRecord.AT_TYPE] & 0xff);
            }
        } while (at < frame.length);
        if (count > 1 && frame.length > limits.maxBatchBytes()) {
            throw new ProtocolException(
                    ErrorCode.LIMIT,
                    "batch of " + frame.length + " bytes (expected: at most " + limits.maxBatchBytes() + ")");
        }
        return records;
    }

    private static WireRecord recordAt(byte[] frame, int at) throws ProtocolException {
        int left = frame.length - at;
        if (left < WireRecord.HEADER_BYTES) {
            throw new ProtocolException(
                    ErrorCode.MALFORMED,
                    "record of " + left + " bytes at " + at + " (expected: at least " + WireRecord.HEADER_BYTES + ")");
        }
        int version = frame[at + WireRecord.AT_VERSION] & 0xff;
        if (version != WireRecord.VERSION) {
            throw new ProtocolException(
                    ErrorCode.VERSION, "version " + version + " at " + at + " (expected: " + WireRecord.VERSION + ")");
        }
        int length = WireRecord.u32(frame, at);
        if (length < WireRecord.HEADER_BYTES || length > left) {
            throw new ProtocolException(
                    ErrorCode.MALFORMED,
                    "record length " + Integer.toUnsignedString(length) + " at " + at + " (expected: "
                            + WireRecord.HEADER_BYTES + " to " + left + ")");
        }
        return new WireRecord(frame, at, length);
    }
}
