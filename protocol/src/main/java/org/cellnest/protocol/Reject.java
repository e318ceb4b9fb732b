package org.cellnest.protocol;

/**
 * A refusal of a registration, batch or lane. If the lane belonged to a session, the session has ended.
 *
 * @param code an {@link ErrorCode#wireName}
 * @param reason for people: the value received and the value expected
 */
public record Reject(String code, String reason) implements Message {
    @Override
    public MessageType type() {
        return MessageType.REJECT;
    }
}
