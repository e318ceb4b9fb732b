package org.cellnest.protocol;

/**
 * The router proves that it knows the key and asks for the same.
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
