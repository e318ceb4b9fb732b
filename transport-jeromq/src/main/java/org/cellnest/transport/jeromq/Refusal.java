package org.cellnest.transport.jeromq;

/** Signals that a connection ends because of its peer, with a sentence for people. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    Refusal(String message) {
        super(message, null, false, false);
    }
}
