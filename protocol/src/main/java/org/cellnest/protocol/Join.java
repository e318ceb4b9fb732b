package org.cellnest.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Another connection of a session.
 *
 * @param session as WELCOME named it
 * @param lane its number, from 1; the primary is 0
 * @param key where the nest has a key: which one, and the peer's nonce
 */
public record Join(String session, int lane, @Nullable KeyHint key) implements Message {
    @Override
    public MessageType type() {
        return MessageType.JOIN;
    }
}
