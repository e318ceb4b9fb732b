package org.cellnest.protocol;

/**
 * Which key a peer will prove that it knows.
 *
 * @param id of the key, see {@link KeyProof#keyId}
 * @param nonce the peer's 32 random bytes, in Base64
 */
public record KeyHint(String id, byte[] nonce) {}
