package org.cellnest.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Computes the proofs by which a peer and a router show that they know the same key: HMAC-SHA256 (RFC 2104) over both
 * sides' nonces. A proof shows membership of the nest and encrypts nothing: across networks that are not trusted, use a
 * tunnel.
 *
 * <p>Every part of the HMAC's input is preceded by its length as a 32-bit big-endian number, so that no two lists of
 * parts look alike. Immutable and thread-safe.
 */
public final class KeyProof {
    /** The length of either side's nonce, in bytes. */
    public static final int NONCE_BYTES = 32;
    /** The length of a proof, in bytes. */
    public static final int MAC_BYTES = 32;
    /** The minimum length of a key, in characters. */
    public static final int MIN_KEY_LENGTH = 16;

    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] ROUTER_DOMAIN = ascii("cellnest/1 router");
    private static final byte[] PEER_DOMAIN = ascii("cellnest/1 peer");
    private static final byte[] KEY_ID_DOMAIN = ascii("cellnest/1 key id");

    private final SecretKeySpec key;
    private final String keyId;

    /**
     * Creates the proofs of a key from its text in the settings; its UTF-8 bytes are the HMAC key.
     *
     * @throws IllegalArgumentException if the text is shorter than {@link #MIN_KEY_LENGTH}
     */
    public KeyProof(String secret) {
        if (secret.length() < MIN_KEY_LENGTH) {
            throw new IllegalArgumentException(
                    "a key of " + secret.length() + " characters (expected: at least " + MIN_KEY_LENGTH + ")");
        }
        key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
        keyId = HexFormat.of().formatHex(mac(KEY_ID_DOMAIN), 0, 4);
    }

    /** Returns eight hexadecimal digits that distinguish keys: the first four bytes of an HMAC over a fixed text. */
    public String keyId() {
        return keyId;
    }

    /** Returns the router's proof. */
    public byte[] ofRouter(byte[] peerNonce, byte[] routerNonce) {
        return mac(ROUTER_DOMAIN, ascii(keyId), peerNonce, routerNonce);
    }

    /**
     * Returns the peer's proof.
     *
     * @param lane 0 for REGISTER, else the lane that JOIN names
     * @param record the REGISTER or JOIN record, all its bytes
     */
    public byte[] ofPeer(
            PeerKind kind,
            String id,
            String incarnation,
            int lane,
            byte[] peerNonce,
            byte[] routerNonce,
            WireRecord record) {
        return mac(
                PEER_DOMAIN,
                ascii(keyId),
                ascii(kind == PeerKind.CELL ? "cell" : "gateway"),
                id.getBytes(StandardCharsets.UTF_8),
                incarnation.getBytes(StandardCharsets.UTF_8),
                ByteBuffer.allocate(4).putInt(lane).array(),
                peerNonce,
                routerNonce,
                sha256(record));
    }

    /** Whether two proofs are equal. The time taken does not reveal where they differ. */
    public static boolean matches(byte[] expected, byte[] actual) {
        return MessageDigest.isEqual(expected, actual);
    }

    private byte[] mac(byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            for (byte[] part : parts) {
                mac.update(ByteBuffer.allocate(4).putInt(part.length).array());
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no " + ALGORITHM, e);
        }
    }

    private static byte[] sha256(WireRecord record) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(record.frame(), record.offset(), record.length());
            return digest.digest();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no SHA-256", e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
