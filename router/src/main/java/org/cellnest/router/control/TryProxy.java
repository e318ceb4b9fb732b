package org.cellnest.router.control;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.cellnest.process.ops.OpsAnswer;
import org.cellnest.process.ops.OpsException;
import org.cellnest.process.ops.OpsRequest;
import org.cellnest.process.ops.OpsServer;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1/try}: sends a request to a gateway as a client would, for pages that may not do so themselves. Only gateways that
 * are registered are asked, and only so many requests are on their way, with so much to carry and for so long.
 */
final class TryProxy {
    /** What is asked for; nulls are what is absent. */
    record Attempt(
            @Nullable String gateway,
            @Nullable String method,
            @Nullable String path,
            @Nullable Map<String, String> headers,
            @Nullable String body,
            @Nullable String bodyBase64) {}

    record Timing(String name, double ms) {}

    /** What the gateway answered. */
    record Answer(
            int status,
            List<List<String>> headers,
            @Nullable String body,
            @Nullable String bodyBase64,
            boolean truncated,
            double totalMs,
            List<Timing> timing,
            String gateway) {}

    static final int MAX_BYTES = 1 << 20;
    private static final int MAX_AT_ONCE = 16;
    private static final int MAX_HEADERS = 50;
    /** A body in Base64, its envelope included. */
    private static final int MAX_REQUEST_BYTES = MAX_BYTES * 2;

    private static final Duration PATIENCE = Duration.ofSeconds(35);
    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(5);
    /** What the client writes itself. */
    private static final Set<String> OWN = Set.of("connection", "content-length", "expect", "host", "upgrade");

    private final NestControl nest;
    private final Semaphore places = new Semaphore(MAX_AT_ONCE);
    private final HttpClient client = HttpClient.newBuilder()
            .version(Version.HTTP_1_1)
            .followRedirects(Redirect.NEVER)
            .connectTimeout(CONNECT_PATIENCE)
            .build();

    TryProxy(NestControl nest) {
        this.nest = nest;
    }

    void register(OpsServer.Builder ops) {
        ops.handle("POST", "/v1/try", MAX_REQUEST_BYTES, this::attempt);
    }

    private CompletionStage<OpsAnswer> attempt(OpsRequest request) throws OpsException {
        request.allowQuery();
        Attempt attempt = request.json(Attempt.class);
        byte[] body = body(attempt);
        return nest.seenPeers().thenCompose(seen -> {
            SeenGateway gateway = NestPages.orFail(() -> gateway(seen, attempt.gateway()));
            String address = GatewayAddress.of(gateway);
            HttpRequest sent = NestPages.orFail(() -> request(attempt, address, body));
            return send(sent, gateway.id());
        });
    }

    private static SeenGateway gateway(Seen seen, @Nullable String id) throws OpsException {
        if (id != null) {
            SeenGateway gateway = Find.gateway(seen, id);
            if (GatewayAddress.of(gateway) == null) {
                throw new OpsException(409, "gateway " + id + " does not say where it listens");
            }
            return gateway;
        }
        for (SeenGateway gateway : seen.gateways()) {
            if (GatewayAddress.of(gateway) != null) {
                return gateway;
            }
        }
        throw new OpsException(409, "no gateway says where it listens (expected: one that is registered)");
    }

    private static byte[] body(Attempt attempt) throws OpsException {
        String text = attempt.body();
        String base64 = attempt.bodyBase64();
        byte[] body = {};
        if (text != null && base64 != null) {
            throw new OpsException(400, "body and bodyBase64 (expected: one of them)");
        }
        if (text != null) {
            body = text.getBytes(StandardCharsets.UTF_8);
        } else if (base64 != null) {
            try {
                body = Base64.getDecoder().decode(base64);
            } catch (IllegalArgumentException e) {
                throw new OpsException(400, "bodyBase64 is not Base64: " + e.getMessage());
            }
        }
        if (body.length > MAX_BYTES) {
            throw new OpsException(413, "a body of " + body.length + " bytes (expected: at most " + MAX_BYTES + ")");
        }
        return body;
    }

    private static HttpRequest request(Attempt attempt, @Nullable String address, byte[] body) throws OpsException {
        String method = attempt.method();
        String path = attempt.path();
        if (method == null) {
            throw new OpsException(400, "method: missing (expected: an HTTP method, such as GET)");
        }
        if (path == null || !path.startsWith("/")) {
            throw new OpsException(400, "path: " + path + " (expected: a path such as /orders/7?full=true)");
        }
        Map<String, String> headers = attempt.headers() == null ? Map.of() : attempt.headers();
        if (headers.size() > MAX_HEADERS) {
            throw new OpsException(400, headers.size() + " headers (expected: at most " + MAX_HEADERS + ")");
        }
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path))
                    .timeout(PATIENCE)
                    .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
                    .header("Nest-Timing", "1");
            for (Map.Entry<String, String> header : headers.entrySet()) {
                String name = header.getKey().toLowerCase(Locale.ROOT);
                if (OWN.contains(name)) {
                    throw new OpsException(400, "header " + name + " (expected: none that the sender writes itself)");
                }
                request.setHeader(name, String.valueOf(header.getValue()));
            }
            return request.build();
        } catch (IllegalArgumentException e) {
            throw new OpsException(400, "this is no request: " + e.getMessage());
        }
    }

    private CompletionStage<OpsAnswer> send(HttpRequest request, String gateway) {
        if (!places.tryAcquire()) {
            return CompletableFuture.failedFuture(
                    new OpsException(503, MAX_AT_ONCE + " requests are on their way (expected: fewer; come again)"));
        }
        long sinceNs = System.nanoTime();
        return client.sendAsync(request, bounded())
                // The request's own limit ends with the head of the answer.
                .orTimeout(PATIENCE.toSeconds() + 1, TimeUnit.SECONDS)
                .whenComplete((answer, failure) -> places.release())
                .handle((answer, failure) -> {
                    if (failure != null) {
                        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                        throw new CompletionException(new OpsException(
                                502,
                                "gateway " + gateway + " did not answer at "
                                        + request.uri().getAuthority() + ": " + cause));
                    }
                    return OpsAnswer.json(answer(answer, gateway, (System.nanoTime() - sinceNs) / 1e6));
                });
    }

    private static Answer answer(HttpResponse<Bounded> response, String gateway, double totalMs) {
        List<List<String>> headers = new ArrayList<>();
        response.headers().map().forEach((name, values) -> values.forEach(value -> headers.add(List.of(name, value))));
        byte[] body = response.body().bytes();
        String text = text(body);
        return new Answer(
                response.statusCode(),
                headers,
                text,
                text == null ? Base64.getEncoder().encodeToString(body) : null,
                response.body().truncated(),
                Viewer.rounded(totalMs),
                timing(response.headers().allValues("server-timing")),
                gateway);
    }

    /** As text, or null if it is none. */
    private static @Nullable String text(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** What Server-Timing (W3C) says, as far as it can be read. */
    static List<Timing> timing(List<String> values) {
        List<Timing> timing = new ArrayList<>();
        for (String value : values) {
            for (String metric : value.split(",", -1)) {
                String[] parts = metric.strip().split(";", -1);
                for (String parameter : parts) {
                    String[] pair = parameter.strip().split("=", 2);
                    if (pair.length == 2 && pair[0].equals("dur") && !parts[0].isBlank()) {
                        add(timing, parts[0].strip(), pair[1]);
                    }
                }
            }
        }
        return timing;
    }

    private static void add(List<Timing> timing, String name, String ms) {
        try {
            timing.add(new Timing(name, Double.parseDouble(ms)));
        } catch (NumberFormatException e) {
            // A cell may write what it likes.
        }
    }

    /** The beginning of a body. */
    record Bounded(byte[] bytes, boolean truncated) {}

    private static BodyHandler<Bounded> bounded() {
        return head -> new BoundedBody();
    }

    /** Keeps so much of a body, and lets the rest go with the connection. */
    private static final class BoundedBody implements BodySubscriber<Bounded> {
        private final CompletableFuture<Bounded> body = new CompletableFuture<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private Flow.@Nullable Subscription subscription;

        @Override
        public CompletionStage<Bounded> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Flow.Subscription begun) {
            subscription = begun;
            begun.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            for (ByteBuffer buffer : buffers) {
                int room = MAX_BYTES - bytes.size();
                byte[] some = new byte[Math.min(room, buffer.remaining())];
                buffer.get(some);
                bytes.writeBytes(some);
                if (buffer.hasRemaining()) {
                    body.complete(new Bounded(bytes.toByteArray(), true));
                    if (subscription != null) {
                        subscription.cancel();
                    }
                    return;
                }
            }
        }

        @Override
        public void onError(Throwable failure) {
            body.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            body.complete(new Bounded(bytes.toByteArray(), false));
        }
    }
}
