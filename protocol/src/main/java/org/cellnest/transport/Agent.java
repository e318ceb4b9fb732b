package org.cellnest.transport;

/** Work that one thread owns and an {@link AgentRunner} repeats. Both methods are called on that thread alone. */
public interface Agent {

    /**
     * Does one turn. An agent that owns a socket waits for input here, in the socket's receive, until its own next
     * deadline, and returns {@code nowNs} or anything earlier.
     *
     * @param nowNs the runner's clock at the beginning of the turn
     * @return when the next turn is due, on the same clock; until then, or until it is woken, the runner's thread sleeps
     */
    long doWork(long nowNs);

    /** Called once, last, also after a failed {@link #doWork}: the place to close what the agent owns. */
    void onClose();
}
