package org.cellnest.runtime.link;

import org.cellnest.protocol.Attributes;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.Refuse;
import org.cellnest.protocol.Reply;
import org.cellnest.protocol.Request;
import org.cellnest.runtime.deploy.Deployment;
import org.cellnest.runtime.handler.Execution;
import org.cellnest.runtime.handler.HandlerMethod;
import org.cellnest.runtime.handler.ReplyContent;
import org.cellnest.runtime.handler.ReplySink;
import org.cellnest.runtime.stream.FlowingBody;
import org.cellnest.telemetry.trace.TraceSpan;
import org.cellnest.telemetry.trace.Tracer;
import org.cellnest.transport.Clock;
import org.jspecify.annotations.Nullable;

/**
 * A request between its arrival and its final record, which returns by the request's own session and by no other. Any
 * thread; ended once, by a reply or by a refusal.
 */
final class RequestInFlight implements ReplySink {
    private static final long NS_IN_US = 1_000;

    private final SessionExchanges session;
    private final Deployment deployment;
    private final Concurrency concurrency;
    private final CellStreams streams;
    private final long exchange;
    private final boolean timed;
    private final boolean named;
    private final String cellId;
    private final long beganNs;
    private final Clock clock;
    private final Execution execution;
    private final @Nullable TraceSpan span;
    private volatile boolean kept;
    // Written before the handler begins and after it has ended, by threads that hand the request on to each other.
    private boolean begun;
    private long handlerNs;
    private long endNs;
    // Guarded by the session's table, but for the first value of the flow.
    private @Nullable FlowingExchange flow;
    private boolean cancelled;

    /** @param tracer null: no traces are made */
    RequestInFlight(
            SessionExchanges session,
            Deployment deployment,
            Concurrency concurrency,
            CellStreams streams,
            String cellId,
            Request request,
            Clock clock,
            @Nullable Tracer tracer) {
        this.session = session;
        this.deployment = deployment;
        this.concurrency = concurrency;
        this.streams = streams;
        this.exchange = request.exchange();
        this.clock = clock;
        this.beganNs = clock.nanoTime();
        this.timed = request.has(Flags.TIMED);
        this.named = request.has(Flags.NAMED);
        this.cellId = cellId;
        HandlerMethod method = deployment.method(request.route());
        this.span = tracer == null ? null : CellSpans.begin(tracer, request, method, deployment, beganNs);
        Request asSeen = span == null ? request : CellSpans.within(span, request);
        FlowingExchange flowing = request.has(Flags.MORE)
                ? FlowingExchange.ofRequest(request, session, streams, this::cancelHandler, this::onStreamDone)
                : null;
        this.flow = flowing;
        this.execution = new Execution(method, asSeen, flowing == null ? null : flowing.in(), this);
    }

    private void cancelHandler() {
        execution.cancel();
    }

    long exchange() {
        return exchange;
    }

    long beganNs() {
        return beganNs;
    }

    Deployment deployment() {
        return deployment;
    }

    Execution execution() {
        return execution;
    }

    /** Returns the exchange of a request that counts as a stream, or null. */
    @Nullable
    FlowingExchange flow() {
        return flow;
    }

    /** Notes a CANCEL; called by the session, under its lock. */
    void onCancelled() {
        cancelled = true;
    }

    /** Counts as a stream from now on, unless it was cancelled; called by the session, under its lock. */
    boolean become(FlowingExchange stream) {
        if (cancelled) {
            return false;
        }
        flow = stream;
        return true;
    }

    /** Joins the streams of the deployment; false: it has closed. */
    boolean join() {
        FlowingExchange stream = flow;
        return stream != null && deployment.streams().add(stream);
    }

    /** Gives back what a stream has that never began. */
    void abandon() {
        FlowingExchange stream = flow;
        if (stream != null) {
            stream.onLost();
            streams.close();
            deployment.exit();
        }
    }

    @Override
    public boolean mayBegin() {
        long nowNs = clock.nanoTime();
        kept = !session.mayBegin(nowNs);
        begun = !kept;
        handlerNs = nowNs;
        return begun;
    }

    /** Whether its handler was let begin. */
    boolean hasBegun() {
        return begun;
    }

    /** Returns the time from the arrival to the begin of the handler. */
    long queuedNs() {
        return handlerNs - beganNs;
    }

    /** Returns the time from the begin of the handler to its answer. */
    long handledNs() {
        return endNs - handlerNs;
    }

    @Override
    public void flush() {
        session.flush();
    }

    @Override
    public boolean gathersWith(ReplySink other) {
        return other instanceof RequestInFlight request && request.session == session;
    }

    @Override
    public void reply(Execution of, ReplyContent content) {
        FlowingBody rest = content.rest();
        if (kept) {
            if (rest != null) {
                rest.discard();
            }
            refuse(ErrorCode.STALLED, "the cell was stopped, or the session ended, before it began");
            return;
        }
        endNs = clock.nanoTime();
        if (rest != null) {
            replyFlowing(content, rest);
        } else {
            replyWhole(content);
        }
    }

    private void replyWhole(ReplyContent content) {
        Reply reply = ReplySizes.fitting(record(content), session.hello().limits());
        endSpan(reply.status());
        FlowingExchange stream = flow;
        if (stream == null) {
            end(reply);
        } else {
            session.onAnswered(this, reply);
            stream.answer(reply);
        }
    }

    private void replyFlowing(ReplyContent content, FlowingBody rest) {
        Reply head = record(content);
        ReplyContent instead = FlowReplies.insteadOf(head, session.hello().limits());
        if (instead == null && flow == null && !becomeStream()) {
            instead = FlowReplies.NO_ROOM;
        }
        FlowingExchange stream = flow;
        if (instead != null || stream == null) {
            rest.discard();
            replyWhole(instead == null ? FlowReplies.NO_ROOM : instead);
            return;
        }
        endSpan(head.status());
        session.onAnswered(this, head);
        stream.answer(head, rest);
    }

    /** Makes a stream of a request that came whole. False: there is no room, or nobody waits for the answer. */
    private boolean becomeStream() {
        if (!streams.tryOpen()) {
            return false;
        }
        FlowingExchange stream = FlowingExchange.ofAnswer(exchange, session, streams, this::onStreamDone);
        if (deployment.streams().add(stream)) {
            if (session.becomeStream(this, stream)) {
                concurrency.release();
                return true;
            }
            deployment.streams().remove(stream);
        }
        streams.close();
        return false;
    }

    private void onStreamDone() {
        FlowingExchange stream = flow;
        if (stream != null) {
            deployment.streams().remove(stream);
        }
        streams.close();
        session.finishStream(this);
        deployment.exit();
    }

    private Reply record(ReplyContent content) {
        Fields fields = timed && begun ? withTimes(content.fields()) : content.fields();
        fields = named ? withName(fields) : fields;
        return new Reply(exchange, 0, content.status(), fields, content.body());
    }

    private void endSpan(int status) {
        if (span != null) {
            span.attribute("cellnest.queued_us", begun ? queuedNs() / NS_IN_US : 0);
            span.end(status, endNs);
        }
    }

    private Fields withTimes(Fields fields) {
        return fields.after(
                Attributes.QUEUE_US,
                Long.toString(queuedNs() / NS_IN_US),
                Attributes.HANDLER_US,
                Long.toString(handledNs() / NS_IN_US));
    }

    private Fields withName(Fields fields) {
        String template = execution.method().template().toString();
        return fields.after(Attributes.SERVED_BY, Attributes.servedBy(cellId, template));
    }

    /** Refuses the request, which was not started and will not be. */
    void refuse(ErrorCode code, String reason) {
        if (span != null) {
            span.attribute("cellnest.refused", code.wireName());
            span.end(0, clock.nanoTime());
        }
        Refuse refusal = new Refuse(exchange, code, reason);
        FlowingExchange stream = flow;
        if (stream == null) {
            end(refusal);
        } else {
            session.onAnswered(this, refusal);
            stream.refuse(refusal);
        }
        session.flush();
    }

    private void end(Message last) {
        // Room first: on the final record the router may send the next request.
        concurrency.release();
        session.finish(this, last);
        deployment.exit();
    }
}
