package org.cellnest.protocol;

/**
 * The router's proof that it knows the key, and its demand for the peer's proof.
 *
 * @param nonce the router's random bytes, {@link KeyProof#NONCE_BYTES} of them, new for each connection
 * @param proof of the router, see {@link KeyProof#ofRouter}
 */
public record Challenge(byte[] nonce, byte[] proof) implements Message {
    @Override
    public MessageType type() {
        return MessageType.CHALLENGE;
    }
}
