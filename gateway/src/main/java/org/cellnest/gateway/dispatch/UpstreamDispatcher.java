package org.cellnest.gateway.dispatch;

import java.util.concurrent.TimeUnit;
import org.cellnest.gateway.dispatch.PendingRequest.State;
import org.cellnest.gateway.metrics.GatewayCounters;
import org.cellnest.gateway.metrics.GatewayCounters.Event;
import org.cellnest.gateway.rules.LocalReplies;
import org.cellnest.gateway.rules.LocalReply;
import org.cellnest.protocol.Cancel;
import org.cellnest.protocol.Deadline;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.MessageType;
import org.cellnest.protocol.ProtocolException;
import org.cellnest.protocol.Refuse;
import org.cellnest.protocol.WireRecord;
import org.jspecify.annotations.Nullable;

/**
 * Controls the requests of one I/O thread: chooses a router for each, parks and repeats requests, and gives an outcome
 * to requests without a reply. Owned by the I/O thread; has no socket and no clock: the caller passes the time, in
 * nanoseconds of a monotonic clock.
 */
public final class UpstreamDispatcher {
    private static final int MAX_REFUSALS = 3;

    private final int maxParked;
    private final ByteBudget budget;
    private final GatewayCounters counters;
    private final Deadlines deadlines;
    private final DeadlineQueue<PendingRequest> parked;
    private final DeadlineQueue<PendingRequest> reading;
    private final LaneSelector lanes = new LaneSelector();
    private final Flows flows;

    /**
     * @param requestTimeoutMs how long a request may take once it has come whole
     * @param readTimeoutMs how long the next bytes of a body may take
     * @param parkingMs how long a request waits for a router
     * @param maxParked how many wait at most
     * @param streams what cells may be permitted to send of answers that flow
     */
    public UpstreamDispatcher(
            long requestTimeoutMs,
            long readTimeoutMs,
            long parkingMs,
            int maxParked,
            ByteBudget budget,
            StreamBudget streams,
            GatewayCounters counters) {
        this.maxParked = maxParked;
        this.budget = budget;
        this.counters = counters;
        deadlines = new Deadlines(requestTimeoutMs);
        flows = new Flows(readTimeoutMs, streams, counters, deadlines, new Outcomes());
        reading = new DeadlineQueue<>(TimeUnit.MILLISECONDS.toNanos(readTimeoutMs));
        parked = new DeadlineQueue<>(TimeUnit.MILLISECONDS.toNanos(parkingMs));
    }

    /** Returns the bodies that flow. */
    public Flows flows() {
        return flows;
    }

    public boolean takesFlows() {
        return !lanes.takeNoFlows();
    }

    // ---- requests

    /** Begins to time the body of a request and its answer. */
    public void onReading(PendingRequest request, long nowNs) {
        deadlines.set(request, nowNs);
        reading.set(request.parking, nowNs);
    }

    /** Restarts the read timeout of a body of which some has come. */
    public void onBodyProgress(PendingRequest request, long nowNs) {
        if (request.isReading() && request.deadline.isQueued()) {
            reading.set(request.parking, nowNs);
        }
    }

    /** Submits a complete request: sends it, or parks it behind requests that are parked already. */
    public void submit(PendingRequest request, long nowNs) {
        reading.clear(request.parking);
        request.onWhole(nowNs);
        deadlines.set(request, nowNs);
        if (parked.size() > 0 || !dispatch(request, null, nowNs)) {
            park(request, nowNs);
        }
    }

    /** Ends a request whose client is gone, or that was answered without the dispatcher. */
    public void onClientGone(PendingRequest request) {
        if (request.state() == State.DONE) {
            flows.onClientGone(request);
            return;
        }
        Lane lane = request.lane();
        if (request.isHandedOver()) {
            counters.count(Event.CLIENT_GONE);
            if (lane != null) {
                lane.cancel(request, Cancel.Reason.ASKER_GONE);
            }
        }
        flows.close(request, ErrorCode.ASKER_GONE);
        done(request);
    }

    // ---- lanes

    /** Adds a lane that accepts requests. */
    public void onLaneOpen(Lane lane, long nowNs) {
        lanes.add(lane);
        unpark(nowNs);
    }

    /** Drains a lane: its router finishes its requests and accepts nothing new. */
    public void onLaneDraining(Lane lane) {
        lane.drain();
    }

    /**
     * Removes a lane whose session is over. Requests not handed over are dispatched elsewhere or parked, and requests
     * that may be repeated are repeated.
     */
    public void onLaneLost(Lane lane, long nowNs) {
        lanes.remove(lane);
        for (PendingRequest request : lane.inFlight().waiting()) {
            if (flows.onLaneLost(request, lane) || request.lane() != lane) {
                continue; // it got its outcome while others got theirs
            }
            boolean sent = request.state() == State.SENT;
            request.unbind();
            flows.close(request, ErrorCode.ROUTER_LOST);
            if (sent && !mayRepeat(request)) {
                counters.count(Event.LOST_WITH_ROUTER);
                answer(request, LocalReplies.routerLost());
                continue;
            }
            if (sent) {
                repeat(request, nowNs);
            } else if (!dispatch(request, null, nowNs)) {
                park(request, nowNs);
            }
        }
        lane.close();
    }

    /** Handles a record of an exchange of the lane's session. */
    public void onRecord(Lane lane, WireRecord record, long nowNs) {
        long id = record.exchange();
        if (record.type() == MessageType.DEADLINE) {
            PendingRequest waiting = lane.inFlight().peek(id);
            if (waiting != null) {
                deadlines.onTold(waiting, (Deadline) decode(record));
            }
            return;
        }
        if (!lane.inFlight().isKnown(id)) {
            counters.count(Event.STALE_REPLY);
            return;
        }
        if (LastWord.isOfFlow(lane.inFlight(), record)) {
            flows.onRecord(lane, record, nowNs);
            return;
        }
        PendingRequest request = lane.inFlight().release(id);
        if (request == null) {
            return;
        }
        request.unbind();
        if (record.type() == MessageType.REPLY && isToRepeat(request, record)) {
            repeat(request, nowNs);
        } else if (record.type() == MessageType.REPLY) {
            done(request);
            request.client().onReply(record);
        } else {
            onRefused(request, lane, (Refuse) decode(record), nowNs);
        }
    }

    private static Message decode(WireRecord record) {
        try {
            return MessageCodec.decode(record);
        } catch (ProtocolException e) {
            throw new IllegalStateException("a " + record.type() + " that was found valid is not", e);
        }
    }

    private void onRefused(PendingRequest request, Lane lane, Refuse refuse, long nowNs) {
        counters.count(Event.REFUSED_BY_ROUTER);
        if (refuse.code() == ErrorCode.DRAINING) {
            lane.drain();
        }
        boolean kept = request.client().isKept();
        if (!kept || request.countRefusal() >= MAX_REFUSALS) {
            // Without its body it must not be sent again, and what was not kept may have been begun.
            answer(request, LocalReplies.refused(refuse.code(), !kept || request.isRetried()));
        } else if (!dispatch(request, lane, nowNs)) {
            park(request, nowNs);
        }
    }

    // ---- time

    /** Gives those their outcome whose time is over, and sends what can be sent. */
    public void onTick(long nowNs) {
        PendingRequest request;
        while ((request = reading.pollPassed(nowNs)) != null) {
            onBodyLate(request);
        }
        while ((request = deadlines.pollPassed(nowNs)) != null) {
            onDeadline(request);
        }
        flows.onTick(nowNs);
        unpark(nowNs);
        while ((request = parked.pollPassed(nowNs)) != null) {
            counters.count(Event.PARKING_EXPIRED);
            answer(request, LocalReplies.noRouter(request.isRetried()));
        }
    }

    private void onBodyLate(PendingRequest request) {
        counters.count(Event.BODY_TIMEOUT);
        answer(request, LocalReplies.bodyLate());
    }

    private void onDeadline(PendingRequest request) {
        if (request.isReading()) {
            onBodyLate(request);
            return;
        }
        counters.count(Event.DEADLINE);
        Lane lane = request.lane();
        boolean handedOver = request.isHandedOver();
        if (lane != null) {
            lane.cancel(request, Cancel.Reason.DEADLINE);
        }
        flows.close(request, ErrorCode.DEADLINE);
        answer(request, LocalReplies.deadline(handedOver || request.isRetried()));
    }

    /** Sends what waits, in order, for as long as a router takes it. */
    public void unpark(long nowNs) {
        while (parked.size() > 0 && lanes.choose(null, false) != null) {
            PendingRequest request = parked.poll();
            if (request == null) {
                return;
            }
            giveBackParked(request);
            if (!dispatch(request, null, nowNs)) {
                park(request, nowNs);
                return;
            }
        }
    }

    // ---- the rest

    /** Hands over what has gathered on all lanes. True: nothing is left. */
    public boolean flush(long nowNs) {
        return lanes.flush(nowNs);
    }

    /** Whether there is anything to flush. */
    public boolean hasUnsent() {
        return lanes.hasUnsent();
    }

    public int parked() {
        return parked.size();
    }

    /** Returns the number of requests without an outcome. */
    int waiting() {
        return deadlines.size();
    }

    private static boolean mayRepeat(PendingRequest request) {
        return request.client().isKept()
                && LocalReplies.mayRepeat(request.client().method(), request.isRetried());
    }

    /**
     * Whether the router reports that the cell was lost and that the request may be started again, which only the
     * gateway does.
     */
    private static boolean isToRepeat(PendingRequest request, WireRecord reply) {
        return reply.has(Flags.NEST)
                && reply.has(Flags.REPEATABLE)
                && !request.isRetried()
                && request.client().isKept();
    }

    private void repeat(PendingRequest request, long nowNs) {
        counters.count(Event.REPEATED);
        request.retry();
        if (!dispatch(request, null, nowNs)) {
            park(request, nowNs);
        }
    }

    /**
     * Dispatches a request to a lane, or answers it if that is impossible for good; returns false if no lane takes it
     * now.
     */
    private boolean dispatch(PendingRequest request, @Nullable Lane except, long nowNs) {
        long leftMs = deadlines.leftMs(request, nowNs);
        if (leftMs <= 0) {
            counters.count(Event.DEADLINE);
            answer(request, LocalReplies.deadline(request.isRetried()));
            return true;
        }
        boolean hasMore = request.client().hasMore();
        Lane lane = lanes.choose(except, hasMore);
        if (lane == null) {
            boolean never = hasMore && lanes.takeNoFlows();
            if (never) {
                answer(request, LocalReplies.noFlows());
            }
            return never;
        }
        int budgetMs = (int) Math.min(leftMs, Integer.MAX_VALUE);
        int ageMs = (int) Math.min(TimeUnit.NANOSECONDS.toMillis(nowNs - request.wholeNs()), Integer.MAX_VALUE);
        if (!lane.write(request, request.isRetried() ? Flags.RETRIED : 0, budgetMs, ageMs)) {
            answer(request, LocalReply.of(413, "The request is larger than the router takes."));
        }
        return true;
    }

    private void park(PendingRequest request, long nowNs) {
        long bytes = request.client().headBytes();
        if (parked.size() >= maxParked || !budget.tryTake(bytes)) {
            counters.count(Event.NO_ROOM);
            answer(request, LocalReplies.noRoom(request.isRetried()));
            return;
        }
        request.park(bytes);
        parked.set(request.parking, nowNs);
    }

    private void giveBackParked(PendingRequest request) {
        budget.giveBack(request.takeParkedBytes());
    }

    private void answer(PendingRequest request, LocalReply answer) {
        flows.close(request, ErrorCode.UNKNOWN);
        done(request);
        request.client().onAnswer(answer);
    }

    /**
     * Returns the queue for a request's {@code parking} place. One place serves both queues, since a request is never
     * read and parked at once.
     */
    private DeadlineQueue<PendingRequest> waitingPlace(PendingRequest request) {
        return request.isReading() ? reading : parked;
    }

    private void done(PendingRequest request) {
        giveBackParked(request);
        waitingPlace(request).clear(request.parking);
        deadlines.clear(request);
        request.end();
    }

    /** Decides for {@link Flows}. */
    private final class Outcomes implements Flows.Requests {
        @Override
        public void done(PendingRequest request) {
            UpstreamDispatcher.this.done(request);
        }

        @Override
        public void answer(PendingRequest request, LocalReply answer) {
            UpstreamDispatcher.this.answer(request, answer);
        }

        @Override
        public void onRefused(PendingRequest request, Lane lane, Refuse refuse, long nowNs) {
            UpstreamDispatcher.this.onRefused(request, lane, refuse, nowNs);
        }

        @Override
        public boolean repeatsAfter(PendingRequest request, WireRecord reply, long nowNs) {
            boolean repeats = isToRepeat(request, reply);
            if (repeats) {
                request.unbind();
                repeat(request, nowNs);
            }
            return repeats;
        }
    }
}
