package org.cellnest.protocol;

/**
 * A registration, batch or lane is refused; if the lane belonged to a session, the session has ended.
 *
 * @param code an {@link ErrorCode#wireName}
 * @param reason for people: what came and what was expected
 */
public record Reject(String code, String reason) implements Message {
    @Override
    public MessageType type() {
        return MessageType.REJECT;
    }
}
