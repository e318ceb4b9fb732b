package org.cellnest.runtime.deploy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.cellnest.protocol.ErrorCode;

/**
 * Keeps the bodies of a deployment that flow now, so that they end before its classes are dropped. Any thread may call
 * every method.
 */
public final class OpenStreams {
    /** An exchange with a body that flows. */
    public interface Stream {
        /** Breaks off the bodies that still flow; returns at once. */
        void breakOff(ErrorCode code, String reason);
    }

    private final Set<Stream> open = new HashSet<>();
    private boolean closed;

    /** Adds a stream. Returns false if the deployment has closed; the stream must not begin then. */
    public synchronized boolean add(Stream stream) {
        return !closed && open.add(stream);
    }

    /** Removes a stream that is over. */
    public synchronized void remove(Stream stream) {
        open.remove(stream);
    }

    /** Returns the number of streams that are open. */
    public synchronized int count() {
        return open.size();
    }

    /** Breaks off all streams, and takes no more. */
    void close() {
        List<Stream> left;
        synchronized (this) {
            closed = true;
            left = List.copyOf(open);
        }
        left.forEach(stream -> stream.breakOff(ErrorCode.DRAINING, "the deployment is closed or replaced"));
    }
}
