package org.cellnest.gateway.dispatch;

import org.cellnest.gateway.rules.LocalReply;
import org.cellnest.protocol.BatchWriter;
import org.cellnest.protocol.WireRecord;
import org.jspecify.annotations.Nullable;

/**
 * Holds the dispatcher's knowledge of one client's request, which gets exactly one outcome. Owned by the I/O thread of
 * the client's connection.
 *
 * <pre>
 *   READING -> QUEUED (the usual way), PARKED, DONE
 *   PARKED  -> QUEUED, PARKED (no router takes it after all), DONE
 *   QUEUED  -> SENT, QUEUED (by another lane), PARKED, DONE
 *   SENT    -> QUEUED (refused or repeated), PARKED, DONE
 *   DONE    -> nothing
 * </pre>
 */
public final class PendingRequest {
    /** A stage of a request. */
    public enum State {
        /** The body of the request is still being received. */
        READING,
        /** Waits in the gateway for a router that takes it. */
        PARKED,
        /** The request is in a batch that was not handed to a socket yet. */
        QUEUED,
        /** Was handed to a socket. */
        SENT,
        /** Has its outcome. */
        DONE
    }

    /** Represents the client of a pending request: writes the request's record, and receives the outcome. */
    public interface Client {
        /** Returns the method, as it came. */
        String method();

        /**
         * Begins a record and writes all of it, but does not end it. May be called again for another attempt.
         *
         * @param ageMs the time since the request was received completely; 0: none
         */
        void encode(BatchWriter out, long id, int flags, int budgetMs, int ageMs);

        /** Whether the request's body flows, so that its record has only the first piece. */
        boolean hasMore();

        /** Returns the client's side of the bodies that flow. */
        FlowClient flows();

        /** Returns the bytes that the request holds in memory besides its body, roughly. */
        long headBytes();

        /** Reports that the request was handed to a socket. It will not be encoded again unless {@code mayRepeat}. */
        void onSent(boolean mayRepeat);

        /** Whether all of the request is still there to be encoded once more. */
        boolean isKept();

        /** Receives the outcome: a REPLY record, valid and awaited, whose body is borrowed. */
        void onReply(WireRecord reply);

        /** Receives the outcome: an answer of the gateway's own. */
        void onAnswer(LocalReply answer);
    }

    final DeadlineQueue.Node<PendingRequest> deadline = new DeadlineQueue.Node<>(this);
    final DeadlineQueue.Node<PendingRequest> parking = new DeadlineQueue.Node<>(this);

    private final Client client;
    private State state = State.READING;
    private NearDeadlines.@Nullable Node<PendingRequest> nearDeadline;
    private @Nullable Lane lane;
    private long exchangeId;
    private @Nullable BodyFlow flow;
    private boolean wasSent;
    private boolean retried;
    private long wholeNs;
    private long timedFromNs;
    private long sentNs;
    private int refusals;
    private long parkedBytes;

    public PendingRequest(Client client) {
        this.client = client;
    }

    Client client() {
        return client;
    }

    State state() {
        return state;
    }

    /** Whether the request's body is still coming. */
    public boolean isReading() {
        return state == State.READING;
    }

    /** Whether the request was given to a lane and has no outcome yet. */
    boolean isHandedOver() {
        return state == State.QUEUED || state == State.SENT;
    }

    private void become(State next) {
        boolean legal = switch (state) {
            case READING -> next == State.QUEUED || next == State.PARKED || next == State.DONE;
            case PARKED -> next == State.QUEUED || next == State.PARKED || next == State.DONE;
            case QUEUED -> next != State.READING;
            case SENT -> next == State.QUEUED || next == State.PARKED || next == State.DONE;
            case DONE -> false;
        };
        if (!legal) {
            throw new IllegalStateException("pending " + client.method() + " request: " + state + " to " + next);
        }
        state = next;
    }

    // ---- its way

    /** Notes that the request was received completely, or as far as it is received before it is sent. */
    void onWhole(long nowNs) {
        wholeNs = nowNs;
        timedFromNs = nowNs;
    }

    /** Begins the time of the request anew. */
    void restart(long nowNs) {
        timedFromNs = nowNs;
    }

    /** @param bytes charged for the request until {@link #takeParkedBytes} */
    void park(long bytes) {
        become(State.PARKED);
        parkedBytes = bytes;
    }

    /** Returns the bytes that are charged for the request while it is parked, and counts them as given back. */
    long takeParkedBytes() {
        long bytes = parkedBytes;
        parkedBytes = 0;
        return bytes;
    }

    /** Binds the request to a lane, under an id of that lane. */
    void queue(Lane on, long id) {
        become(State.QUEUED);
        lane = on;
        exchangeId = id;
        if (client.hasMore()) {
            flow = BodyFlow.ofRequest(this, on, id);
        }
    }

    /** Notes that a lane has handed the request to its connection. */
    void onSent(long nowNs) {
        become(State.SENT);
        wasSent = true;
        sentNs = nowNs;
        client.onSent(!retried);
    }

    /** Releases the request from its lane: it was answered or refused there, or the lane is lost. */
    void unbind() {
        lane = null;
    }

    /** Counts a refusal by a router, and returns how many there were. */
    int countRefusal() {
        return ++refusals;
    }

    /** Marks the next attempt as RETRIED, since a cell may have begun this one. */
    void retry() {
        retried = true;
    }

    /** Ends the request: it has its outcome, or its client is gone. */
    void end() {
        become(State.DONE);
        lane = null;
    }

    // ---- bodies that flow

    /** Returns the books of the bodies that flow; null while none does. */
    public @Nullable BodyFlow flow() {
        return flow;
    }

    void setFlow(BodyFlow begun) {
        flow = begun;
    }

    // ---- what is known of it

    /** Returns the lane that the request is bound to while QUEUED or SENT, or null. */
    @Nullable
    Lane lane() {
        return lane;
    }

    long exchangeId() {
        return exchangeId;
    }

    /** Whether the request was handed to a router that was then lost. */
    boolean isRetried() {
        return retried;
    }

    int refusals() {
        return refusals;
    }

    /** Returns when the request had come whole; 0 before. */
    public long wholeNs() {
        return wholeNs;
    }

    /** Returns when the time of the request began: when it had come whole, or, of a body that flows, at its end. */
    long timedFromNs() {
        return timedFromNs;
    }

    /** Whether the request was handed to a connection at all. */
    public boolean wasSent() {
        return wasSent;
    }

    /** Returns when the request was handed to a connection, the last time; of no meaning unless {@link #wasSent}. */
    public long sentNs() {
        return sentNs;
    }

    // ---- the deadline of its route

    /** Returns the deadline of the request's route with the grace; null until a router has announced one. */
    NearDeadlines.@Nullable Node<PendingRequest> nearDeadline() {
        return nearDeadline;
    }

    /** Returns the same, made at the first call: most requests never need one. */
    NearDeadlines.Node<PendingRequest> makeNearDeadline() {
        NearDeadlines.Node<PendingRequest> node = nearDeadline;
        if (node == null) {
            node = new NearDeadlines.Node<>(this);
            nearDeadline = node;
        }
        return node;
    }
}
