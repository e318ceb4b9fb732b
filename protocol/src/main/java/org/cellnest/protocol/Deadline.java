package org.cellnest.protocol;

/**
 * Notifies a gateway that a request has less time than the gateway knows. Not final: the answer is still due, and the
 * gateway may send its own if none arrives in time.
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
