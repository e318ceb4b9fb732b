package org.cellnest.protocol;

/**
 * The peer's answer to a {@link Challenge}.
 *
 * @param proof the proof, see {@link KeyProof#ofPeer}
 */
public record Prove(byte[] proof) implements Message {
    @Override
    public MessageType type() {
        return MessageType.PROVE;
    }
}
