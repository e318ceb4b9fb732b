package org.cellnest.transport;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes of ZMTP 3 (RFC 23), written by hand so that the code under test does not judge itself. */
final class Wire {

    static final int MORE = 1;
    static final int LONG = 2;
    static final int COMMAND = 4;

    static final byte[] NO_IDENTITY = {};

    private Wire() {}

    static byte[] greeting(int major, String mechanism) {
        byte[] greeting = new byte[64];
        greeting[0] = (byte) 0xff;
        greeting[9] = 0x7f;
        greeting[10] = (byte) major;
        byte[] name = mechanism.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(name, 0, greeting, 12, name.length);
        return greeting;
    }

    static byte[] greeting() {
        return greeting(3, "NULL");
    }

    /** A READY command's content. */
    static byte[] ready(String socketType, byte[] identity) {
        return command(
                "READY",
                property("Socket-Type", socketType.getBytes(StandardCharsets.US_ASCII)),
                property("Identity", identity));
    }

    static byte[] command(String name, byte[]... parts) {
        byte[] head = concat(new byte[] {(byte) name.length()}, name.getBytes(StandardCharsets.US_ASCII));
        return concat(head, concat(parts));
    }

    static byte[] property(String name, byte[] value) {
        byte[] length = ByteBuffer.allocate(4).putInt(value.length).array();
        return concat(command(name), length, value);
    }

    /** A frame as it is sent, its header included. */
    static byte[] frame(int flags, byte[] content) {
        return concat(header(flags, content.length, content.length > 255), content);
    }

    static byte[] header(int flags, long size, boolean isLong) {
        return isLong
                ? ByteBuffer.allocate(9)
                        .put((byte) (flags | LONG))
                        .putLong(size)
                        .array()
                : new byte[] {(byte) flags, (byte) size};
    }

    /** Greeting and READY of a peer, as they are sent. */
    static byte[] handshake(String socketType) {
        return concat(greeting(), frame(COMMAND, ready(socketType, NO_IDENTITY)));
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(bytes::writeBytes);
        return bytes.toByteArray();
    }
}
