package org.cellnest.gateway.intake;

import java.util.concurrent.TimeUnit;
import org.cellnest.gateway.dispatch.DeadlineQueue;
import org.cellnest.gateway.framing.HeadScanner;
import org.cellnest.gateway.rules.LocalReply;
import org.cellnest.transport.Clock;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;

/**
 * Puts a {@link RequestConduit} below each connection of an event loop, and ends the wait for requests that do not
 * come. Owned by the I/O thread.
 */
public final class RequestIntake {
    private final HeadLimits limits;
    private final Clock clock;
    private final byte[] shared;
    /** Connections that wait for a request. */
    private final DeadlineQueue<RequestConduit> idle;
    /** Connections in the midst of a head. */
    private final DeadlineQueue<RequestConduit> heads;

    public RequestIntake(HeadLimits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
        shared = new byte[HeadScanner.sharedBytes(limits.maxBytes())];
        idle = new DeadlineQueue<>(TimeUnit.MILLISECONDS.toNanos(limits.idleTimeoutMs()));
        heads = new DeadlineQueue<>(TimeUnit.MILLISECONDS.toNanos(limits.readTimeoutMs()));
    }

    /** Adds a conduit to a new connection, from which nothing was read yet. */
    public void onOpen(StreamConnection connection) {
        HeadScanner scanner = new HeadScanner(limits.maxBytes(), limits.maxFields(), shared);
        connection
                .getSourceChannel()
                .setConduit(new RequestConduit(
                        connection.getSourceChannel().getConduit(), connection, scanner, limits.maxBytes(), this));
    }

    /** Begins to wait for a request; {@code begun}: some of its head has come. */
    void await(RequestConduit conduit, boolean begun) {
        if (begun) {
            idle.clear(conduit.idleNode());
            if (!conduit.headNode().isQueued()) {
                heads.set(conduit.headNode(), clock.nanoTime());
            }
        } else if (!conduit.idleNode().isQueued()) {
            idle.set(conduit.idleNode(), clock.nanoTime());
        }
    }

    /** Ends the wait for a request. */
    void forget(RequestConduit conduit) {
        idle.clear(conduit.idleNode());
        heads.clear(conduit.headNode());
    }

    /** Refuses heads that are late, and closes connections that have idled for too long. */
    public void onTick(long nowNs) {
        RequestConduit conduit;
        while ((conduit = heads.pollPassed(nowNs)) != null) {
            conduit.refuse(LocalReply.of(408, "The head did not come within " + limits.readTimeoutMs() + " ms."));
        }
        while ((conduit = idle.pollPassed(nowNs)) != null) {
            IoUtils.safeClose(conduit.connection());
        }
    }
}
