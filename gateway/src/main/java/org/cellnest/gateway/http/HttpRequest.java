package org.cellnest.gateway.http;

import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpContinue;
import io.undertow.util.Headers;
import java.io.IOException;
import org.cellnest.buffer.Bytes;
import org.cellnest.buffer.Slice;
import org.cellnest.gateway.dispatch.BodyFlow;
import org.cellnest.gateway.dispatch.FlowClient;
import org.cellnest.gateway.dispatch.PendingRequest;
import org.cellnest.gateway.docs.DocsPages;
import org.cellnest.gateway.docs.Page;
import org.cellnest.gateway.link.GatewayLoop;
import org.cellnest.gateway.metrics.GatewayCounters.Event;
import org.cellnest.gateway.rules.LocalReply;
import org.cellnest.gateway.rules.RefusedRequest;
import org.cellnest.protocol.BatchWriter;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.HttpMethod;
import org.cellnest.protocol.WireRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSourceChannel;

/**
 * Takes one admitted request from its head to its outcome. Reads its body, submits it to the dispatcher or serves it
 * from the gateway's own resources, and passes the outcome to its {@link AnswerWriting}. Owned by the I/O thread.
 */
final class HttpRequest
        implements Runnable,
                BodyReader.Listener,
                BodyStream.Listener,
                IoCallback,
                PendingRequest.Client,
                FlowClient,
                AnswerWriting.Holder {
    private static final Logger LOG = LoggerFactory.getLogger(HttpRequest.class);
    /**
     * The maximum length of a body that is kept after it was sent even if the method does not allow repetition; the
     * route may.
     */
    private static final int MAX_KEPT_UNASKED = 64 << 10;

    private final HttpServerExchange http;
    private final LoopContext context;
    private final GatewayLoop loop;
    private final ClientConnection connection;
    private final RequestHead head;
    private final RequestObservation observation;
    private final AnswerWriting answer;
    private final PendingRequest pending = new PendingRequest(this);
    private @Nullable BodyReader reader;
    /** The rest of the body, if it flows. */
    private @Nullable BodyStream rest;

    private @Nullable StreamSourceChannel channel;
    /** Held until {@link #dropBody}. */
    private @Nullable Bytes body;

    private long chargedBytes;
    private boolean kept = true;

    HttpRequest(
            HttpServerExchange http,
            LoopContext context,
            ClientConnection connection,
            RequestHead head,
            RequestObservation observation,
            AnswerWriting answer) {
        this.http = http;
        this.context = context;
        this.loop = context.loop();
        this.connection = connection;
        this.head = head;
        this.observation = observation;
        this.answer = answer;
    }

    // ---- coming in

    /** Begins with the body, where one comes. An exception here would leave the client without an answer. */
    @Override
    public void run() {
        try {
            if (http.isRequestComplete()) {
                onWhole();
            } else {
                readBody();
            }
        } catch (RefusedRequest e) {
            context.counters().count(Event.REFUSED_REQUEST);
            onAnswer(e.answer());
        } catch (RuntimeException e) {
            LOG.error("request {} failed in the gateway", head.requestId(), e);
            loop.upstreamDispatcher().onClientGone(pending);
            onAnswer(LocalReply.of(500, "The gateway failed.").closing());
        }
    }

    private void readBody() throws RefusedRequest {
        HttpSettings settings = context.settings();
        long announced = http.getRequestContentLength();
        boolean flows = BodyStream.mayFlow(announced)
                && settings.maxBodyBytes() > BodyStream.INLINE_BYTES
                && loop.upstreamDispatcher().takesFlows();
        long maxBytes = flows ? settings.maxBodyBytes() : settings.maxWholeBodyBytes();
        if (announced > maxBytes) {
            context.counters().count(Event.BODY_TOO_LARGE);
            throw new RefusedRequest(BodyReader.tooLarge(maxBytes));
        }
        loop.upstreamDispatcher().onReading(pending, loop.nowNs());
        if (flows && HttpContinue.requiresContinueResponse(http)) {
            onFirstPiece(Slice.EMPTY, 0); // the cell's first credit is what the client awaits
            return;
        }
        reader = new BodyReader(
                flows ? BodyStream.INLINE_BYTES : settings.maxWholeBodyBytes(),
                flows,
                context.budget(),
                loop.chunks(),
                context.counters(),
                connection::takeRefusedBody,
                this);
        if (HttpContinue.requiresContinueResponse(http)) {
            HttpContinue.sendContinueResponse(http, this);
        } else {
            startReading(reader);
        }
    }

    private void startReading(BodyReader started) {
        StreamSourceChannel source = http.getRequestChannel();
        channel = source;
        started.start(source, http.getRequestContentLength());
    }

    /** Starts to read the body, since 100 Continue was sent. */
    @Override
    public void onComplete(HttpServerExchange exchange, Sender sender) {
        if (reader != null && pending.isReading()) {
            startReading(reader);
        }
    }

    @Override
    public void onException(HttpServerExchange exchange, Sender sender, IOException exception) {
        onFailed();
    }

    @Override
    public void onProgress() {
        loop.upstreamDispatcher().onBodyProgress(pending, loop.nowNs());
    }

    @Override
    public void onBody(Bytes bytes, int charged) {
        chargedBytes = charged;
        body = bytes;
        reader = null;
        observation.onBody(bytes.length());
        if (pending.isReading()) {
            onWhole();
        }
    }

    @Override
    public void onFirstPiece(Bytes piece, int charged) {
        chargedBytes = charged;
        body = piece;
        reader = null;
        observation.onBody(piece.length());
        if (pending.isReading()) {
            rest = new BodyStream(http, context, connection, channel, piece.length(), this);
            onWhole();
        }
    }

    @Override
    public void onRefused(LocalReply refusal) {
        reader = null;
        BodyFlow flow = pending.flow();
        if (flow != null && flow.answers()) {
            loop.upstreamDispatcher().flows().giveUp(flow, ErrorCode.BROKEN, refusal.detail());
            answer.breakOff(ErrorCode.BROKEN);
        } else {
            loop.upstreamDispatcher().onClientGone(pending);
            onAnswer(refusal);
        }
        loop.flushLater();
    }

    @Override
    public void onFailed() {
        reader = null;
        IoUtils.safeClose(http.getConnection());
    }

    /** Submits a complete request, unless the gateway answers it itself and ignores its body. */
    private void onWhole() {
        OwnResources resources = context.resources();
        boolean empty = resources.isForNoResource(head, http);
        Page proof = empty ? null : resources.proofOfAddress(head, http);
        DocsPages docs = empty || proof != null ? null : resources.docsAt(head.path());
        if (!empty && proof == null && docs == null) {
            if (rest == null) {
                connection.watch();
            }
            observation.onSubmit(pending);
            loop.submit(pending);
            return;
        }
        loop.upstreamDispatcher().onClientGone(pending);
        dropBody();
        if (docs != null) {
            describe(docs);
        } else if (proof != null) {
            answer.writePage(proof);
        } else {
            answer.writeEmpty(resources.preflightOrigin(head, http));
        }
    }

    /** Requests the description of the nest, which is made on another thread while the event loop continues. */
    private void describe(DocsPages docs) {
        connection.watch();
        String known = http.getRequestHeaders().getFirst(Headers.IF_NONE_MATCH);
        docs.answer(head.method(), head.path(), known)
                .thenAccept(page -> loop.execute(() -> answer.writePage(page)))
                .exceptionally(failure -> {
                    IoUtils.safeClose(http.getConnection());
                    return null;
                });
    }

    // ---- the dispatcher's client

    @Override
    public String method() {
        return head.method();
    }

    @Override
    public void encode(BatchWriter out, long id, int flags, int budgetMs, int ageMs) {
        int wanted = (head.timed() ? Flags.TIMED : 0) | (observation.isNamed() ? Flags.NAMED : 0);
        long length = body == null ? -1 : body.length();
        if (hasMore()) {
            wanted |= Flags.MORE;
            length = http.getRequestContentLength();
        }
        head.encode(out, id, flags | wanted, budgetMs, ageMs, body, length);
    }

    @Override
    public boolean hasMore() {
        return rest != null;
    }

    @Override
    public FlowClient flows() {
        return this;
    }

    @Override
    public long headBytes() {
        return 1_024L + 2L * head.bytes();
    }

    @Override
    public void onSent(boolean mayRepeat) {
        if (mayRepeat) {
            observation.onFirstSent(pending);
        }
        if (!mayRepeat || (chargedBytes > MAX_KEPT_UNASKED && !HttpMethod.isIdempotent(method()))) {
            kept = false;
            dropBody();
        }
    }

    @Override
    public boolean isKept() {
        return kept;
    }

    @Override
    public void onReply(WireRecord reply) {
        dropBody();
        BodyFlow flow = pending.flow();
        if (flow == null || !flow.uploads()) {
            stopReading();
        }
        answer.writeReply(reply, flow, requestChannel());
    }

    @Override
    public void onAnswer(LocalReply reply) {
        stopReading();
        answer.writeLocal(reply, requestChannel());
    }

    private @Nullable StreamSourceChannel requestChannel() {
        return rest == null || rest.channel() == null ? channel : rest.channel();
    }

    // ---- bodies that flow

    @Override
    public void onCredit() {
        kept = false; // what is sent now is not there to be sent once more
        dropBody();
        if (rest != null) {
            rest.onCredit();
        }
    }

    @Override
    public void onNoMore() {
        kept = false;
        dropBody();
        stopReading();
    }

    @Override
    public void onData(Bytes bytes, int recordBytes, boolean ends) {
        if (ends) {
            stopReading();
        }
        answer.writeMore(bytes, recordBytes, ends, requestChannel());
    }

    @Override
    public void onBroken(ErrorCode code) {
        stopReading();
        answer.breakOff(code);
    }

    @Override
    public @Nullable BodyFlow flow() {
        BodyFlow flow = pending.flow();
        return flow != null && flow.uploads() ? flow : null;
    }

    @Override
    public void onSentWhole() {
        connection.watch();
    }

    // ---- the end

    @Override
    public void onClientGone() {
        stopReading();
        loop.clientGone(pending);
    }

    @Override
    public void onFinished() {
        stopReading();
        dropBody();
        observation.onBody(rest == null ? 0 : rest.sentBytes());
        BodyFlow flow = pending.flow();
        boolean isThere = flow != null && flow.isAnswerThere() && (!flow.uploads() || http.isRequestComplete());
        if (flow != null && !isThere) {
            loop.clientGone(pending);
        }
    }

    private void stopReading() {
        BodyReader reading = reader;
        if (reading != null) {
            reading.end();
            reader = null;
        }
        if (rest != null) {
            rest.stop();
        }
    }

    private void dropBody() {
        Bytes held = body;
        if (held != null) {
            held.release();
            body = null;
        }
        context.budget().giveBack(chargedBytes);
        chargedBytes = 0;
    }
}
