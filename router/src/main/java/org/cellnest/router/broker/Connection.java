package org.cellnest.router.broker;

import org.jspecify.annotations.Nullable;

/**
 * A ZeroMQ connection from which a frame has come: at first of an unidentified peer, then a lane of a session. Used by
 * the broker's thread alone.
 *
 * <pre>
 *   STRANGER -> LANE, CLOSED
 *   LANE     -> QUIET, CLOSED    QUIET: its gateway has answered the router's DRAIN, and sends no REQUEST any more
 *   QUIET    -> CLOSED           CLOSED: ignored while it stays open, since a ROUTER cannot close a single connection
 * </pre>
 */
final class Connection {
    enum State {
        STRANGER,
        LANE,
        QUIET,
        CLOSED
    }

    final int id;

    private State state = State.STRANGER;
    private @Nullable Session session;
    private @Nullable Outbox outbox;
    private @Nullable RouterHandshake handshake;

    Connection(int id) {
        this.id = id;
    }

    /**
     * Makes the connection a lane of a session.
     *
     * @param laneOutbox for the records of this lane, or null where all is sent on the primary
     */
    void join(Session joined, @Nullable Outbox laneOutbox) {
        become(State.LANE);
        session = joined;
        outbox = laneOutbox;
    }

    /** Notes that its gateway has answered DRAIN on this lane. */
    void onDrained() {
        if (state == State.LANE) {
            become(State.QUIET);
        }
    }

    /** Whether its gateway has answered DRAIN on this lane, so that no REQUEST follows. */
    boolean isQuiet() {
        return state == State.QUIET;
    }

    /** Ignores all later frames. */
    void close() {
        if (state != State.CLOSED) {
            become(State.CLOSED);
        }
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    private void become(State next) {
        boolean legal = switch (state) {
            case STRANGER -> next == State.LANE || next == State.CLOSED;
            case LANE -> next == State.QUIET || next == State.CLOSED;
            case QUIET -> next == State.CLOSED;
            case CLOSED -> false;
        };
        if (!legal) {
            throw new IllegalStateException("connection " + id + ": " + state + " to " + next);
        }
        state = next;
    }

    /** Returns the session that the connection is or was a lane of, or null if it never was one. */
    @Nullable
    Session session() {
        return session;
    }

    /** Returns the outbox of this lane, or null where all output uses the primary. */
    @Nullable
    Outbox outbox() {
        return outbox;
    }

    /** Begins a registration or a join. */
    void begin(RouterHandshake begun) {
        handshake = begun;
    }

    /** Forgets a registration or a join, unless another one has begun. */
    void forget(RouterHandshake over) {
        if (handshake == over) {
            handshake = null;
        }
    }

    /** Returns the registration or join in progress, or null. */
    @Nullable
    RouterHandshake handshake() {
        return handshake;
    }
}
