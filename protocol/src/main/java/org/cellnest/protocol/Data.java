package org.cellnest.protocol;

import org.cellnest.buffer.Bytes;

/**
 * A piece of a body that flows, sent within the credit of its receiver. Without {@link Flags#MORE} it is the end of its
 * direction.
 *
 * @param exchange the request's id on this hop
 * @param flags {@link Flags#MORE}: more of this direction follows
 * @param offset the lengths of all DATA records sent before in this direction together, their heads included; at least
 *     0
 * @param bytes opaque, may be empty; of a decoded record borrowed from the record's frame
 */
public record Data(long exchange, int flags, long offset, Bytes bytes) implements Message {
    @Override
    public MessageType type() {
        return MessageType.DATA;
    }

    public boolean has(int flag) {
        return (flags & flag) != 0;
    }
}
