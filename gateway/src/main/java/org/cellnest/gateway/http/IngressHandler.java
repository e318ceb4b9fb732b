package org.cellnest.gateway.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.SameThreadExecutor;
import java.util.List;
import java.util.Locale;
import org.cellnest.gateway.dispatch.ByteBudget;
import org.cellnest.gateway.docs.DocsPages;
import org.cellnest.gateway.docs.Page;
import org.cellnest.gateway.link.GatewayLoop;
import org.cellnest.gateway.metrics.GatewayCounters;
import org.cellnest.gateway.rules.LocalReply;
import org.cellnest.gateway.rules.RefusedRequest;
import org.cellnest.gateway.rules.RequestTarget;
import org.cellnest.http.FieldRules;
import org.cellnest.telemetry.trace.Tracer;
import org.jspecify.annotations.Nullable;

/**
 * Where requests come in: judges each before anything is kept of it, and answers those that are for the gateway itself.
 * Shared by the I/O threads, each of which calls it for its own connections.
 */
public final class IngressHandler implements HttpHandler {
    private static final HttpString REQUEST_METHOD = HttpString.tryFromString("Access-Control-Request-Method");

    private final HttpSettings settings;
    private final GatewayCounters counters;
    private final ByteBudget budget;
    private final DrainLatch open;
    private final List<GatewayLoop> loops;
    private final List<HeaderNameCache> names;
    private final HttpReplyWriter replies;
    private final @Nullable DocsPages docs;
    private final AddressPage addressPage;
    private final @Nullable Tracer tracer;
    private volatile boolean stopping;

    /**
     * @param docs null: there are none
     * @param tracer null: no traces are made
     */
    public IngressHandler(
            HttpSettings settings,
            GatewayCounters counters,
            ByteBudget budget,
            DrainLatch open,
            List<GatewayLoop> loops,
            @Nullable DocsPages docs,
            AddressPage addressPage,
            @Nullable Tracer tracer) {
        this.docs = docs;
        this.addressPage = addressPage;
        this.tracer = tracer;
        this.settings = settings;
        this.counters = counters;
        this.budget = budget;
        this.open = open;
        this.loops = loops;
        this.names = loops.stream().map(loop -> new HeaderNameCache()).toList();
        this.replies = new HttpReplyWriter(settings.cors(), this::isStopping);
    }

    @Override
    public void handleRequest(HttpServerExchange http) {
        GatewayLoop loop = loops.get(http.getIoThread().getNumber());
        http.dispatch(SameThreadExecutor.INSTANCE, new HttpRequest(http, loop, this));
    }

    /** From now on connections are closed after their answers. */
    public void stop() {
        stopping = true;
    }

    /** Whether {@link #stop} has been called. Readiness reports it, so a gateway that is not ready closes what it answers. */
    public boolean isStopping() {
        return stopping;
    }

    HttpSettings settings() {
        return settings;
    }

    GatewayCounters counters() {
        return counters;
    }

    ByteBudget budget() {
        return budget;
    }

    @Nullable
    Tracer tracer() {
        return tracer;
    }

    HttpReplyWriter replies() {
        return replies;
    }

    /** The pages that a path belongs to, or null if it is the cells'. */
    @Nullable
    DocsPages docsAt(String path) {
        return docs != null && docs.covers(path) ? docs : null;
    }

    /** The answer to a challenge of a router, or null if the request is none. */
    @Nullable
    Page proofOfAddress(RequestHead head, HttpServerExchange http) {
        return http.isRequestComplete() ? addressPage.answer(head.method(), head.path(), http.getQueryString()) : null;
    }

    DrainLatch open() {
        return open;
    }

    /** Judges a request's head. */
    RequestHead admit(HttpServerExchange http, String requestId, GatewayLoop loop, ClientConnection.Peer peer)
            throws RefusedRequest {
        HeaderMap fields = http.getRequestHeaders();
        if (!http.isHttp10()) { // which knows neither (RFC 9110, sections 7.8 and 10.1.1)
            refuseUpgrade(fields.getFirst(Headers.UPGRADE));
            refuseExpectation(fields.getFirst(Headers.EXPECT));
        }
        HeaderValues connection = fields.get(Headers.CONNECTION);
        if (connection != null && FieldRules.lists(connection, "close")) { // Undertow knows it as the only option alone
            http.setPersistent(false);
        }
        HeaderNameCache ofLoop = names.get(loop.number());
        return RequestHead.admit(http, requestId, ofLoop, settings.clientAddress(), settings.timing(), peer);
    }

    /** HTTP/2 is an offer that may be ignored (RFC 9110, section 7.8); what else is asked for would not work without. */
    private static void refuseUpgrade(@Nullable String upgrade) throws RefusedRequest {
        if (upgrade != null && !upgrade.toLowerCase(Locale.ROOT).startsWith("h2")) {
            throw new RefusedRequest(
                    LocalReply.of(501, "Upgrades are not supported.").closing());
        }
    }

    private static void refuseExpectation(@Nullable String expect) throws RefusedRequest {
        if (expect != null && !expect.equalsIgnoreCase("100-continue")) {
            throw new RefusedRequest(LocalReply.of(417, "The only expectation known is 100-continue.")
                    .closing());
        }
    }

    /** Whether it is a preflight or {@code OPTIONS *}. */
    boolean answersItself(RequestHead head, HttpServerExchange http) {
        return head.path().equals(RequestTarget.ASTERISK) || isPreflight(head, http);
    }

    /** Answers what {@link #answersItself} is true of; all of it has come. */
    void answer(RequestHead head, HttpServerExchange http) {
        String origin = http.getRequestHeaders().getFirst(Headers.ORIGIN);
        replies.writeEmpty(http, head.requestId(), isPreflight(head, http) ? origin : null);
    }

    private boolean isPreflight(RequestHead head, HttpServerExchange http) {
        HeaderMap fields = http.getRequestHeaders();
        return settings.cors()
                .isPreflight(head.method(), fields.getFirst(Headers.ORIGIN), fields.getFirst(REQUEST_METHOD));
    }
}
