package org.cellnest.transport;

/** A socket cannot be opened or used; the message is one line that names the endpoint and the reason. */
public final class TransportException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public TransportException(String message) {
        super(message);
    }
}
