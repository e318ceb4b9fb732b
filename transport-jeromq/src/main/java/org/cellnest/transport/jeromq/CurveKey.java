package org.cellnest.transport.jeromq;

import java.util.Arrays;

/** A public key of CURVE (RFC 26): 32 bytes, written in Z85 (RFC 32). Immutable. */
public final class CurveKey {
    /** The size of a key, in bytes. */
    public static final int BYTES = 32;

    static final String EXPECTED = "40 characters of Z85";

    private static final int MAX_SHOWN = 60;

    private final byte[] bytes;

    private CurveKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Copies a key of 32 bytes, such as a peer has proved in its handshake.
     *
     * @throws IllegalArgumentException for any other number of bytes
     */
    public static CurveKey of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("key: " + bytes.length + " bytes (expected: " + BYTES + ")");
        }
        return new CurveKey(bytes.clone());
    }

    /**
     * Parses a key from text. Only the key of zeros is refused: its encryption can be computed without a secret, so it
     * would prove no owner.
     *
     * @throws IllegalArgumentException naming the text, the fault and the form expected
     */
    public static CurveKey parse(String z85) {
        try {
            return decode(z85);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "key: '" + shown(z85) + "': " + e.getMessage() + " (expected: " + EXPECTED + ")", e);
        }
    }

    /** Parses a key like {@link #parse}, with errors that name the fault and never show the text. */
    static CurveKey decode(String z85) {
        CurveKey key = new CurveKey(Z85.decodeKey(z85));
        if (Arrays.equals(key.bytes, new byte[BYTES])) {
            throw new IllegalArgumentException("zeros alone are nobody's key");
        }
        return key;
    }

    private static String shown(String text) {
        String start = text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
        return start.replaceAll("\\p{Cntrl}", "?");
    }

    /** Returns a copy of the 32 bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CurveKey key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Returns the key in Z85: 40 characters. */
    @Override
    public String toString() {
        return Z85.encode(bytes);
    }
}
