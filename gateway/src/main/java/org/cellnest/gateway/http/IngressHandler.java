package org.cellnest.gateway.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.SameThreadExecutor;
import java.util.List;
import java.util.Locale;
import org.cellnest.gateway.dispatch.ByteBudget;
import org.cellnest.gateway.docs.DocsPages;
import org.cellnest.gateway.framing.RefusedHead;
import org.cellnest.gateway.intake.RequestConduit;
import org.cellnest.gateway.link.GatewayLoop;
import org.cellnest.gateway.metrics.GatewayCounters;
import org.cellnest.gateway.metrics.GatewayCounters.Event;
import org.cellnest.gateway.rules.LocalReply;
import org.cellnest.gateway.rules.RefusedRequest;
import org.cellnest.http.FieldRules;
import org.cellnest.telemetry.trace.Tracer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Admits or refuses each request by its head, and starts an {@link HttpRequest} for each that is admitted. Shared by
 * the I/O threads, each of which calls it for its own connections.
 */
public final class IngressHandler implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(IngressHandler.class);

    private final HttpSettings settings;
    private final List<LoopContext> contexts;
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
        this.settings = settings;
        this.tracer = tracer;
        HttpReplyWriter replies = new HttpReplyWriter(settings.cors(), this::isStopping);
        OwnResources resources = new OwnResources(settings.cors(), docs, addressPage);
        contexts = loops.stream()
                .map(loop -> new LoopContext(
                        loop, new HeaderNameCache(), settings, replies, resources, budget, counters, open))
                .toList();
    }

    @Override
    public void handleRequest(HttpServerExchange http) {
        LoopContext context = contexts.get(http.getIoThread().getNumber());
        GatewayLoop loop = context.loop();
        long startNs = loop.nowNs();
        ClientConnection connection = ClientConnection.of(http, context);
        String requestId =
                loop.requestIds().keepOrReplace(http.getRequestHeaders().getFirst(HttpReplyWriter.X_REQUEST_ID));
        RequestObservation observation = new RequestObservation(
                http, loop, settings.accessLog(), connection.peer().text(), requestId, startNs);
        AnswerWriting answer = new AnswerWriting(http, context, connection, observation);
        HttpRequest request;
        try {
            RequestHead head = admit(http, context, connection.peer(), observation);
            request = new HttpRequest(http, context, connection, head, observation, answer);
        } catch (RefusedRequest e) {
            context.counters().count(Event.REFUSED_REQUEST);
            refuse(http, answer, e.answer());
            return;
        } catch (RuntimeException e) {
            LOG.error("request {} failed in the gateway", requestId, e);
            refuse(http, answer, LocalReply.of(500, "The gateway failed.").closing());
            return;
        }
        answer.begin(request);
        http.dispatch(SameThreadExecutor.INSTANCE, request);
    }

    private static void refuse(HttpServerExchange http, AnswerWriting answer, LocalReply reply) {
        answer.begin(null);
        http.dispatch(SameThreadExecutor.INSTANCE, () -> answer.writeLocal(reply, null));
    }

    /** Judges a request's head, before anything else is kept of the request. */
    private RequestHead admit(
            HttpServerExchange http, LoopContext context, ClientConnection.Peer peer, RequestObservation observation)
            throws RefusedRequest {
        RefusedHead refused = RequestConduit.refusalOf(http);
        if (refused != null) {
            observation.onRefusedHead(refused.line());
            throw new RefusedRequest(refused.answer());
        }
        HeaderMap fields = http.getRequestHeaders();
        if (!http.isHttp10()) { // which knows neither (RFC 9110, sections 7.8 and 10.1.1)
            refuseUpgrade(fields.getFirst(Headers.UPGRADE));
            refuseExpectation(fields.getFirst(Headers.EXPECT));
        }
        HeaderValues connection = fields.get(Headers.CONNECTION);
        if (connection != null && FieldRules.lists(connection, "close")) { // Undertow knows it as the only option alone
            http.setPersistent(false);
        }
        RequestHead head = new RequestHead(
                http, observation.requestId(), context.names(), settings.clientAddress(), settings.timing(), peer);
        observation.onAdmitted(head, tracer);
        return head;
    }

    /**
     * Refuses an upgrade, except to HTTP/2, which is optional and may be ignored (RFC 9110, section 7.8). A client
     * requests any other upgrade because it needs it.
     */
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

    /** Begins to close connections after their answers. */
    public void stop() {
        stopping = true;
    }

    /**
     * Whether {@link #stop} has been called. Readiness reports it, so a gateway that is not ready closes what it
     * answers.
     */
    public boolean isStopping() {
        return stopping;
    }
}
