package org.cellnest.protocol;

/**
 * A gateway's request for a page of the routes.
 *
 * @param after the position where the last answer stopped; 0: from the beginning
 * @param known with {@code after} 0: the revision that the gateway has whole, so that the router need not send it
 *     again; 0: none
 */
public record Describe(long after, long known) implements Message {
    @Override
    public MessageType type() {
        return MessageType.DESCRIBE;
    }
}
