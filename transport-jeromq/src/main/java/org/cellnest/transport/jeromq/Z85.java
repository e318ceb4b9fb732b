package org.cellnest.transport.jeromq;

import java.util.Arrays;

/**
 * Reads and writes keys as text by Z85 (RFC 32 of ZeroMQ): five characters for four bytes. Strict, unlike JeroMQ's own
 * implementation, and its errors never show the text, which may be a secret. Stateless.
 */
final class Z85 {
    /** The number of characters of a key of 32 bytes. */
    static final int KEY_CHARACTERS = 40;

    private static final String ALPHABET =
            "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";
    private static final long MOST = 0xffff_ffffL;
    private static final byte[] VALUES = values();

    private Z85() {}

    private static byte[] values() {
        byte[] values = new byte[128];
        Arrays.fill(values, (byte) -1);
        for (int i = 0; i < ALPHABET.length(); i++) {
            values[ALPHABET.charAt(i)] = (byte) i;
        }
        return values;
    }

    static String encode(byte[] key) {
        StringBuilder text = new StringBuilder(KEY_CHARACTERS);
        for (int at = 0; at < key.length; at += 4) {
            long word = 0;
            for (int i = 0; i < 4; i++) {
                word = (word << 8) | (key[at + i] & 0xff);
            }
            for (int divisor = 85 * 85 * 85 * 85; divisor > 0; divisor /= 85) {
                text.append(ALPHABET.charAt((int) (word / divisor % 85)));
            }
        }
        return text.toString();
    }

    /**
     * Returns the 32 bytes of a key.
     *
     * @throws IllegalArgumentException naming the fault of the text without showing it
     */
    static byte[] decodeKey(String text) {
        if (text.length() != KEY_CHARACTERS) {
            throw new IllegalArgumentException(text.length() + (text.length() == 1 ? " character" : " characters"));
        }
        byte[] key = new byte[CurveKey.BYTES];
        for (int group = 0; group < KEY_CHARACTERS / 5; group++) {
            long word = 0;
            for (int at = 5 * group; at < 5 * group + 5; at++) {
                word = word * 85 + valueAt(text, at);
            }
            if (word > MOST) {
                throw new IllegalArgumentException("characters " + (5 * group + 1) + " to " + (5 * group + 5)
                        + " are more than four bytes can hold");
            }
            for (int i = 0; i < 4; i++) {
                key[4 * group + i] = (byte) (word >>> (24 - 8 * i));
            }
        }
        return key;
    }

    private static int valueAt(String text, int at) {
        char c = text.charAt(at);
        int value = c < VALUES.length ? VALUES[c] : -1;
        if (value < 0) {
            throw new IllegalArgumentException("character " + (at + 1) + " is none of Z85");
        }
        return value;
    }
}
