package org.cellnest.gateway.http;

import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.ExchangeCompletionListener;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpContinue;
import io.undertow.util.Headers;
import java.io.IOException;
import org.cellnest.buffer.Bytes;
import org.cellnest.buffer.Slice;
import org.cellnest.gateway.dispatch.BodyFlow;
import org.cellnest.gateway.dispatch.WriteTimeouts;
import org.cellnest.gateway.docs.Page;
import org.cellnest.gateway.metrics.GatewayCounters.Event;
import org.cellnest.gateway.rules.LocalReplies;
import org.cellnest.gateway.rules.LocalReply;
import org.cellnest.http.FieldRules;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.Reply;
import org.cellnest.protocol.WireRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSourceChannel;

/**
 * Writes the one answer of an exchange, and finishes the exchange's request once the answer is written out or its
 * client is gone. Owned by the I/O thread.
 *
 * <pre>
 *   AWAITED  -> BEGUN, FINISHED (the client is gone)
 *   BEGUN    -> BEGUN (the gateway's own in place of a bad reply), FINISHED
 *   FINISHED -> nothing
 * </pre>
 */
final class AnswerWriting implements ExchangeCompletionListener, WriteTimeouts.Writing, FlowingAnswer.Owner {
    /** Releases what an exchange's request holds. */
    interface Holder {
        /**
         * Reports that the client is gone before an answer was written. Called at most once, before {@link
         * #onFinished}.
         */
        void onClientGone();

        /** Reports that the exchange is over. Called once. */
        void onFinished();
    }

    private enum State {
        AWAITED,
        BEGUN,
        FINISHED
    }

    private static final Logger LOG = LoggerFactory.getLogger(AnswerWriting.class);
    /** The maximum length of the rest of a refused request that is read to keep the connection. */
    private static final int MAX_DRAINED = 64 << 10;

    private final HttpServerExchange http;
    private final LoopContext context;
    private final ClientConnection connection;
    private final RequestObservation observation;
    private State state = State.AWAITED;
    private @Nullable Holder holder;
    private WriteTimeouts.@Nullable Place slow;
    private long heldBytes;
    private @Nullable FlowingAnswer flowing;

    AnswerWriting(
            HttpServerExchange http, LoopContext context, ClientConnection connection, RequestObservation observation) {
        this.http = http;
        this.context = context;
        this.connection = connection;
        this.observation = observation;
    }

    /**
     * Counts the exchange as open, and awaits the end of it and of its connection.
     *
     * @param request the holder to notify; null: the request was refused, and nothing is held
     */
    void begin(@Nullable Holder request) {
        holder = request;
        context.open().onRequest();
        http.addExchangeCompleteListener(this);
        connection.begin(this);
    }

    private void become(State next) {
        boolean legal = switch (state) {
            case AWAITED, BEGUN -> next != State.AWAITED;
            case FINISHED -> false;
        };
        if (!legal) {
            throw new IllegalStateException("answer to " + observation.requestId() + ": " + state + " to " + next);
        }
        state = next;
    }

    /** Notes that writing begins, which may end the exchange and close the connection at once. */
    private void beginWriting() {
        if (state != State.FINISHED) {
            become(State.BEGUN);
        }
    }

    // ---- the answer

    /**
     * Writes the reply of a cell or of the router, or begins to. The bytes that it holds are charged until they are
     * written.
     *
     * @param books of the bodies that flow; null: none does
     * @param requestChannel the request's channel, where it was taken already
     */
    void writeReply(WireRecord record, @Nullable BodyFlow books, @Nullable StreamSourceChannel requestChannel) {
        heldBytes = HttpReplyWriter.heldBytes(record);
        context.budget().takeForAnswer(heldBytes);
        try {
            beginWriting();
            Reply reply = MessageCodec.reply(record);
            observation.onReply(reply);
            String refusal = books != null && books.answers()
                    ? beginFlow(reply, books, requestChannel)
                    : writeWhole(reply, requestChannel);
            if (refusal == null) {
                return;
            }
            context.counters().count(Event.BAD_REPLY);
            LOG.warn("request {}: bad reply: {}", observation.requestId(), refusal);
            if (books != null) {
                context.loop().upstreamDispatcher().flows().giveUp(books, ErrorCode.BROKEN, refusal);
            }
            writeLocal(LocalReplies.badReply(refusal), requestChannel);
        } catch (RuntimeException e) {
            // The answers that came along with this one are other clients'.
            LOG.error("request {}: its answer could not be written", observation.requestId(), e);
            IoUtils.safeClose(http.getConnection());
        }
    }

    /** Writes a reply that has come whole, unless it breaks a rule for replies, which is returned. */
    private @Nullable String writeWhole(Reply reply, @Nullable StreamSourceChannel requestChannel) {
        IoCallback then = lingering(requestChannel);
        String refusal =
                context.replies().write(http, observation.requestId(), method(), origin(), reply, timing(), then);
        if (refusal == null) {
            watchUnlessWritten();
        }
        return refusal;
    }

    /** Returns the end of the exchange, which waits for a client that still sends a request that was answered already. */
    private IoCallback lingering(@Nullable StreamSourceChannel requestChannel) {
        if (http.isRequestComplete()) {
            return IoCallback.END_EXCHANGE;
        }
        http.setPersistent(false);
        return new IoCallback() {
            @Override
            public void onComplete(HttpServerExchange exchange, Sender sender) {
                new LingeringClose(http, requestChannel, context.loop(), AnswerWriting.this::finish)
                        .onComplete(exchange, sender);
            }

            @Override
            public void onException(HttpServerExchange exchange, Sender sender, IOException failure) {
                IoUtils.safeClose(http.getConnection());
            }
        };
    }

    // ---- an answer that flows

    /** Begins an answer that flows, unless it breaks a rule for replies, which is returned. */
    private @Nullable String beginFlow(Reply reply, BodyFlow books, @Nullable StreamSourceChannel requestChannel) {
        long announced = FieldRules.declaredLength(reply.fields());
        int first = reply.body().length();
        String refusal = announced >= 0 && first > announced
                ? "its content-length is " + announced + ", and its first piece has " + first + " bytes"
                : context.replies().putHead(http, observation.requestId(), origin(), reply, timing());
        if (refusal != null) {
            return refusal;
        }
        if (method().equals("HEAD") || !FieldRules.hasContent(reply.status())) {
            context.loop().upstreamDispatcher().flows().decline(books);
            IoCallback then = lingering(requestChannel);
            HttpReplyWriter.writeContent(http, method(), reply.status(), reply.fields(), Slice.EMPTY, then);
            watchUnlessWritten();
            return null;
        }
        if (announced >= 0) {
            books.announce(announced - first);
        }
        FlowingAnswer begun = new FlowingAnswer(http, context.loop(), books, announced, this);
        flowing = begun;
        begun.begin(reply.body());
        return null;
    }

    /**
     * Writes more of an answer that flows.
     *
     * @param bytes borrowed
     * @param ends whether the answer is whole with it
     */
    void writeMore(Bytes bytes, int recordBytes, boolean ends, @Nullable StreamSourceChannel requestChannel) {
        if (flowing != null) {
            flowing.write(bytes, recordBytes, ends, requestChannel);
        }
    }

    @Override
    public void onFirstTaken() {
        context.budget().giveBackOfAnswer(heldBytes);
        heldBytes = 0;
    }

    @Override
    public void onSlow() {
        watchUnlessWritten();
    }

    @Override
    public void onTakenAll() {
        context.loop().writeTimeouts().forget(slow);
        slow = null;
    }

    @Override
    public void onWritten(@Nullable StreamSourceChannel reading) {
        if (http.isRequestComplete()) {
            http.endExchange();
        } else {
            lingering(reading).onComplete(http, null);
        }
    }

    /** Breaks an answer off that has begun, so that its client does not take it for whole. */
    void breakOff(ErrorCode code) {
        if (state != State.BEGUN) {
            return;
        }
        observation.onBroken(code);
        if (code == ErrorCode.OVERRUN) {
            LOG.warn(
                    "request {}: the answer of {} does not keep to its credit or its content-length",
                    observation.requestId(),
                    observation.servedBy());
        }
        if (flowing == null) {
            IoUtils.safeClose(http.getConnection());
        } else {
            flowing.breakOff();
        }
    }

    /**
     * Writes an answer of the gateway's own.
     *
     * @param reading the request's channel, where it was taken already
     */
    void writeLocal(LocalReply reply, @Nullable StreamSourceChannel reading) {
        beginWriting();
        observation.onLocalReply(reply);
        boolean lingers = !http.isRequestComplete() && (reply.close() || !isRestSoonRead());
        IoCallback then =
                lingers ? new LingeringClose(http, reading, context.loop(), this::finish) : IoCallback.END_EXCHANGE;
        LocalReply last = lingers ? reply.closing() : reply;
        context.replies().write(http, observation.requestId(), method(), origin(), last, timing(), then);
        if (!lingers) { // or else it ends by itself soon
            watchUnlessWritten();
        }
    }

    /** Writes a page of the gateway's own, unless the exchange has its answer or is over. */
    void writePage(Page page) {
        if (state != State.AWAITED) {
            return;
        }
        beginWriting();
        try {
            context.replies().write(http, observation.requestId(), method(), origin(), page);
            watchUnlessWritten();
        } catch (RuntimeException e) {
            LOG.error("request {}: the page could not be written", observation.requestId(), e);
            IoUtils.safeClose(http.getConnection());
        }
    }

    /** Writes the answer to a preflight from an origin, or to {@code OPTIONS *}; neither has content. */
    void writeEmpty(@Nullable String preflightOrigin) {
        beginWriting();
        context.replies().writeEmpty(http, observation.requestId(), preflightOrigin);
        watchUnlessWritten();
    }

    /**
     * Whether the rest of the request may be read after the answer, to keep the connection. An answer without content
     * is not written before the rest is read. A client that waits for 100 Continue may send the next request in place
     * of the body.
     */
    private boolean isRestSoonRead() {
        long length = http.getRequestContentLength();
        return length >= 0
                && length <= MAX_DRAINED
                && !method().equals("HEAD")
                && !HttpContinue.requiresContinueResponse(http);
    }

    private String method() {
        return http.getRequestMethod().toString();
    }

    private @Nullable String origin() {
        return context.settings().cors().isOn() ? http.getRequestHeaders().getFirst(Headers.ORIGIN) : null;
    }

    private @Nullable ServerTiming timing() {
        return observation.timing(context.loop().nowNs());
    }

    // ---- a client that is slow, or gone

    private void watchUnlessWritten() {
        if (state != State.FINISHED && slow == null) {
            slow = context.loop().writeTimeouts().watch(this, context.loop().nowNs());
        }
    }

    @Override
    public long written() {
        return http.getResponseBytesSent();
    }

    @Override
    public void giveUp() {
        context.counters().count(Event.SLOW_READER);
        if (flowing != null) {
            observation.onBroken(ErrorCode.SLOW);
        }
        IoUtils.safeClose(http.getConnection());
    }

    /** Notes that the client sends no more, so that this is the last request of its connection. */
    void onLastOfConnection() {
        if (!http.isResponseStarted()) {
            http.setPersistent(false);
        }
    }

    /** Ends the exchange of a client whose connection closed before the answer was written. */
    void onClientGone() {
        if (state == State.AWAITED) {
            observation.onClientGone();
            if (holder != null) {
                holder.onClientGone();
            }
            http.endExchange();
        } else if (state == State.BEGUN && flowing != null) {
            observation.onBroken(ErrorCode.ASKER_GONE);
        }
        finish();
    }

    // ---- the end

    @Override
    public void exchangeEvent(HttpServerExchange exchange, NextListener next) {
        try {
            finish();
        } finally {
            next.proceed();
        }
    }

    private void finish() {
        if (state == State.FINISHED) {
            return;
        }
        become(State.FINISHED);
        connection.end();
        context.loop().writeTimeouts().forget(slow);
        if (flowing != null) {
            flowing.stop();
        }
        if (holder != null) {
            holder.onFinished();
        }
        context.budget().giveBackOfAnswer(heldBytes);
        heldBytes = 0;
        context.open().onRequestEnd();
        observation.end(context.loop().nowNs());
    }
}
