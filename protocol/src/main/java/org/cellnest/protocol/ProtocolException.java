package org.cellnest.protocol;

/** Signals that a peer has violated the protocol. The message names the value received and the value expected. */
public final class ProtocolException extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int MAX_MESSAGE_LENGTH = 500;

    private final ErrorCode code;

    public ProtocolException(ErrorCode code, String message) {
        super(cut(message), null, false, false);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }

    /**
     * Bounds the message, which may repeat bytes from an untrusted peer, and which goes back to that peer and into
     * logs.
     */
    private static String cut(String message) {
        return message.length() <= MAX_MESSAGE_LENGTH ? message : message.substring(0, MAX_MESSAGE_LENGTH) + "...";
    }
}
