package org.cellnest.router.broker;

import org.cellnest.protocol.ErrorCode;

/**
 * Keeps the books of an exchange with a body that flows. Used by the broker's thread alone.
 *
 * <p>The request's direction is open from a REQUEST with MORE, the answer's from a REPLY with MORE. Once the cell has
 * given its first credit or its REPLY, the exchange is bound to it and goes to no other.
 */
final class StreamBooks {

    final Direction request;
    final Direction answer = new Direction(false);
    final long beganNs;
    private boolean asked;
    private boolean bound;
    private boolean replied;
    private boolean counted;
    private long progressNs;
    private ErrorCode endCode = ErrorCode.COMPLETE;

    private StreamBooks(boolean asked, long nowNs) {
        this.asked = asked;
        this.request = new Direction(asked);
        this.beganNs = nowNs;
        this.progressNs = nowNs;
    }

    /** Begins with a REQUEST that has MORE. */
    static StreamBooks ofRequest(long nowNs) {
        return new StreamBooks(true, nowNs);
    }

    /** Begins with a REPLY that has MORE, to a request that is whole. */
    static StreamBooks ofReply(long nowNs) {
        return new StreamBooks(false, nowNs);
    }

    /**
     * Whether the gateway keeps the slot until the router's last word: the REQUEST had MORE, or the gateway takes no more of
     * the answer.
     */
    boolean isAsked() {
        return asked;
    }

    /** Notes that the gateway takes no more of the answer, so that it waits for the router's last word. */
    void ask() {
        asked = true;
    }

    /** Whether the cell has given credit or has answered, so that no other cell may receive the request. */
    boolean isBound() {
        return bound;
    }

    /** Notes that the cell has given credit. */
    void bind() {
        bound = true;
    }

    /** Whether the head of the cell's answer is on its way to the gateway. */
    boolean isReplied() {
        return replied;
    }

    /** Notes the head of the cell's answer. */
    void reply(boolean more) {
        bound = true;
        replied = true;
        if (more) {
            answer.open();
        }
    }

    /** Whether the exchange has no deadline at present: a body flows, or the answer has begun. */
    boolean isFlowing() {
        return replied || (bound && request.isOpen());
    }

    /** Whether both directions are over. */
    boolean isOver() {
        return replied && !request.isOpen() && !answer.isOpen();
    }

    /** Ends both directions. */
    void end() {
        request.end();
        answer.end();
    }

    /** Notes a failure; the first one counts. */
    void fail(ErrorCode code) {
        if (endCode == ErrorCode.COMPLETE) {
            endCode = code;
        }
    }

    /** Returns the reason of the end: {@link ErrorCode#COMPLETE} where nothing has failed. */
    ErrorCode endCode() {
        return endCode;
    }

    /** Whether the exchange counts as a stream of its cell, not as a call. */
    boolean isCounted() {
        return counted;
    }

    void count(boolean asStream) {
        counted = asStream;
    }

    /** Notes that something came. */
    void progress(long nowNs) {
        progressNs = nowNs;
    }

    /** Returns the time at which something last came. */
    long progressNs() {
        return progressNs;
    }
}
