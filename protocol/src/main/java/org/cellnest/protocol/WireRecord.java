package org.cellnest.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.cellnest.buffer.Bytes;
import org.cellnest.buffer.Slice;
import org.jspecify.annotations.Nullable;

/**
 * A view of a record in its frame. Knows the 20 bytes that every record begins with, and the offsets that the broker
 * reads and writes in place.
 *
 * <pre>
 *  0..3   length of the record, these bytes and the body included
 *  4      version
 *  5      type
 *  6..7   flags
 *  8..11  budget: milliseconds left to the deadline, 0 where it does not apply
 *  12..19 exchange id
 * </pre>
 *
 * <p>A large REQUEST or REPLY may have its body apart, as a rule in a chunk ({@link #detachedBody}); its array then ends
 * with its head. Such a record is valid as long as the frame that it came in, unless its body is shared.
 *
 * <p>Not thread-safe. Only the owner of the frame writes, and never after the frame was handed to a socket.
 */
public final class WireRecord {
    /** The protocol's version, in every record. */
    public static final int VERSION = 1;

    /** The length of the header that all records have, in bytes. */
    public static final int HEADER_BYTES = 20;

    static final int AT_VERSION = 4;
    static final int AT_TYPE = 5;
    static final int AT_FLAGS = 6;
    static final int AT_BUDGET = 8;
    static final int AT_EXCHANGE = 12;
    static final int AT_ROUTE = 20;
    static final int AT_METHOD = 24;
    static final int AT_SCHEME = 25;
    static final int AT_AFTER_SCHEME = 26;
    static final int AT_STATUS = 20;
    static final int AT_REPLY_FIELDS = 22;
    static final int AT_OFFSET = 20;

    /** The length of a DATA record without bytes. */
    public static final int DATA_HEAD_BYTES = HEADER_BYTES + Long.BYTES;

    private static final VarHandle U16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle U32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle U64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] frame;
    private final int offset;
    /** The number of bytes in {@link #frame}. */
    private final int headLength;

    private final @Nullable Bytes body;

    WireRecord(byte[] frame, int offset, int length) {
        this(frame, offset, length, null);
    }

    private WireRecord(byte[] frame, int offset, int headLength, @Nullable Bytes body) {
        this.frame = frame;
        this.offset = offset;
        this.headLength = headLength;
        this.body = body;
    }

    /** Returns a record whose head fills an array and whose body lies elsewhere. */
    static WireRecord ofParts(byte[] head, Bytes body) {
        return new WireRecord(head, 0, head.length, body);
    }

    static int u16(byte[] array, int at) {
        return (short) U16.get(array, at) & 0xffff;
    }

    static int u32(byte[] array, int at) {
        return (int) U32.get(array, at);
    }

    static long u64(byte[] array, int at) {
        return (long) U64.get(array, at);
    }

    static void u16(byte[] array, int at, int value) {
        U16.set(array, at, (short) value);
    }

    static void u32(byte[] array, int at, int value) {
        U32.set(array, at, value);
    }

    static void u64(byte[] array, int at, long value) {
        U64.set(array, at, value);
    }

    /** Returns the array that the record, or its head, lies in. */
    public byte[] frame() {
        return frame;
    }

    /** Returns the offset of the record in its array. */
    public int offset() {
        return offset;
    }

    /** Returns the record's length in bytes, its body included. */
    public int length() {
        return body == null ? headLength : headLength + body.length();
    }

    /** Returns the number of the record's bytes that lie in its array. */
    public int headLength() {
        return headLength;
    }

    /** Returns the body that lies apart, borrowed from the record's frame; null if all of the record is in its array. */
    public @Nullable Bytes detachedBody() {
        return body;
    }

    /** Whether the record fills its array. */
    public boolean isWholeFrame() {
        return body == null && headLength == frame.length;
    }

    /** Returns the record's type, or null if this version does not know it. */
    public @Nullable MessageType type() {
        return MessageType.of(frame[offset + AT_TYPE] & 0xff);
    }

    public int flags() {
        return u16(frame, offset + AT_FLAGS);
    }

    public boolean has(int flag) {
        return (flags() & flag) != 0;
    }

    /** Returns the milliseconds left to the deadline, 0 where it does not apply; at least 0. */
    public int budgetMs() {
        return u32(frame, offset + AT_BUDGET);
    }

    public long exchange() {
        return u64(frame, offset + AT_EXCHANGE);
    }

    /** Returns the route number of a REQUEST. */
    public int route() {
        return u32(frame, offset + AT_ROUTE);
    }

    /** Returns the status of a REPLY. */
    public int status() {
        return u16(frame, offset + AT_STATUS);
    }

    /** Returns the number of fields of a REPLY. */
    public int replyFieldCount() {
        return u16(frame, offset + AT_REPLY_FIELDS);
    }

    /** Returns the offset of a DATA record. */
    public long dataOffset() {
        return u64(frame, offset + AT_OFFSET);
    }

    /** Returns the limit of a CREDIT record. */
    public long creditLimit() {
        return u64(frame, offset + AT_OFFSET);
    }

    public void setFlags(int flags) {
        u16(frame, offset + AT_FLAGS, flags);
    }

    public void setBudgetMs(int budgetMs) {
        u32(frame, offset + AT_BUDGET, budgetMs);
    }

    public void setExchange(long exchange) {
        u64(frame, offset + AT_EXCHANGE, exchange);
    }

    /** Writes the route number of a REQUEST. */
    public void setRoute(int route) {
        u32(frame, offset + AT_ROUTE, route);
    }

    /** Returns the method of a REQUEST that has passed {@link RecordCheck}. */
    public String method() {
        int code = frame[offset + AT_METHOD] & 0xff;
        if (code == 0) {
            int nameLength = frame[offset + AT_AFTER_SCHEME] & 0xff;
            return new String(frame, offset + AT_AFTER_SCHEME + 1, nameLength, StandardCharsets.ISO_8859_1);
        }
        String name = HttpMethod.name(code);
        return name == null ? "" : name;
    }

    /** Returns the decoded path of a REQUEST that has passed {@link RecordCheck}. */
    public String path() {
        int at = pathOffset();
        return new String(frame, at + 2, u16(frame, at), StandardCharsets.UTF_8);
    }

    /** Returns the first value of a field of a REQUEST that has passed {@link RecordCheck}, or null. */
    public @Nullable String field(String name) {
        int at = valueOffset(name);
        return at < 0 ? null : new String(frame, at, u16(frame, at - 2), StandardCharsets.ISO_8859_1);
    }

    /**
     * Overwrites the first value of a field of a REQUEST in place.
     *
     * @throws IllegalArgumentException if there is no such field, or its value has another length
     */
    public void setField(String name, String value) {
        int at = valueOffset(name);
        byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
        if (at < 0 || u16(frame, at - 2) != bytes.length) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: as long as what is there)");
        }
        System.arraycopy(bytes, 0, frame, at, bytes.length);
    }

    /** Returns the offset of the first value of a REQUEST's field, or -1. */
    private int valueOffset(String name) {
        int at = pathOffset();
        at += 2 + u16(frame, at);
        at += 2 + u16(frame, at);
        int count = u16(frame, at);
        at += 2;
        for (int i = 0; i < count; i++) {
            int nameLength = u16(frame, at);
            int value = at + 2 + nameLength;
            if (nameLength == name.length() && isAt(at + 2, name)) {
                return value + 2;
            }
            at = value + 2 + u16(frame, value);
        }
        return -1;
    }

    private boolean isAt(int at, String text) {
        for (int i = 0; i < text.length(); i++) {
            if ((frame[at + i] & 0xff) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private int pathOffset() {
        int at = offset + AT_AFTER_SCHEME;
        return frame[offset + AT_METHOD] == 0 ? at + 1 + (frame[at] & 0xff) : at;
    }

    /**
     * Returns a REPLY that has passed {@link RecordCheck} with more fields before its own, in a frame that is not
     * shared. Returns this record if the result would be longer than a message may be, or have too many fields.
     */
    public WireRecord withFieldsBefore(Fields more, int maxBytes) {
        int added = 0;
        for (int i = 0; i < more.size(); i++) {
            added += 4 + more.name(i).length() + more.value(i).length();
        }
        int count = u16(frame, offset + AT_REPLY_FIELDS) + more.size();
        if (length() + added > maxBytes || count > 0xffff) {
            return this;
        }
        int head = AT_REPLY_FIELDS + 2;
        byte[] longer = new byte[headLength + added];
        System.arraycopy(frame, offset, longer, 0, head);
        u32(longer, 0, length() + added);
        u16(longer, AT_REPLY_FIELDS, count);
        int at = head;
        for (int i = 0; i < more.size(); i++) {
            at = putText(longer, at, more.name(i));
            at = putText(longer, at, more.value(i));
        }
        System.arraycopy(frame, offset + head, longer, at, headLength - head);
        return new WireRecord(longer, 0, longer.length, body);
    }

    private static int putText(byte[] to, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        u16(to, at, bytes.length);
        System.arraycopy(bytes, 0, to, at + 2, bytes.length);
        return at + 2 + bytes.length;
    }

    /** Returns a copy of the record, alone in an array that is not shared. */
    public WireRecord copy() {
        byte[] copy = Arrays.copyOfRange(frame, offset, offset + length());
        if (body != null) {
            body.copyTo(copy, headLength);
        }
        return new WireRecord(copy, 0, copy.length);
    }

    /** Returns a copy whose head may be written, with the same body if that lies apart. */
    public WireRecord copyHead() {
        return new WireRecord(Arrays.copyOfRange(frame, offset, offset + headLength), 0, headLength, body);
    }

    /** Returns this record, or one with a copy of its body where the frame that it came in does not have to outlive it. */
    public WireRecord detached() {
        return body == null || body instanceof Slice
                ? this
                : new WireRecord(frame, offset, headLength, Slice.of(body.toByteArray()));
    }

    /** Copies all bytes of the record into an array. */
    public void copyTo(byte[] target, int at) {
        System.arraycopy(frame, offset, target, at, headLength);
        if (body != null) {
            body.copyTo(target, at + headLength);
        }
    }

    @Override
    public String toString() {
        MessageType type = type();
        return (type == null ? "type " + (frame[offset + AT_TYPE] & 0xff) : type.name()) + "["
                + Long.toHexString(exchange()) + ", " + length() + " bytes]";
    }
}
