package org.cellnest.protocol;

import org.cellnest.buffer.Slice;

/**
 * An HTTP request on its way to a cell.
 *
 * @param exchange its id on this hop
 * @param flags {@link Flags#RETRIED}, {@link Flags#FROM_CELL}
 * @param budgetMs milliseconds left to the deadline; 0: the receiver's default
 * @param route the cell's number for the matched route; 0 from the gateway
 * @param method the request method, as it came
 * @param https whether the client's connection is encrypted
 * @param version the client's HTTP version
 * @param path decoded once, beginning with '/'
 * @param query raw, without '?', may be empty
 * @param fields names in lower case, and attributes
 * @param body opaque
 */
public record Request(
        long exchange,
        int flags,
        int budgetMs,
        int route,
        String method,
        boolean https,
        HttpVersion version,
        String path,
        String query,
        Fields fields,
        Slice body)
        implements Message {
    @Override
    public MessageType type() {
        return MessageType.REQUEST;
    }

    public boolean has(int flag) {
        return (flags & flag) != 0;
    }
}
