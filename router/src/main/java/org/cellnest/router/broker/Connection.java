package org.cellnest.router.broker;

import org.jspecify.annotations.Nullable;

/**
 * A ZeroMQ connection that has spoken. It belongs to nobody at first, then to a session as one of its lanes; a closed
 * one is ignored for as long as it stays open, since a ROUTER cannot close a single connection.
 */
final class Connection {
    final int id;

    @Nullable
    Session session;

    /** What goes to this connection, or null where nothing does: a cell is sent everything on its primary. */
    @Nullable
    Outbox outbox;

    boolean closed;
    /** Whether its gateway has answered the router's DRAIN: no REQUEST follows by this lane. */
    boolean hasDrained;
    /** The registration or join that is under way, or null. */
    @Nullable
    RouterHandshake routerHandshake;

    Connection(int id) {
        this.id = id;
    }
}
