package org.cellnest.process.ops;

/** An open answer, to which bytes are appended. Any thread. */
public interface OpsStream {
    /**
     * Queues bytes to be sent in order, without waiting. If more than {@value OpsServer#MAX_STREAM_BYTES} bytes would
     * be queued for a slow reader, its connection is closed.
     *
     * @return false if either side has closed the stream, or if it was just closed for a slow reader
     */
    boolean send(byte[] bytes);

    /** Sends the queued bytes and ends the answer. */
    void end();

    /**
     * Registers an action to run once either side closes the stream. If it is closed already, the action runs at once.
     */
    void onClosed(Runnable action);
}
