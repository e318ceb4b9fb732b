package org.cellnest.transport;

/** The side of a connection that is ours (RFC 28). */
public sealed interface Role {

    /** The side that has connected, to a ROUTER. */
    Role DEALER = new Dealer();

    /** The side that has connected, to a ROUTER. */
    record Dealer() implements Role {}

    /**
     * The side that was connected to.
     *
     * @param listener which of the socket's endpoints it was, from 0 in the order of the settings
     */
    record Router(int listener) implements Role {}
}
