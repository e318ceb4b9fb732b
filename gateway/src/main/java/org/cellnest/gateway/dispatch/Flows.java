package org.cellnest.gateway.dispatch;

import java.util.concurrent.TimeUnit;
import org.cellnest.buffer.Bytes;
import org.cellnest.gateway.metrics.FlowMetrics;
import org.cellnest.gateway.metrics.GatewayCounters;
import org.cellnest.gateway.metrics.GatewayCounters.Event;
import org.cellnest.gateway.rules.LocalReplies;
import org.cellnest.gateway.rules.LocalReply;
import org.cellnest.protocol.Cancel;
import org.cellnest.protocol.Credit;
import org.cellnest.protocol.Data;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.MessageType;
import org.cellnest.protocol.ProtocolException;
import org.cellnest.protocol.Refuse;
import org.cellnest.protocol.Reset;
import org.cellnest.protocol.WireRecord;
import org.jspecify.annotations.Nullable;

/**
 * Carries the bodies that flow through one I/O thread, between clients and lanes: credit, idle times and ends. Owned by
 * the I/O thread; has no socket and no clock: the caller passes the time, in nanoseconds of a monotonic clock.
 */
public final class Flows {
    /** Decides on requests without an outcome. */
    interface Requests {
        /** Ends a request whose outcome has come, but not yet reached its client. */
        void done(PendingRequest request);

        /** Gives a request its outcome. */
        void answer(PendingRequest request, LocalReply answer);

        void onRefused(PendingRequest request, Lane lane, Refuse refuse, long nowNs);

        /** Sends a request once more if the reply permits that; else returns false. */
        boolean repeatsAfter(PendingRequest request, WireRecord reply, long nowNs);
    }

    /** The time for which nothing of an answer may come although there is credit. */
    static final long IDLE_NS = TimeUnit.SECONDS.toNanos(60);

    private final StreamBudget budget;
    private final GatewayCounters counters;
    private final Requests requests;
    private final Deadlines deadlines;
    private final FlowMetrics metrics = new FlowMetrics();
    private final DeadlineQueue<BodyFlow> uploads;
    private final DeadlineQueue<BodyFlow> answers = new DeadlineQueue<>(IDLE_NS);

    /** @param readTimeoutMs how long a client may send nothing of a body although there is credit */
    Flows(long readTimeoutMs, StreamBudget budget, GatewayCounters counters, Deadlines deadlines, Requests requests) {
        this.budget = budget;
        this.counters = counters;
        this.deadlines = deadlines;
        this.requests = requests;
        uploads = new DeadlineQueue<>(TimeUnit.MILLISECONDS.toNanos(readTimeoutMs));
    }

    /** Returns the metrics, which any thread reads. */
    public FlowMetrics metrics() {
        return metrics;
    }

    // ---- records

    /** Handles a record of a known exchange. */
    void onRecord(Lane lane, WireRecord record, long nowNs) {
        InFlightRequests<PendingRequest> open = lane.inFlight();
        long id = record.exchange();
        Reset reset = record.type() == MessageType.RESET ? (Reset) decode(record) : null;
        if (reset != null && reset.code() == ErrorCode.COMPLETE && isAnswerDue(open.peek(id))) {
            open.complete(id);
            return;
        }
        boolean isLast = LastWord.is(record, reset, open.isLasting(id) && !open.isComplete(id));
        PendingRequest request = isLast ? open.release(id) : open.peek(id);
        if (request == null) {
            return; // it was given up
        }
        BodyFlow flow = request.flow();
        if (reset != null) {
            onReset(request, flow, reset, nowNs);
            return;
        }
        MessageType type = record.type();
        if (type == MessageType.REPLY) {
            onReply(request, flow, lane, record, nowNs);
        } else if (type == MessageType.REFUSE) {
            request.unbind();
            requests.onRefused(request, lane, (Refuse) decode(record), nowNs);
        } else if (type == MessageType.DATA) {
            onData(flow, record, nowNs);
        } else if (type == MessageType.CREDIT) {
            onCredit(request, flow, record.creditLimit(), nowNs);
        }
    }

    /** Whether the answer has not ended: it may come by another way than the router's last word. */
    private static boolean isAnswerDue(@Nullable PendingRequest request) {
        BodyFlow flow = request == null ? null : request.flow();
        return flow != null && flow.isOpen();
    }

    private static Message decode(WireRecord record) {
        try {
            return MessageCodec.decode(record);
        } catch (ProtocolException e) {
            throw new IllegalStateException("a " + record.type() + " that was found valid is not", e);
        }
    }

    private void onReply(PendingRequest request, @Nullable BodyFlow known, Lane lane, WireRecord record, long nowNs) {
        if (known != null && known.answers()) {
            counters.count(Event.STALE_REPLY);
            return;
        }
        long id = record.exchange();
        if (known != null && !record.has(Flags.MORE)) {
            lane.inFlight().abandon(id); // its slot lasts
            if (!requests.repeatsAfter(request, record, nowNs)) {
                requests.done(request);
                endAnswered(known);
                request.client().onReply(record);
            }
            return;
        }
        int first = budget.first();
        if (first == 0) {
            counters.count(Event.NO_ROOM);
            lane.cancel(id, Cancel.Reason.ASKER_GONE);
            requests.answer(request, LocalReplies.noStreamBytes(budget.limit()));
            return;
        }
        BodyFlow flow = known == null ? BodyFlow.ofAnswer(request, lane, id) : known;
        request.setFlow(flow);
        requests.done(request);
        metrics.open.add(flow.hasFlowed() ? 0 : 1);
        flow.beginAnswer(new Window(budget, first));
        request.client().onReply(record);
        if (flow.answers()) {
            lane.tell(new Credit(id, first));
            answers.set(flow.answerIdle, nowNs);
        }
    }

    private void onCredit(PendingRequest request, @Nullable BodyFlow flow, long limit, long nowNs) {
        if (flow == null || !flow.uploads()) {
            counters.count(Event.STALE_REPLY);
            return;
        }
        boolean first = !flow.isCredited();
        boolean hadFlowed = flow.hasFlowed();
        if (!flow.credit(limit)) {
            counters.count(Event.STALE_REPLY);
            return;
        }
        if (first) {
            metrics.open.add(hadFlowed ? 0 : 1);
            deadlines.clear(request);
        }
        if (!uploadWaits(flow)) {
            uploads.set(flow.uploadIdle, nowNs);
        }
        request.client().flows().onCredit();
    }

    private static boolean uploadWaits(BodyFlow flow) {
        return flow.room() == 0 || flow.uploadIdle.isQueued();
    }

    private void onData(@Nullable BodyFlow flow, WireRecord record, long nowNs) {
        Window window = flow == null ? null : flow.window();
        if (flow == null || window == null || !flow.answers()) {
            counters.count(Event.STALE_REPLY);
            return;
        }
        Bytes bytes = MessageCodec.data(record).bytes();
        boolean ends = !record.has(Flags.MORE);
        if (!window.receive(record.dataOffset(), bytes.length(), ends)) {
            fail(flow, ErrorCode.OVERRUN, "DATA at " + record.dataOffset() + ", limit " + window.limit());
            return;
        }
        if (!flow.receive(bytes.length(), ends)) {
            fail(flow, ErrorCode.OVERRUN, "more or fewer bytes than the content-length of the answer");
            return;
        }
        metrics.answeredBytes.add(bytes.length());
        if (ends) {
            endAnswered(flow);
        } else if (window.isOpen()) {
            answers.set(flow.answerIdle, nowNs);
        } else {
            answers.clear(flow.answerIdle);
        }
        flow.request().client().flows().onData(bytes, BodyFlow.recordBytes(bytes.length()), ends);
    }

    private void onReset(PendingRequest request, @Nullable BodyFlow flow, Reset reset, long nowNs) {
        boolean breaksAnswer = (reset.directions() & Reset.MINE) != 0;
        if (flow == null || !flow.isOpen()) {
            if (breaksAnswer && request.isHandedOver()) {
                request.unbind();
                requests.answer(request, LocalReplies.broken(reset.code()));
            }
            return;
        }
        if (breaksAnswer) {
            onAnswerBroken(request, flow, reset);
        } else if (flow.uploads()) {
            endUpload(flow, nowNs);
            request.client().flows().onNoMore();
        }
    }

    private void onAnswerBroken(PendingRequest request, BodyFlow flow, Reset reset) {
        boolean hasBegun = flow.answers();
        if (reset.directions() == Reset.MINE && flow.uploads()) {
            flow.lane().tell(new Reset(flow.id(), Reset.MINE, ErrorCode.NOT_READ, "the answer broke off"));
        }
        close(flow, reset.code());
        if (hasBegun) {
            request.client().flows().onBroken(reset.code());
        } else {
            requests.answer(request, LocalReplies.broken(reset.code()));
        }
    }

    // ---- the client's side

    /** Whether a piece of the request's body may be read now. If not, the client is told when that changes. */
    public boolean mayRead(BodyFlow flow) {
        if (flow.room() == 0) {
            return false;
        }
        if (!flow.lane().data().takes()) {
            uploads.clear(flow.uploadIdle);
            flow.lane().data().await(flow);
            return false;
        }
        return true;
    }

    /** Notes that the client is waited for, with credit open. */
    public void onReadPaused(BodyFlow flow, long nowNs) {
        if (!flow.uploadIdle.isQueued()) {
            uploads.set(flow.uploadIdle, nowNs);
        }
    }

    /**
     * Sends a piece of the request's body, within its credit.
     *
     * @param bytes borrowed
     * @param ends whether the body is whole with it
     */
    public void send(BodyFlow flow, Bytes bytes, boolean ends, long nowNs) {
        flow.lane().data().add(new Data(flow.id(), ends ? 0 : Flags.MORE, flow.sent(), bytes));
        flow.onSent(bytes.length());
        metrics.uploadedBytes.add(bytes.length());
        if (ends) {
            endUpload(flow, nowNs);
        } else if (flow.room() > 0) {
            uploads.set(flow.uploadIdle, nowNs);
        } else {
            uploads.clear(flow.uploadIdle);
        }
    }

    /** Notes that the client took bytes of the answer for which so much of the credit was used. */
    public void onTaken(BodyFlow flow, int recordBytes, long nowNs) {
        Window window = flow.window();
        if (window == null || !flow.answers()) {
            return;
        }
        long limit = window.taken(recordBytes);
        if (limit > 0) {
            flow.lane().tell(new Credit(flow.id(), limit));
            answers.set(flow.answerIdle, nowNs);
        }
    }

    /** Declines an answer that has no place for a body. */
    public void decline(BodyFlow flow) {
        if (flow.answers()) {
            flow.lane().tell(new Reset(flow.id(), Reset.YOURS, ErrorCode.NOT_READ, "the answer has no content"));
            endAnswered(flow);
        }
    }

    /** Gives up an exchange whose answer has begun. Its client is not told. */
    public void giveUp(BodyFlow flow, ErrorCode code, String reason) {
        if (flow.isOpen()) {
            flow.lane().tell(new Reset(flow.id(), Reset.YOURS, code, reason));
            flow.lane().cancel(flow.id(), Cancel.Reason.ASKER_GONE);
            close(flow, code);
        }
    }

    private void fail(BodyFlow flow, ErrorCode code, String reason) {
        giveUp(flow, code, reason);
        flow.request().client().flows().onBroken(code);
    }

    // ---- ends

    /** Breaks off what was on its way by a lane that is lost. False: the request awaits an answer, or had none. */
    boolean onLaneLost(PendingRequest request, Lane lane) {
        BodyFlow flow = request.flow();
        if (flow == null || flow.lane() != lane || !flow.answers()) {
            return false;
        }
        close(flow, ErrorCode.ROUTER_LOST);
        request.client().flows().onBroken(ErrorCode.ROUTER_LOST);
        return true;
    }

    /** Gives up an answer whose client is gone. */
    void onClientGone(PendingRequest request) {
        BodyFlow flow = request.flow();
        if (flow != null && flow.isOpen()) {
            counters.count(Event.CLIENT_GONE);
            flow.lane().cancel(flow.id(), Cancel.Reason.ASKER_GONE);
            close(flow, ErrorCode.ASKER_GONE);
        }
    }

    /** Ends the exchange of a request that has its outcome, or whose client is gone. */
    void close(PendingRequest request, ErrorCode code) {
        BodyFlow flow = request.flow();
        if (flow != null && flow.isOpen()) {
            close(flow, code);
        }
    }

    private void endAnswered(BodyFlow flow) {
        if (flow.uploads()) {
            flow.lane().tell(new Reset(flow.id(), Reset.MINE, ErrorCode.NOT_READ, "the answer is complete"));
        }
        close(flow, ErrorCode.COMPLETE);
    }

    private void endUpload(BodyFlow flow, long nowNs) {
        uploads.clear(flow.uploadIdle);
        flow.endUpload();
        if (!flow.answers()) {
            deadlines.restart(flow.request(), nowNs);
        }
    }

    private void close(BodyFlow flow, ErrorCode code) {
        uploads.clear(flow.uploadIdle);
        answers.clear(flow.answerIdle);
        if (flow.hasFlowed()) {
            metrics.onEnd(code);
            metrics.open.add(-1);
        }
        flow.lane().inFlight().abandon(flow.id());
        flow.end();
    }

    /** Gives up what has stood still for too long. */
    void onTick(long nowNs) {
        BodyFlow flow;
        while ((flow = uploads.pollPassed(nowNs)) != null) {
            onUploadLate(flow);
        }
        while ((flow = answers.pollPassed(nowNs)) != null) {
            counters.count(Event.STREAM_IDLE);
            fail(flow, ErrorCode.IDLE, "nothing came for 60 s");
        }
    }

    private void onUploadLate(BodyFlow flow) {
        counters.count(Event.BODY_TIMEOUT);
        if (flow.answers()) {
            fail(flow, ErrorCode.IDLE, "the client sends nothing");
            return;
        }
        flow.lane().cancel(flow.id(), Cancel.Reason.ASKER_GONE);
        close(flow, ErrorCode.IDLE);
        requests.answer(flow.request(), LocalReplies.bodyLate());
    }
}
