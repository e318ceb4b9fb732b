package org.cellnest.transport;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Defines the constants of ZMTP 3.1 (RFC 37), as far as the NULL mechanism needs them. */
final class Zmtp {

    /** The flag of a frame that another frame of the same message follows. */
    static final int MORE = 1;
    /** The flag of a frame whose size has eight bytes instead of one. */
    static final int LONG = 2;
    /** The flag of a command. */
    static final int COMMAND = 4;

    static final int GREETING_BYTES = 64;
    static final int VERSION_AT = 10;
    static final int MECHANISM_AT = 12;
    static final int MECHANISM_BYTES = 20;
    static final int MAJOR_VERSION = 3;
    static final int SIGNATURE_FIRST = 0xff;
    static final int SIGNATURE_LAST = 0x7f;
    static final int SIGNATURE_LAST_AT = 9;

    /**
     * The maximum size of a command. READY holds a socket type and an identity of at most 255 bytes; other properties
     * are not used here.
     */
    static final int MAX_COMMAND_BYTES = 1_024;
    /** The maximum size of a PING's context, which the PONG repeats (RFC 37, section "Heartbeating"). */
    static final int MAX_PING_CONTEXT_BYTES = 16;

    private static final int SHORT_MAX = 255;
    private static final int LONG_SIZE_BYTES = 8;
    private static final byte[] MECHANISM = mechanism();

    private Zmtp() {}

    private static byte[] mechanism() {
        return Arrays.copyOf("NULL".getBytes(StandardCharsets.US_ASCII), MECHANISM_BYTES);
    }

    /** Returns the greeting, which each side sends first. */
    static byte[] greeting() {
        byte[] greeting = new byte[GREETING_BYTES];
        greeting[0] = (byte) SIGNATURE_FIRST;
        greeting[SIGNATURE_LAST_AT] = SIGNATURE_LAST;
        greeting[VERSION_AT] = MAJOR_VERSION;
        greeting[VERSION_AT + 1] = 1;
        System.arraycopy(MECHANISM, 0, greeting, MECHANISM_AT, MECHANISM_BYTES);
        return greeting;
    }

    /** Whether a greeting names the mechanism NULL. */
    static boolean isNullMechanism(byte[] greeting) {
        return Arrays.equals(MECHANISM, 0, MECHANISM_BYTES, greeting, MECHANISM_AT, MECHANISM_AT + MECHANISM_BYTES);
    }

    /** Returns the name of the mechanism that a greeting names. */
    static String mechanism(byte[] greeting) {
        String name = new String(greeting, MECHANISM_AT, MECHANISM_BYTES, StandardCharsets.ISO_8859_1);
        return name.indexOf(0) < 0 ? name : name.substring(0, name.indexOf(0));
    }

    /** Returns the flags and the size of a frame, as its first bytes. */
    static byte[] header(int flags, int size) {
        if (size <= SHORT_MAX) {
            return new byte[] {(byte) flags, (byte) size};
        }
        byte[] header = new byte[1 + LONG_SIZE_BYTES];
        header[0] = (byte) (flags | LONG);
        for (int i = 0; i < Integer.BYTES; i++) {
            header[LONG_SIZE_BYTES - i] = (byte) (size >>> (Byte.SIZE * i));
        }
        return header;
    }

    /** Returns the content of a READY command. */
    static byte[] ready(String socketType) {
        byte[] type = socketType.getBytes(StandardCharsets.US_ASCII);
        byte[] head = "\5READY\13Socket-Type\0\0\0".getBytes(StandardCharsets.US_ASCII);
        byte[] ready = Arrays.copyOf(head, head.length + 1 + type.length);
        ready[head.length] = (byte) type.length;
        System.arraycopy(type, 0, ready, head.length + 1, type.length);
        return ready;
    }
}
