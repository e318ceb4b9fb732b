package org.cellnest.transport;

/** A role of this process in a connection (RFC 28). */
public sealed interface Role {

    /** The side that has connected, to a ROUTER. */
    Role DEALER = new Dealer();

    /** The side that has connected, to a ROUTER. */
    record Dealer() implements Role {}

    /**
     * The side that has accepted the connection.
     *
     * @param listener the number of the socket's endpoint that accepted it, from 0 in the order of the settings
     */
    record Router(int listener) implements Role {}
}
