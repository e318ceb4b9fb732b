package org.cellnest.protocol;

/** What a peer sent is not the protocol. The message says what came and what was expected. */
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

    /** The message may repeat what a stranger sent, and goes back to it and into logs. */
    private static String cut(String message) {
        return message.length() <= MAX_MESSAGE_LENGTH ? message : message.substring(0, MAX_MESSAGE_LENGTH) + "...";
    }
}
