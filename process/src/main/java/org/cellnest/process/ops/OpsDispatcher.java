package org.cellnest.process.ops;

import io.undertow.io.Receiver.RequestToLargeException;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.SameThreadExecutor;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.StreamConnection;

/**
 * Routes a request to the ops port: health check, guard, handler, body, worker, answer. Health checks and the guard run
 * on the event loop, which otherwise reads and writes. Handlers run, files are read and JSON of answers is written on
 * the workers.
 */
final class OpsDispatcher implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(OpsDispatcher.class);

    private static final String JSON = "application/json";
    private static final String PROBLEM_JSON = "application/problem+json";
    private static final HttpString CROSS_ORIGIN_RESOURCE_POLICY = new HttpString("Cross-Origin-Resource-Policy");
    private static final String CONTENT_SECURITY_POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none';"
            + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    private static final String TOO_MANY_REQUESTS = "too many requests at once; come again";
    private static final byte[] NOTHING = {};

    private final String name;
    private final Map<String, Supplier<Health>> health;
    private final OpsGuard guard;
    private final OpsRoutes routes;
    private final List<OpsResources> resources;
    private final Executor workers;
    private final ConnectionLimiter limiter;
    private final RefusedRequests refused;
    private final int keepAliveMs;

    OpsDispatcher(
            String name,
            Map<String, Supplier<Health>> health,
            OpsGuard guard,
            OpsRoutes routes,
            List<OpsResources> resources,
            Executor workers,
            ConnectionLimiter limiter,
            RefusedRequests refused,
            int keepAliveMs) {
        this.name = name;
        this.health = health;
        this.guard = guard;
        this.routes = routes;
        this.resources = resources;
        this.workers = workers;
        this.limiter = limiter;
        this.refused = refused;
        this.keepAliveMs = keepAliveMs;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        HeaderMap headers = exchange.getResponseHeaders();
        headers.put(Headers.SERVER, name);
        headers.put(Headers.CACHE_CONTROL, "no-store");
        headers.put(Headers.X_CONTENT_TYPE_OPTIONS, "nosniff");
        headers.put(Headers.REFERRER_POLICY, "no-referrer");
        headers.put(CROSS_ORIGIN_RESOURCE_POLICY, "same-origin");
        headers.put(Headers.CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY);
        headers.put(Headers.X_FRAME_OPTIONS, "DENY");
        try {
            route(exchange);
        } catch (OpsException e) {
            send(exchange, e.status(), PROBLEM_JSON, problem(e.status(), e.detail()));
        }
    }

    private void route(HttpServerExchange exchange) throws OpsException {
        String path = exchange.getRequestPath();
        OpsException refusal = refused.refusalOf(exchange);
        if (refusal != null) {
            throw refusal;
        }
        HttpString method = exchange.getRequestMethod();
        Supplier<Health> check = health.get(path);
        if (check != null) {
            limiter.onUnguarded(connection(exchange));
            requireReading(exchange, method);
            sendHealth(exchange, check.get());
            return;
        }
        guard.check(exchange);
        admit(exchange);
        OpsRoutes.Match match = routes.match(path);
        if (match != null) {
            OpsRoutes.Entry entry = match.entry(method);
            if (entry == null) {
                throw notAllowed(exchange, method, match.allow());
            }
            receive(exchange, match, entry);
            return;
        }
        for (OpsResources folder : resources) {
            if (folder.covers(path)) {
                requireReading(exchange, method);
                onWorker(exchange, () -> serve(exchange, folder, path));
                return;
            }
        }
        throw nothingAt(path);
    }

    private void admit(HttpServerExchange exchange) {
        StreamConnection connection = connection(exchange);
        limiter.onGuarded(connection);
        exchange.addExchangeCompleteListener((done, next) -> {
            limiter.onDone(connection);
            next.proceed();
        });
    }

    private static StreamConnection connection(HttpServerExchange exchange) {
        return ((HttpServerConnection) exchange.getConnection()).getChannel();
    }

    private static OpsException nothingAt(String path) {
        return new OpsException(404, "nothing is at " + path);
    }

    private static void requireReading(HttpServerExchange exchange, HttpString method) throws OpsException {
        if (!method.equals(Methods.GET) && !method.equals(Methods.HEAD)) {
            throw notAllowed(exchange, method, "GET, HEAD");
        }
    }

    private static OpsException notAllowed(HttpServerExchange exchange, HttpString method, String allow) {
        exchange.getResponseHeaders().put(Headers.ALLOW, allow);
        return new OpsException(405, method + " " + exchange.getRequestPath() + " (expected: " + allow + ")");
    }

    /** Reads the body, up to its limit, before a worker is involved. */
    private void receive(HttpServerExchange exchange, OpsRoutes.Match match, OpsRoutes.Entry entry) {
        exchange.getRequestReceiver().setMaxBufferSize(entry.maxBodyBytes());
        exchange.getRequestReceiver()
                .receiveFullBytes(
                        (received, body) -> onWorker(received, () -> answer(received, match, entry, body)),
                        (failed, e) -> onBodyFailed(failed, entry, e));
    }

    private static void onBodyFailed(HttpServerExchange exchange, OpsRoutes.Entry entry, IOException e) {
        boolean tooLarge = e instanceof RequestToLargeException;
        int status = tooLarge ? 413 : 400;
        // What is left of the body is not worth reading.
        exchange.setPersistent(false);
        send(
                exchange,
                status,
                PROBLEM_JSON,
                problem(
                        status,
                        tooLarge
                                ? "the body is too large (expected: at most " + entry.maxBodyBytes() + " bytes)"
                                : "the body could not be read"));
    }

    private void onWorker(HttpServerExchange exchange, Runnable work) {
        exchange.dispatch(SameThreadExecutor.INSTANCE, () -> {
            if (!limiter.onWork(connection(exchange))) {
                refuseForNow(exchange, TOO_MANY_REQUESTS);
                return;
            }
            try {
                workers.execute(work);
            } catch (RejectedExecutionException e) {
                limiter.onAnswer(connection(exchange));
                refuseForNow(exchange, TOO_MANY_REQUESTS);
            }
        });
    }

    private static void refuseForNow(HttpServerExchange exchange, String detail) {
        exchange.getResponseHeaders().put(Headers.RETRY_AFTER, "1");
        send(exchange, 503, PROBLEM_JSON, problem(503, detail));
    }

    // A worker's.

    private void answer(HttpServerExchange exchange, OpsRoutes.Match match, OpsRoutes.Entry entry, byte[] body) {
        try {
            OpsRequest request = OpsRequest.of(
                    exchange.getRequestPath(),
                    match.variables(),
                    exchange.getQueryString(),
                    exchange.getRequestHeaders(),
                    body);
            entry.handler().handle(request).whenComplete((answer, failure) -> {
                if (failure != null) {
                    fail(exchange, failure);
                } else {
                    complete(exchange, answer);
                }
            });
        } catch (OpsException | RuntimeException | LinkageError e) {
            fail(exchange, e);
        }
    }

    private void complete(HttpServerExchange exchange, OpsAnswer answer) {
        if (answer instanceof OpsAnswer.Json json) {
            try {
                // Whoever completed the answer has other things to do than write it.
                workers.execute(() -> {
                    try {
                        sendFromWorker(exchange, json.status(), JSON, OpsJson.write(json.value()));
                    } catch (RuntimeException | LinkageError e) {
                        fail(exchange, e);
                    }
                });
            } catch (RejectedExecutionException e) {
                sendFromWorker(exchange, 503, PROBLEM_JSON, problem(503, TOO_MANY_REQUESTS));
            }
        } else if (answer instanceof OpsAnswer.Bytes bytes) {
            sendFromWorker(exchange, bytes.status(), bytes.contentType(), bytes.body());
        } else if (answer instanceof OpsAnswer.Streamed streamed) {
            exchange.getIoThread().execute(() -> stream(exchange, streamed));
        }
    }

    private void fail(HttpServerExchange exchange, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof OpsException e) {
            sendFromWorker(exchange, e.status(), PROBLEM_JSON, problem(e.status(), e.detail()));
        } else if (cause instanceof TimeoutException) {
            sendFromWorker(
                    exchange, 503, PROBLEM_JSON, problem(503, "no answer in time (expected: to be asked again)"));
        } else {
            LOG.error("{} {} failed", exchange.getRequestMethod(), exchange.getRequestPath(), cause);
            sendFromWorker(exchange, 500, PROBLEM_JSON, problem(500, "this failed; the log says how"));
        }
    }

    private void serve(HttpServerExchange exchange, OpsResources folder, String path) {
        try {
            OpsResources.Resource resource = folder.find(path);
            if (resource == null) {
                throw nothingAt(path);
            }
            HeaderMap headers = exchange.getResponseHeaders();
            headers.put(Headers.CACHE_CONTROL, "no-cache");
            headers.put(Headers.ETAG, resource.etag());
            String known = exchange.getRequestHeaders().getFirst(Headers.IF_NONE_MATCH);
            boolean unchanged = known != null && known.contains(resource.etag());
            sendFromWorker(
                    exchange,
                    unchanged ? 304 : 200,
                    unchanged ? null : resource.contentType(),
                    unchanged ? NOTHING : resource.body());
        } catch (OpsException | IOException | RuntimeException e) {
            fail(exchange, e);
        }
    }

    private void sendFromWorker(HttpServerExchange exchange, int status, @Nullable String contentType, byte[] body) {
        exchange.getIoThread().execute(() -> {
            limiter.onAnswer(connection(exchange));
            send(exchange, status, contentType, body);
        });
    }

    // The event loop's.

    private void stream(HttpServerExchange exchange, OpsAnswer.Streamed streamed) {
        if (!limiter.onStream(connection(exchange))) {
            limiter.onAnswer(connection(exchange));
            refuseForNow(exchange, ConnectionLimiter.MAX_STREAMS + " streams are open (expected: fewer; close some)");
            return;
        }
        exchange.setStatusCode(200);
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, streamed.contentType());
        if (exchange.getRequestMethod().equals(Methods.HEAD)) {
            exchange.endExchange();
        } else {
            StreamWriter.open(exchange, streamed, OpsServer.MAX_STREAM_BYTES, keepAliveMs);
        }
    }

    private static void sendHealth(HttpServerExchange exchange, Health health) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("status", health.up() ? "UP" : "DOWN");
        if (!health.up()) {
            members.put("reason", health.reason());
        }
        send(exchange, health.up() ? 200 : 503, JSON, OpsJson.write(members));
    }

    private static void send(HttpServerExchange exchange, int status, @Nullable String contentType, byte[] body) {
        if (exchange.isResponseStarted() || !exchange.getConnection().isOpen()) {
            exchange.endExchange();
            return;
        }
        exchange.setStatusCode(status);
        if (contentType != null) {
            exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, contentType);
        }
        exchange.getResponseSender().send(ByteBuffer.wrap(body));
    }

    /** Returns the body of a problem (RFC 9457). */
    private static byte[] problem(int status, String detail) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", "about:blank");
        members.put("title", StatusCodes.getReason(status));
        members.put("status", status);
        members.put("detail", detail);
        return OpsJson.write(members);
    }
}
