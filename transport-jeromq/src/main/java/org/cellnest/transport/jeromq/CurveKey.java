package org.cellnest.transport.jeromq;

import java.util.Arrays;

/** A public key of CURVE (RFC 26): 32 bytes, written in Z85 (RFC 32). Immutable. */
public final class CurveKey {
    /** The size of a key. */
    public static final int BYTES = 32;

    static final String EXPECTED = "40 characters of Z85";

    private static final int MAX_SHOWN = 60;

    private final byte[] bytes;

    private CurveKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Takes a copy of 32 bytes, such as a peer has proven in its handshake.
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
     * Reads a key that somebody wrote. The key of zeros alone is refused: its owner could be anybody, since everyone can
     * compute what it encrypts.
     *
     * @throws IllegalArgumentException naming the text, what is wrong with it and what was expected
     */
    public static CurveKey parse(String z85) {
        try {
            return decode(z85);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "key: '" + shown(z85) + "': " + e.getMessage() + " (expected: " + EXPECTED + ")", e);
        }
    }

    /** As {@link #parse}, with an error that says what is wrong with the text and shows none of it. */
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

    /** A copy of the 32 bytes. */
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

    /** The key in Z85: 40 characters. */
    @Override
    public String toString() {
        return Z85.encode(bytes);
    }
}
