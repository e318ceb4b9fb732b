package org.cellnest.gateway.dispatch;

import java.util.concurrent.TimeUnit;
import org.cellnest.protocol.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the times at which the gateway ends requests by itself: those of the gateway, and the nearer ones that routers
 * announce. Owned by the I/O thread.
 */
final class Deadlines {
    /**
     * The time by which the gateway's own timer is later than the deadline that the router keeps. With the tick and a
     * busy loop, the timer fires within half a second after that deadline.
     */
    static final long GRACE_MS = 400;

    private static final long GRACE_NS = TimeUnit.MILLISECONDS.toNanos(GRACE_MS);

    private final DeadlineQueue<PendingRequest> own;
    private final NearDeadlines<PendingRequest> near = new NearDeadlines<>();

    /** @param requestTimeoutMs how long a request may take once it has come whole */
    Deadlines(long requestTimeoutMs) {
        own = new DeadlineQueue<>(TimeUnit.MILLISECONDS.toNanos(requestTimeoutMs + GRACE_MS));
    }

    void set(PendingRequest request, long nowNs) {
        own.set(request.deadline, nowNs);
    }

    /** Begins the time of a request anew, since its body is whole. */
    void restart(PendingRequest request, long nowNs) {
        clear(request);
        request.restart(nowNs);
        own.set(request.deadline, nowNs);
    }

    void clear(PendingRequest request) {
        own.clear(request.deadline);
        NearDeadlines.Node<PendingRequest> node = request.nearDeadline();
        if (node != null) {
            near.clear(node);
        }
    }

    /**
     * Adopts a router's deadline for a request. It remains in force if that router is lost; of several, the nearest
     * counts. A request whose body flows has none.
     */
    void onTold(PendingRequest request, Deadline told) {
        long dueNs = request.timedFromNs() + TimeUnit.MILLISECONDS.toNanos(told.timeoutMs()) + GRACE_NS;
        if (request.deadline.isQueued() && dueNs - dueNs(request) < 0) {
            near.set(request.makeNearDeadline(), dueNs);
        }
    }

    /** Returns the time at which the gateway ends the request by itself. */
    private static long dueNs(PendingRequest request) {
        NearDeadlines.Node<PendingRequest> node = request.nearDeadline();
        return node != null && node.isQueued() ? node.deadlineNs() : request.deadline.deadlineNs();
    }

    /** Returns the time that a router has for the request, in milliseconds; 0 or less: none. */
    long leftMs(PendingRequest request, long nowNs) {
        return TimeUnit.NANOSECONDS.toMillis(dueNs(request) - GRACE_NS - nowNs);
    }

    /** Takes out a request whose time is over; null: there is none. */
    @Nullable
    PendingRequest pollPassed(long nowNs) {
        PendingRequest passed = own.pollPassed(nowNs);
        return passed != null ? passed : near.pollPassed(nowNs);
    }

    int size() {
        return own.size();
    }
}
