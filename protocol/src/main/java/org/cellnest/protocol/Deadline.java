package org.cellnest.protocol;

/**
 * Tells a gateway how long a request may take, where that is less than the gateway knows. Not final: the answer is still
 * due, and the gateway may give its own if none comes in time.
 *
 * @param exchange the request's id on this hop
 * @param timeoutMs milliseconds from the request's arrival at the gateway to its deadline
 */
public record Deadline(long exchange, int timeoutMs) implements Message {
    @Override
    public MessageType type() {
        return MessageType.DEADLINE;
    }
}
