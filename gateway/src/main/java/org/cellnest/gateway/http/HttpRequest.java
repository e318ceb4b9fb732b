package org.cellnest.gateway.http;

import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.ExchangeCompletionListener;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpContinue;
import io.undertow.util.Headers;
import java.io.IOException;
import org.cellnest.gateway.access.AccessEntry;
import org.cellnest.gateway.access.AccessLog;
import org.cellnest.gateway.dispatch.PendingRequest;
import org.cellnest.gateway.dispatch.WriteTimeouts;
import org.cellnest.gateway.docs.DocsPages;
import org.cellnest.gateway.docs.Page;
import org.cellnest.gateway.framing.RefusedHead;
import org.cellnest.gateway.intake.RequestConduit;
import org.cellnest.gateway.link.GatewayLoop;
import org.cellnest.gateway.metrics.GatewayCounters.Event;
import org.cellnest.gateway.metrics.LoopMetrics;
import org.cellnest.gateway.rules.LocalReplies;
import org.cellnest.gateway.rules.LocalReply;
import org.cellnest.gateway.rules.RefusedRequest;
import org.cellnest.protocol.Attributes;
import org.cellnest.protocol.BatchWriter;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.HttpMethod;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.Reply;
import org.cellnest.protocol.Slice;
import org.cellnest.protocol.WireRecord;
import org.cellnest.telemetry.trace.TraceSpan;
import org.cellnest.telemetry.trace.Tracer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSourceChannel;

/**
 * One request from its head to its answer's last byte: ties Undertow's exchange to the {@code Dispatcher}. Owned by the
 * I/O thread.
 */
final class HttpRequest
        implements Runnable, PendingRequest.Client, BodyReader.Listener, ExchangeCompletionListener, IoCallback, WriteTimeouts.Writing {
    private static final Logger LOG = LoggerFactory.getLogger(HttpRequest.class);
    /** A larger body is kept after it was sent only if the method alone says that the request may be repeated. */
    private static final int MAX_KEPT_UNASKED = 64 << 10;
    /** A longer body is not waited for once its request is refused. */
    private static final int MAX_DRAINED = 64 << 10;

    private final HttpServerExchange http;
    private final PendingRequest pending = new PendingRequest(this);
    private final GatewayLoop loop;
    private final IngressHandler ingress;
    private final ClientConnection connection;
    private final long startNs;
    private String requestId = "";
    /** Of a head that was refused before it was parsed. */
    private @Nullable String refusedLine;

    private @Nullable RequestHead head;
    private @Nullable BodyReader reader;
    private @Nullable StreamSourceChannel channel;
    private @Nullable Slice body;
    private long chargedBytes;
    private long answerBytes;
    private int bodyBytes;
    private boolean whole;
    private boolean gone;
    private @Nullable TraceSpan span;
    private boolean kept = true;
    private boolean answered;
    private boolean finished;
    private String outcome = "-";
    /** Whether it is to be said who answers. */
    private final boolean named;

    private @Nullable String servedBy;
    private WriteTimeouts.@Nullable Place slow;

    HttpRequest(HttpServerExchange http, GatewayLoop loop, IngressHandler ingress) {
        this.http = http;
        this.loop = loop;
        this.ingress = ingress;
        this.startNs = loop.nowNs();
        this.connection = ClientConnection.of(http, loop, ingress.open(), ingress.settings());
        this.named = ingress.settings().accessLog().isOn();
    }

    // ---- coming in

    /** Reads and judges the request. An exception here would leave the client without an answer. */
    @Override
    public void run() {
        try {
            ingress.open().onRequest();
            http.addExchangeCompleteListener(this);
            connection.begin(this);
            requestId =
                    loop.requestIds().keepOrReplace(http.getRequestHeaders().getFirst(HttpReplyWriter.X_REQUEST_ID));
            RefusedHead refused = RequestConduit.refusalOf(http);
            if (refused != null) {
                refusedLine = refused.line();
                throw new RefusedRequest(refused.answer());
            }
            RequestHead admitted = ingress.admit(http, requestId, loop, connection.peer());
            head = admitted;
            trace(admitted);
            if (http.isRequestComplete()) {
                onWhole(admitted);
            } else {
                readBody();
            }
        } catch (RefusedRequest e) {
            ingress.counters().count(Event.REFUSED_REQUEST);
            onAnswer(e.answer());
        } catch (RuntimeException e) {
            LOG.error("request {} failed in the gateway", requestId, e);
            loop.upstreamDispatcher().onClientGone(pending);
            onAnswer(LocalReply.of(500, "The gateway failed.").closing());
        }
    }

    private void trace(RequestHead admitted) {
        Tracer tracer = ingress.tracer();
        if (tracer != null) {
            TraceSpan begun = tracer.begin(admitted.method(), admitted.traceParent());
            span = begun;
            admitted.goesWith(begun.traceparent());
            begun.attribute("http.request.method", admitted.method())
                    .attribute("url.path", admitted.path())
                    .attribute("client.address", admitted.client())
                    .attribute("cellnest.request_id", requestId);
        }
    }

    /** The description of the nest is made elsewhere; meanwhile the event loop goes on. */
    private void describe(DocsPages docs, RequestHead admitted) {
        connection.watch();
        String known = http.getRequestHeaders().getFirst(Headers.IF_NONE_MATCH);
        docs.answer(admitted.method(), admitted.path(), known)
                .thenAccept(page -> loop.execute(() -> onPage(page)))
                .exceptionally(failure -> {
                    IoUtils.safeClose(http.getConnection());
                    return null;
                });
    }

    private void onPage(Page page) {
        if (answered || finished) {
            return;
        }
        answered = true;
        try {
            ingress.replies().write(http, requestId, method(), origin(), page);
            watchUnlessWritten();
        } catch (RuntimeException e) {
            LOG.error("request {}: the page could not be written", requestId, e);
            IoUtils.safeClose(http.getConnection());
        }
    }

    private void readBody() throws RefusedRequest {
        int maxBytes = ingress.settings().maxBodyBytes();
        if (http.getRequestContentLength() > maxBytes) {
            ingress.counters().count(Event.BODY_TOO_LARGE);
            throw new RefusedRequest(BodyReader.tooLarge(maxBytes));
        }
        loop.upstreamDispatcher().onReading(pending, loop.nowNs());
        reader = new BodyReader(maxBytes, ingress.budget(), ingress.counters(), connection::takeRefusedBody, this);
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

    /** 100 Continue is out. */
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
    public void onBody(Slice bytes) {
        chargedBytes = bytes.array().length;
        bodyBytes = bytes.length();
        body = bytes;
        reader = null;
        RequestHead admitted = head;
        if (pending.isReading() && admitted != null) {
            onWhole(admitted);
        }
    }

    /** All of it has come: it is sent, unless it is the gateway's to answer, which ignores its body. */
    private void onWhole(RequestHead admitted) {
        boolean own = ingress.answersItself(admitted, http);
        Page proof = own ? null : ingress.proofOfAddress(admitted, http);
        DocsPages docs = own || proof != null ? null : ingress.docsAt(admitted.path());
        if (!own && proof == null && docs == null) {
            submit();
            return;
        }
        loop.upstreamDispatcher().onClientGone(pending);
        dropBody();
        if (docs != null) {
            describe(docs, admitted);
        } else if (proof != null) {
            onPage(proof);
        } else {
            answered = true;
            ingress.answer(admitted, http);
            watchUnlessWritten();
        }
    }

    @Override
    public void onRefused(LocalReply answer) {
        reader = null;
        loop.upstreamDispatcher().onClientGone(pending);
        onAnswer(answer);
    }

    @Override
    public void onFailed() {
        reader = null;
        IoUtils.safeClose(http.getConnection());
    }

    private void submit() {
        connection.watch();
        whole = true;
        loop.submit(pending);
    }

    // ---- what the dispatcher asks

    @Override
    public String method() {
        return head == null ? http.getRequestMethod().toString() : head.method();
    }

    @Override
    public void encode(BatchWriter out, long id, int flags, int budgetMs, int ageMs) {
        RequestHead admitted = head;
        if (admitted == null) {
            throw new IllegalStateException("a request without a head");
        }
        int wanted = (admitted.timed() ? Flags.TIMED : 0) | (named ? Flags.NAMED : 0);
        admitted.encode(out, id, flags | wanted, budgetMs, ageMs, body);
    }

    @Override
    public long headBytes() {
        return head == null ? 0 : 1_024L + 2L * head.bytes();
    }

    @Override
    public void onSent(boolean mayRepeat) {
        if (mayRepeat) {
            loop.figures().queue.record(pending.sentNs() - pending.wholeNs());
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

    // ---- going out

    @Override
    public void onReply(WireRecord reply) {
        dropBody();
        answerBytes = HttpReplyWriter.heldBytes(reply);
        ingress.budget().takeForAnswer(answerBytes);
        try {
            write(reply);
        } catch (RuntimeException e) {
            // The answers that came along with this one are other clients'.
            LOG.error("request {}: its answer could not be written", requestId, e);
            IoUtils.safeClose(http.getConnection());
        }
    }

    private void write(WireRecord reply) {
        // Before it is written, which may end the exchange, and close the connection, at once.
        answered = true;
        Reply read = MessageCodec.reply(reply);
        if (read.has(Flags.NEST)) {
            String told = read.fields().first(Attributes.OUTCOME);
            outcome = told == null ? "nest" : told;
        }
        servedBy = named ? read.fields().first(Attributes.SERVED_BY) : null;
        String refusal = ingress.replies().write(http, requestId, method(), origin(), read, timing());
        if (refusal != null) {
            ingress.counters().count(Event.BAD_REPLY);
            LOG.warn("request {}: bad reply: {}", requestId, refusal);
            onAnswer(LocalReplies.badReply(refusal));
            return;
        }
        watchUnlessWritten();
    }

    @Override
    public void onAnswer(LocalReply answer) {
        BodyReader reading = reader;
        if (reading != null) {
            reading.end();
            reader = null;
        }
        answered = true;
        outcome = answer.outcome() == null ? "refused" : answer.outcome();
        boolean lingers = !http.isRequestComplete() && (answer.close() || !isRestSoonRead());
        IoCallback then = lingers ? new LingeringClose(http, channel, loop, this::finish) : IoCallback.END_EXCHANGE;
        LocalReply last = lingers ? answer.closing() : answer;
        ingress.replies().write(http, requestId, method(), origin(), last, timing(), then);
        if (!lingers) { // or else it ends by itself soon
            watchUnlessWritten();
        }
    }

    /**
     * Whether the rest of the request may be read after the answer, to keep the connection. An answer without content is not
     * written before that, and a client that waits for 100 Continue may send the next request in place of the body.
     */
    private boolean isRestSoonRead() {
        long length = http.getRequestContentLength();
        return length >= 0
                && length <= MAX_DRAINED
                && !method().equals("HEAD")
                && !HttpContinue.requiresContinueResponse(http);
    }

    /** Where the time went until now; null: nobody is told. */
    private @Nullable ServerTiming timing() {
        if (!whole || head == null || !head.timed()) {
            return null;
        }
        long totalNs = loop.nowNs() - pending.wholeNs();
        return new ServerTiming(totalNs, pending.wasSent() ? pending.sentNs() - pending.wholeNs() : totalNs);
    }

    private void watchUnlessWritten() {
        if (!finished && slow == null) {
            slow = loop.writeTimeouts().watch(this, loop.nowNs());
        }
    }

    @Override
    public long written() {
        return http.getResponseBytesSent();
    }

    @Override
    public void giveUp() {
        ingress.counters().count(Event.SLOW_READER);
        IoUtils.safeClose(http.getConnection());
    }

    private @Nullable String origin() {
        return ingress.settings().cors().isOn() ? http.getRequestHeaders().getFirst(Headers.ORIGIN) : null;
    }

    /** The client sends nothing more, so that this is the last request of its connection. */
    void onLastOfConnection() {
        if (!http.isResponseStarted()) {
            http.setPersistent(false);
        }
    }

    /** The client's connection is closed before the answer was written. */
    void onClientGone() {
        BodyReader reading = reader;
        if (reading != null) {
            reading.end();
            reader = null;
        }
        if (!answered) {
            gone = true;
            outcome = "client-gone";
            loop.clientGone(pending);
            http.endExchange();
        }
        finish();
    }

    @Override
    public void exchangeEvent(HttpServerExchange exchange, NextListener next) {
        try {
            finish();
        } finally {
            next.proceed();
        }
    }

    private void finish() {
        if (finished) {
            return;
        }
        finished = true;
        connection.end();
        loop.writeTimeouts().forget(slow);
        dropBody();
        ingress.budget().giveBackOfAnswer(answerBytes);
        answerBytes = 0;
        ingress.open().onRequestEnd();
        long nowNs = loop.nowNs();
        record(nowNs);
        AccessLog log = ingress.settings().accessLog();
        if (log.isOn()) {
            log.write(entry(nowNs));
        }
    }

    private AccessEntry entry(long nowNs) {
        return new AccessEntry(
                loop.epochMillis(),
                head == null ? connection.peer().text() : head.client(),
                refusedLine,
                http.getRequestMethod().toString(),
                http.getRequestURI(),
                http.getQueryString(),
                http.getProtocol().toString(),
                gone ? AccessEntry.CLIENT_GONE : http.getStatusCode(),
                http.getResponseBytesSent(),
                http.getRequestHeaders().getFirst(Headers.REFERER),
                http.getRequestHeaders().getFirst(Headers.USER_AGENT),
                requestId,
                servedBy,
                nowNs - startNs,
                outcome);
    }

    private void record(long nowNs) {
        TraceSpan ended = span;
        if (ended != null) {
            ended.end(gone ? 0 : http.getStatusCode());
        }
        LoopMetrics figures = loop.figures();
        figures.receivedBytes.add((long) (head == null ? 0 : head.bytes()) + bodyBytes);
        if (gone) {
            return;
        }
        figures.sentBytes.add(http.getResponseBytesSent());
        figures.statuses.count(http.getStatusCode());
        if (whole) {
            figures.total.record(nowNs - pending.wholeNs());
        }
    }

    private void dropBody() {
        body = null;
        ingress.budget().giveBack(chargedBytes);
        chargedBytes = 0;
    }
}
