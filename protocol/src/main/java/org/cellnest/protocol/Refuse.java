package org.cellnest.protocol;

/**
 * The request was not started and will not be by the sender; another may be asked.
 *
 * @param exchange the request's id on this hop
 * @param code why
 * @param reason why, for people
 */
public record Refuse(long exchange, ErrorCode code, String reason) implements Message {
    @Override
    public MessageType type() {
        return MessageType.REFUSE;
    }
}
