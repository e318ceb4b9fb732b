package org.cellnest.protocol;

import org.cellnest.buffer.Bytes;

/**
 * The final answer to a request. Each REQUEST has exactly one, also after CANCEL.
 *
 * @param exchange the request's id on this hop
 * @param flags {@link Flags#NEST}
 * @param status 200 to 599
 * @param fields names in lower case
 * @param body opaque; of a decoded record it is borrowed from the record's frame
 */
public record Reply(long exchange, int flags, int status, Fields fields, Bytes body) implements Message {
    @Override
    public MessageType type() {
        return MessageType.REPLY;
    }

    public boolean has(int flag) {
        return (flags & flag) != 0;
    }
}
