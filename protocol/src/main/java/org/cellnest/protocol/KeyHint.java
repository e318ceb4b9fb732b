package org.cellnest.protocol;

/**
 * A hint at the key that a peer will prove to know.
 *
 * @param id of the key, see {@link KeyProof#keyId}
 * @param nonce the peer's 32 random bytes, in Base64
 */
public record KeyHint(String id, byte[] nonce) {}
