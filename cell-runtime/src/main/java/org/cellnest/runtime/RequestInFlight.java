package org.cellnest.runtime;

import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.Refuse;
import org.cellnest.protocol.Reply;
import org.cellnest.protocol.Request;
import org.cellnest.runtime.deploy.Deployment;
import org.cellnest.runtime.dispatch.Execution;
import org.cellnest.runtime.dispatch.ReplyContent;
import org.cellnest.runtime.dispatch.ReplySink;
import org.cellnest.transport.Clock;

/**
 * A request between its arrival and its final record, which goes back by the session it came by and by no other. Any
 * thread; ended once, by a reply or by a refusal.
 */
final class RequestInFlight implements ReplySink {
    private final LiveSession session;
    private final Deployment deployment;
    private final Concurrency concurrency;
    private final long exchange;
    private final long beganNs;
    private final Clock clock;
    private final Execution execution;
    private volatile boolean kept;

    RequestInFlight(LiveSession session, Deployment deployment, Concurrency concurrency, Request request, Clock clock) {
        this.session = session;
        this.deployment = deployment;
        this.concurrency = concurrency;
        this.exchange = request.exchange();
        this.clock = clock;
        this.beganNs = clock.nanoTime();
        this.execution = new Execution(deployment.method(request.route()), request, this);
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

    @Override
    public boolean mayBegin() {
        kept = !session.mayBegin(clock.nanoTime());
        return !kept;
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
        if (kept) {
            refuse(ErrorCode.STALLED, "the cell was stopped, or the session ended, before it began");
            return;
        }
        end(ReplySizes.fitting(
                new Reply(exchange, 0, content.status(), content.fields(), content.body()),
                session.hello().limits()));
    }

    /** It was not started and will not be. */
    void refuse(ErrorCode code, String reason) {
        end(new Refuse(exchange, code, reason));
        session.flush();
    }

    private void end(Message last) {
        // Room first: on the final record the router may send the next request.
        concurrency.release();
        session.finish(this, last);
        deployment.exit();
    }
}
