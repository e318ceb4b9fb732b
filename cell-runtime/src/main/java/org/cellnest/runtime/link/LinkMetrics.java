package org.cellnest.runtime.link;

import org.cellnest.protocol.Message;
import org.cellnest.protocol.Reply;
import org.cellnest.telemetry.Histogram;
import org.cellnest.telemetry.SingleWriterCounter;
import org.cellnest.telemetry.StatusCounts;

/**
 * Records the requests of one link over all its sessions. Written under the lock of the live session, so by one thread
 * at a time; any thread reads.
 */
final class LinkMetrics {
    /** The time from a request's arrival until its handler begins. */
    final Histogram queue = new Histogram();
    /** The time from the handler's begin until its answer. */
    final Histogram handler = new Histogram();

    final StatusCounts statuses = new StatusCounts();
    final SingleWriterCounter refused = new SingleWriterCounter();

    void onFinal(RequestInFlight request, Message last) {
        if (!(last instanceof Reply reply)) {
            refused.add(1);
            return;
        }
        statuses.count(reply.status());
        if (request.hasBegun()) {
            queue.record(request.queuedNs());
            handler.record(request.handledNs());
        }
    }
}
