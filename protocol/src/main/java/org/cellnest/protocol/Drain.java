package org.cellnest.protocol;

/**
 * A request to drain. From a peer: the router sends it nothing new. From the router: the peer finishes its work and
 * leaves.
 */
public record Drain() implements Message {
    @Override
    public MessageType type() {
        return MessageType.DRAIN;
    }
}
