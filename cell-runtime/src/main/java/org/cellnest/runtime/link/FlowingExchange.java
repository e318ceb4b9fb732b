package org.cellnest.runtime.link;

import org.cellnest.buffer.Slice;
import org.cellnest.protocol.Credit;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.Refuse;
import org.cellnest.protocol.Reply;
import org.cellnest.protocol.Request;
import org.cellnest.protocol.Reset;
import org.cellnest.protocol.WireRecord;
import org.cellnest.runtime.deploy.OpenStreams;
import org.cellnest.runtime.stream.FlowingBody;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides the life of an exchange with a body that flows: which of its two directions are open at the router, and what
 * is said last. Every event passes here, under one lock: records, the handler's answer, its bodies, and ends from
 * outside. It is done once the handler has answered and both directions are over.
 *
 * <p>Any thread.
 */
final class FlowingExchange extends ExchangeDoor implements OpenStreams.Stream {
    private static final Logger LOG = LoggerFactory.getLogger(FlowingExchange.class);

    /** The direction of the answer. */
    private enum Answer {
        NONE,
        FLOWING,
        OVER
    }

    private final long id;
    private final SessionExchanges session;
    private final CellStreams streams;
    private final @Nullable InFlow in;
    private @Nullable OutFlow out;

    /** Whether the direction of the request is open at the router. */
    private boolean requestOpen;

    private Answer answer = Answer.NONE;
    private long earlyCredit;
    private boolean cancelled;
    private boolean answered;

    private FlowingExchange(
            long id,
            SessionExchanges session,
            CellStreams streams,
            @Nullable Request request,
            Runnable cancelHandler,
            Runnable onDone) {
        super(session, cancelHandler, onDone);
        this.id = id;
        this.session = session;
        this.streams = streams;
        this.requestOpen = request != null;
        this.in = request == null ? null : new InFlow(this, streams, FlowLimits.length(request), request.body());
    }

    /**
     * Begins with a request whose body flows, which {@link StreamBudget} has admitted.
     *
     * @param cancelHandler interrupts the handler; may be called more than once
     * @param onDone called once when the handler has answered and nothing more is to be said
     */
    static FlowingExchange ofRequest(
            Request request, SessionExchanges session, CellStreams streams, Runnable cancelHandler, Runnable onDone) {
        return new FlowingExchange(request.exchange(), session, streams, request, cancelHandler, onDone);
    }

    /** Begins with the answer, to a request that came whole. */
    static FlowingExchange ofAnswer(long id, SessionExchanges session, CellStreams streams, Runnable onDone) {
        return new FlowingExchange(id, session, streams, null, () -> {}, onDone);
    }

    long id() {
        return id;
    }

    /** Returns the request's body; null if the request came whole. */
    @Nullable
    InFlow request() {
        return in;
    }

    @Override
    boolean isDone() {
        return answered && !requestOpen && answer == Answer.OVER;
    }

    @Override
    @Nullable
    InFlow in() {
        return in;
    }

    @Override
    @Nullable
    OutFlow out() {
        return out;
    }

    // ---- what the router says

    /** Takes in DATA. */
    void onData(WireRecord data) {
        enter();
        try {
            InFlow body = in;
            if (!requestOpen || body == null || cancelled) {
                return; // it has crossed the end of its direction
            }
            boolean isEnd = !data.has(Flags.MORE);
            if (!body.admits(data, isEnd)) {
                overrun(body, data);
                return;
            }
            body.onData(data, MessageCodec.data(data).bytes().toByteArray(), isEnd);
            if (isEnd) {
                closeRequest();
            }
        } finally {
            leave();
        }
    }

    private void overrun(InFlow body, WireRecord data) {
        String reason =
                "DATA at " + data.dataOffset() + ", " + data.length() + " bytes (expected: no gap, within credit)";
        LOG.warn("a body that flows is broken off: {}", reason);
        body.onBroken(ErrorCode.OVERRUN, reason);
        lastReset(Reset.BOTH, ErrorCode.OVERRUN, reason);
        cancelHandlerLater(!answered);
    }

    /** Takes in CREDIT for the answer. */
    void onCredit(long limit) {
        enter();
        try {
            earlyCredit = Math.max(earlyCredit, limit);
            if (out != null) {
                out.onCredit(limit);
            }
        } finally {
            leave();
        }
    }

    /** Takes in RESET. */
    void onReset(Reset reset) {
        enter();
        try {
            boolean ofRequest = (reset.directions() & Reset.MINE) != 0;
            boolean ofAnswer = (reset.directions() & Reset.YOURS) != 0;
            if (ofRequest && requestOpen) {
                breakRequest(reset.code(), reset.reason());
                closeRequest();
            }
            if (ofAnswer && answer != Answer.OVER) {
                drop(true);
                breakAnswer(reset.code(), reset.reason());
                // Nobody wants the answer of a handler that still runs.
                cancelHandlerLater(!answered);
                if (answered && requestOpen) {
                    stopRequest(ErrorCode.NOT_READ, "");
                }
            }
        } finally {
            leave();
        }
    }

    /** Takes in CANCEL. The handler has been or is interrupted by the caller. */
    void onCancel(ErrorCode code) {
        enter();
        try {
            if (cancelled) {
                return;
            }
            cancelled = true;
            breakRequest(code, "nobody waits for the answer");
            if (answer == Answer.FLOWING) {
                lastReset(Reset.BOTH, code, "cancelled");
            }
        } finally {
            leave();
        }
    }

    // ---- what the handler says

    /** Takes the whole answer. */
    void answer(Reply reply) {
        enter();
        try {
            answerWith(reply);
        } finally {
            leave();
        }
    }

    private void answerWith(Reply reply) {
        answered = true;
        if (answer == Answer.OVER) {
            if (requestOpen) {
                stopRequest(ErrorCode.NOT_READ, "");
            }
        } else if (requestOpen && cancelled) {
            lastReset(Reset.BOTH, ErrorCode.ASKER_GONE, "cancelled");
        } else {
            if (requestOpen) {
                stopRequest(ErrorCode.NOT_READ, "answered");
            }
            answer = Answer.OVER;
            control(reply);
        }
    }

    /**
     * Takes the answer whose body flows.
     *
     * @param head the answer with its first piece
     * @return whether it is sent; else the rest was discarded
     */
    boolean answer(Reply head, FlowingBody rest) {
        OutFlow body = null;
        enter();
        try {
            if (answer != Answer.OVER && !cancelled) {
                answered = true;
                answer = Answer.FLOWING;
                int most = FlowLimits.mostInARecord(session.hello().limits());
                body = new OutFlow(this, streams, newCondition(), most, earlyCredit);
                out = body;
                queue(new Reply(id, head.flags() | Flags.MORE, head.status(), head.fields(), head.body()));
            } else {
                answerWith(new Reply(id, 0, 503, Fields.EMPTY, Slice.EMPTY));
            }
        } finally {
            leave();
        }
        if (body == null) {
            rest.discard();
            return false;
        }
        rest.start(body);
        return true;
    }

    /** Takes the refusal of a request that was not begun. */
    void refuse(Refuse refuse) {
        enter();
        try {
            answered = true;
            if (answer == Answer.OVER) {
                if (requestOpen) {
                    stopRequest(ErrorCode.NOT_READ, "");
                }
            } else {
                breakRequest(refuse.code(), refuse.reason());
                closeRequest();
                answer = Answer.OVER;
                control(refuse);
            }
        } finally {
            leave();
        }
    }

    // ---- what the bodies say, under the lock

    /** Whether CREDIT may be given. */
    boolean mayPermit() {
        return requestOpen && !cancelled;
    }

    /** Permits more of the request's body. */
    void permit(long limit) {
        control(new Credit(id, limit));
    }

    /** Ends the request's direction, since its receiver wants no more. */
    void onStopped(ErrorCode code, String reason) {
        if (mayPermit()) {
            stopRequest(code, reason);
        }
    }

    /** Makes room for the end of the answer, which is the last word: what is not read of the request is not wanted. */
    void beforeEnd() {
        if (requestOpen) {
            stopRequest(ErrorCode.NOT_READ, "answered");
        }
        answer = Answer.OVER;
    }

    /** Ends the exchange, since the answer's writer cannot go on. */
    void onFailed(ErrorCode code, String reason) {
        breakRequest(code, reason);
        lastReset(requestOpen ? Reset.BOTH : Reset.MINE, code, reason);
    }

    // ---- ends from outside

    @Override
    public void breakOff(ErrorCode code, String reason) {
        enter();
        try {
            breakRequest(code, reason);
            if (answer == Answer.FLOWING) {
                lastReset(requestOpen ? Reset.BOTH : Reset.MINE, code, reason);
            } else if (requestOpen && !cancelled) {
                stopRequest(code, reason); // the handler still owes the answer
            }
        } finally {
            leave();
        }
    }

    /** Ends all, since the session is over and nothing more can be said. */
    void onLost() {
        enter();
        try {
            String reason = "the session with the router has ended";
            breakRequest(ErrorCode.ROUTER_LOST, reason);
            closeRequest();
            breakAnswer(ErrorCode.ROUTER_LOST, reason);
        } finally {
            leave();
        }
    }

    // ---- steps

    private void breakRequest(ErrorCode code, String reason) {
        if (in != null) {
            in.onBroken(code, reason);
        }
    }

    private void closeRequest() {
        if (requestOpen && in != null) {
            requestOpen = false;
            in.close();
        }
    }

    private void stopRequest(ErrorCode code, String reason) {
        breakRequest(code, reason);
        control(new Reset(id, Reset.YOURS, code, Reasons.cut(reason)));
        closeRequest();
    }

    private void breakAnswer(ErrorCode code, String reason) {
        if (out != null) {
            out.onBroken(code, reason);
        }
        answer = Answer.OVER;
    }

    /** Says the last word: a RESET after which nothing is open. What waits of the answer but its head is dropped. */
    private void lastReset(int directions, ErrorCode code, String reason) {
        Reset reset = new Reset(id, directions, code, Reasons.cut(reason));
        if (answer == Answer.FLOWING) {
            drop(false);
            queue(reset);
        } else {
            control(reset);
        }
        closeRequest();
        breakAnswer(code, reason);
    }
}
