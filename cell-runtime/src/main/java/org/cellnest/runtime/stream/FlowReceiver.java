package org.cellnest.runtime.stream;

import org.cellnest.protocol.ErrorCode;

/**
 * A receiver of a body that flows. Called by one thread at a time, which is often the receiving thread of a link: its
 * methods return at once. After {@link #onEnd} or {@link #onBroken} nothing follows.
 */
public interface FlowReceiver {
    /** Receives a piece of at least one byte, which belongs to the receiver from now on. */
    void onBytes(byte[] piece);

    /** The body is complete. */
    void onEnd();

    /**
     * The body has broken off.
     *
     * @param code such as {@link ErrorCode#ASKER_GONE} or {@link ErrorCode#IDLE}
     */
    void onBroken(ErrorCode code, String reason);
}
