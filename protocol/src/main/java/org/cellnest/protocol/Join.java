package org.cellnest.protocol;

import org.jspecify.annotations.Nullable;

/**
 * A peer's request to add a connection to its session.
 *
 * @param session the id from WELCOME
 * @param lane its number, from 1; the primary is 0
 * @param key the hint at the peer's key, with its nonce; null where the nest has no key
 */
public record Join(String session, int lane, @Nullable KeyHint key) implements Message {
    @Override
    public MessageType type() {
        return MessageType.JOIN;
    }
}
