package org.cellnest.transport;

/** Signals that a socket cannot be opened or used. The message is one line that names the endpoint and the reason. */
public final class TransportException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public TransportException(String message) {
        super(message);
    }
}
