package org.cellnest.session;

/** Words the end of a session's connection, in the same way on both sides of it. */
public final class ConnectionEnd {
    /** The reason of a connection that just closed: the system closes those of a process that dies. */
    public static final String CLOSED =
            "the connection closed without a goodbye, as when a process is killed or crashes, or the network breaks";

    private ConnectionEnd() {}

    /**
     * Returns a sentence for logs, events and REJECT.
     *
     * @param failure the connection's own reason; empty where it just closed
     */
    public static String reason(String failure) {
        return failure.isEmpty() ? CLOSED : "the connection ended: " + failure;
    }
}
