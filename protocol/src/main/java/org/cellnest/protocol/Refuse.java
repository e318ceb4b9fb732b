package org.cellnest.protocol;

/**
 * A notice that the sender has not started the request and will not. The request may be sent elsewhere.
 *
 * @param exchange the request's id on this hop
 * @param code the reason
 * @param reason the reason, for people
 */
public record Refuse(long exchange, ErrorCode code, String reason) implements Message {
    @Override
    public MessageType type() {
        return MessageType.REFUSE;
    }
}
