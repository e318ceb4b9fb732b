package org.cellnest.protocol;

/** From a peer: send me nothing new. From the router: finish and leave. */
public record Drain() implements Message {
    @Override
    public MessageType type() {
        return MessageType.DRAIN;
    }
}
