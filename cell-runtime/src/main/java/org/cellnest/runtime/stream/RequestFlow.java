package org.cellnest.runtime.stream;

import org.cellnest.protocol.ErrorCode;

/**
 * The body of a request that flows. Nothing of it beyond the first piece is permitted to come before {@link #receive}.
 * Any thread.
 */
public interface RequestFlow {
    /** Returns the announced length of the whole body in bytes, or -1. */
    long length();

    /**
     * Begins to receive; once. The receiver gets the first piece, which came with the request, and then the others in
     * order, at most {@code window} bytes ahead of {@link #used}.
     *
     * @param window in bytes; the flow may choose less while many bodies flow, and more for one that is fast
     */
    void receive(FlowReceiver receiver, int window);

    /** Notes that bytes which the receiver got are used up, so that as many more may come. */
    void used(int bytes);

    /** Wants no more of the body; without effect after its end. The receiver gets nothing from now on. */
    void stop(ErrorCode code, String reason);
}
