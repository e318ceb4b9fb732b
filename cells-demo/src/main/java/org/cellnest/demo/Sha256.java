package org.cellnest.demo;

import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Computes the SHA-256 of what is written to it, and counts it. One thread. */
final class Sha256 extends OutputStream {
    private final MessageDigest digest;
    private long bytes;

    Sha256() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public void write(int b) {
        digest.update((byte) b);
        bytes++;
    }

    @Override
    public void write(byte[] from, int offset, int length) {
        digest.update(from, offset, length);
        bytes += length;
    }

    /** Returns the number of bytes so far. */
    long bytes() {
        return bytes;
    }

    /** Returns the digest of all bytes in hexadecimal digits, once. */
    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
