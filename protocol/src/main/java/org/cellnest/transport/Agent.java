package org.cellnest.transport;

/**
 * A unit of repeated work that one thread owns and an {@link AgentRunner} runs. Both methods are called on that thread
 * alone.
 */
public interface Agent {

    /**
     * Does one turn. An agent that owns a socket waits for input here, in the socket's receive, until its own next
     * deadline, and returns {@code nowNs} or anything earlier.
     *
     * @param nowNs the runner's clock at the beginning of the turn
     * @return the time at which the next turn is due, on the same clock; until then, or until it is woken, the
     *     runner's thread sleeps
     */
    long doWork(long nowNs);

    /** Closes the resources that the agent owns. Called once, last, also after a failed {@link #doWork}. */
    void onClose();
}
