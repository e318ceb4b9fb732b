package org.cellnest.runtime.stream;

import java.io.IOException;
import org.cellnest.protocol.ErrorCode;

/**
 * An answer's body on its way out. One thread at a time writes; {@link #fail} may be called by any thread. Exactly one of
 * {@link #end} and {@link #fail} is the last call, and further ones have no effect.
 */
public interface ReplyFlow {
    /**
     * Returns the number of bytes that {@link #write} takes now without waiting, at least 0.
     *
     * @throws IOException if nothing more is taken: the client is gone, the request is cancelled or the session has ended
     */
    int room() throws IOException;

    /**
     * Writes bytes, which are copied. Waits while the window of the receiver is used up.
     *
     * @throws java.io.InterruptedIOException if the thread is interrupted while it waits
     * @throws IOException if nothing more is taken
     */
    void write(byte[] bytes, int offset, int length) throws IOException;

    /** Sends the bytes gathered so far, which otherwise wait for a full record. */
    void flush() throws IOException;

    /**
     * Has a task run, by a thread that must not block, once {@link #room} is positive or throws; at once if it is so now.
     * A later call replaces the task.
     */
    void onRoom(Runnable task);

    /** Ends the body: it is complete. */
    void end();

    /** Breaks the body off, so that the client sees a broken transfer. */
    void fail(ErrorCode code, String reason);
}
