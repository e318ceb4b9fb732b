package org.cellnest.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Records put together byte by byte, without the code under test. */
final class RawRecords {
    private RawRecords() {}

    static byte[] record(int type, byte[]... parts) {
        byte[] payload = join(parts);
        return ByteBuffer.allocate(20 + payload.length)
                .putInt(20 + payload.length)
                .put((byte) 1)
                .put((byte) type)
                .putShort((short) 0)
                .putInt(0)
                .putLong(0)
                .put(payload)
                .array();
    }

    static byte[] json(MessageType type, String json) {
        return record(type.code(), json.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    static byte[] u8(int value) {
        return new byte[] {(byte) value};
    }

    static byte[] u16(int value) {
        return ByteBuffer.allocate(2).putShort((short) value).array();
    }

    static byte[] u32(long value) {
        return ByteBuffer.allocate(4).putInt((int) value).array();
    }

    static byte[] u64(long value) {
        return ByteBuffer.allocate(8).putLong(value).array();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A u16 length and the text. */
    static byte[] text16(String text) {
        byte[] bytes = bytes(text);
        return join(u16(bytes.length), bytes);
    }

    /** The one message of a frame. */
    static Message decode(byte[] frame) throws ProtocolException {
        return MessageCodec.decode(Batch.parse(frame, Limits.DEFAULT).get(0));
    }
}
