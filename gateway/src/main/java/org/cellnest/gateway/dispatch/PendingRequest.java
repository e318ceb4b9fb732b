package org.cellnest.gateway.dispatch;

import org.cellnest.gateway.rules.LocalReply;
import org.cellnest.protocol.BatchWriter;
import org.cellnest.protocol.WireRecord;
import org.jspecify.annotations.Nullable;

/**
 * A client's request that waits for its outcome; it gets exactly one. What the {@link UpstreamDispatcher} knows of it, and what it
 * does to it. Owned by the I/O thread of the client's connection.
 *
 * <pre>
 * READING -> PARKED -> QUEUED -> SENT -> DONE
 *    |          ^         |        |      ^
 *    |          +---------+--------+      |
 *    +------------------------------------+   (from every state)
 * </pre>
 */
public abstract class PendingRequest {
    /** Where a request is. */
    public enum State {
        /** Its body is still coming. */
        READING,
        /** Waits in the gateway for a router that takes it. */
        PARKED,
        /** Is in a batch that was not handed to a socket yet. */
        QUEUED,
        /** Was handed to a socket. */
        SENT,
        /** Has its outcome. */
        DONE
    }

    final DeadlineQueue.Node<PendingRequest> deadline = new DeadlineQueue.Node<>(this);
    final DeadlineQueue.Node<PendingRequest> parking = new DeadlineQueue.Node<>(this);
    /** The deadline of its route with the grace, once a router has told it. */
    final NearDeadlines.Node<PendingRequest> nearDeadline = new NearDeadlines.Node<>(this);

    public State state = State.READING;
    /** The lane it is bound to while QUEUED or SENT, with its id there. */
    @Nullable
    Lane lane;

    long exchangeId;
    /** Whether it was handed to a router that was then lost: what is sent from now on says RETRIED. */
    public boolean sentBefore;
    /** When it had come whole; once it has been submitted. */
    public long wholeNs;
    /** When it was handed to a connection, the last time; while SENT, and after. */
    public long sentNs;
    /** How often a router refused it. */
    int refusals;
    /** What is charged for it while it is parked. */
    long parkedBytes;

    /** The method, as it came. */
    public abstract String method();

    /**
     * Begins a record and writes all of it, but does not end it. May be called again for another attempt.
     *
     * @param ageMs how long ago it had come whole; 0: just now
     */
    public abstract void encode(BatchWriter out, long id, int flags, int budgetMs, int ageMs);

    /** What it holds in memory besides its body, roughly. */
    public abstract long headBytes();

    /** It was handed to a socket, and will not be encoded again unless {@code mayRepeat}. */
    public abstract void onSent(boolean mayRepeat);

    /** Whether all of it is still there to be encoded once more. */
    public abstract boolean isKept();

    /** The outcome: a REPLY record, valid and awaited. */
    public abstract void onReply(WireRecord reply);

    /** The outcome: an answer of the gateway's own. */
    public abstract void onAnswer(LocalReply answer);
}
