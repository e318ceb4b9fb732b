package org.cellnest.transport.jeromq;

/** An end of a connection that its peer has brought about, with a sentence for people. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    Refusal(String message) {
        super(message, null, false, false);
    }
}
