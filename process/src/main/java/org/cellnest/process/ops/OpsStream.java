package org.cellnest.process.ops;

/** The open end of an answer that goes on. Any thread. */
public interface OpsStream {
    /**
     * Queues bytes to be sent in order, without waiting. A reader so slow that {@value OpsServer#MAX_STREAM_BYTES} bytes
     * would wait for it is cut off.
     *
     * @return false if the stream is closed, by either side or just now for that reason
     */
    boolean send(byte[] bytes);

    /** Sends what is queued and ends the answer. */
    void end();

    /** Has something done once the stream is closed, by whichever side; at once if it is. */
    void onClosed(Runnable action);
}
