package org.cellnest.router.control;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
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
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.cellnest.process.ops.OpsAnswer;
import org.cellnest.process.ops.OpsException;
import org.cellnest.process.ops.OpsRequest;
import org.cellnest.process.ops.OpsServer;
import org.cellnest.router.snapshot.GatewaySnapshot;
import org.cellnest.router.snapshot.NestSnapshot;
import org.cellnest.transport.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to a gateway as a client would ({@code /v1/try}), for pages that may not do so themselves. Uses only
 * gateways that are registered and verified at their address, and never sends the token of this router. The number of
 * concurrent requests, their size and their duration are bounded.
 */
final class TryProxy {
    /** The request to send; absent parts are null. */
    record Attempt(
            @Nullable String gateway,
            @Nullable String method,
            @Nullable String path,
            @Nullable Map<String, String> headers,
            @Nullable String body,
            @Nullable String bodyBase64) {}

    record Timing(String name, double ms) {}

    /** The answer of the gateway. */
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
    /** The maximum number of gateways that are tried if none is named. */
    private static final int MAX_CANDIDATES = 4;
    /** The maximum size of a body in Base64, its envelope included. */
    private static final int MAX_REQUEST_BYTES = MAX_BYTES * 2;

    private static final Duration PATIENCE = Duration.ofSeconds(35);
    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(5);
    /** The headers that the client writes itself. */
    private static final Set<String> OWN = Set.of("connection", "content-length", "expect", "host", "upgrade");

    private final NestControl nest;
    private final Semaphore places = new Semaphore(MAX_AT_ONCE);
    private final HttpClient client = HttpClient.newBuilder()
            .version(Version.HTTP_1_1)
            .followRedirects(Redirect.NEVER)
            .connectTimeout(CONNECT_PATIENCE)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();
    private final AddressVerifier verifier;
    private final OwnToken token;
    private final Clock clock;

    TryProxy(NestControl nest, AddressVerifier verifier, OwnToken token, Clock clock) {
        this.nest = nest;
        this.verifier = verifier;
        this.token = token;
        this.clock = clock;
    }

    void register(OpsServer.Builder ops) {
        ops.handle("POST", "/v1/try", MAX_REQUEST_BYTES, this::attempt);
    }

    private CompletionStage<OpsAnswer> attempt(OpsRequest request) throws OpsException {
        request.allowQuery();
        Attempt attempt = request.json(Attempt.class);
        byte[] body = body(attempt);
        return nest.peersSnapshot()
                .thenCompose(nestSnapshot ->
                        verified(NestPages.orFail(() -> candidates(nestSnapshot, attempt.gateway())), 0))
                .thenCompose(to -> {
                    HttpRequest sent = NestPages.orFail(() -> request(attempt, to.address(), body));
                    return send(sent, to.gateway());
                });
    }

    /** A gateway that is verified at its address. */
    private record Target(String gateway, String address) {}

    private static List<GatewaySnapshot> candidates(NestSnapshot nestSnapshot, @Nullable String id)
            throws OpsException {
        if (id != null) {
            GatewaySnapshot gateway = SnapshotLookup.gateway(nestSnapshot, id);
            if (GatewayAddress.of(gateway) == null) {
                throw new OpsException(409, "gateway " + id + " does not say where it listens");
            }
            return List.of(gateway);
        }
        List<GatewaySnapshot> candidates = nestSnapshot.gateways().stream()
                .filter(gateway -> GatewayAddress.of(gateway) != null)
                .limit(MAX_CANDIDATES)
                .toList();
        if (candidates.isEmpty()) {
            throw new OpsException(409, "no gateway says where it listens (expected: one that is registered)");
        }
        return candidates;
    }

    /** Returns the first verified gateway from an index on. */
    private CompletionStage<Target> verified(List<GatewaySnapshot> candidates, int from) {
        GatewaySnapshot gateway = candidates.get(from);
        return verifier.verify(gateway).thenCompose(verdict -> {
            String address = GatewayAddress.of(gateway);
            if (verdict.verified() && address != null) {
                return CompletableFuture.completedFuture(new Target(gateway.id(), address));
            }
            if (from + 1 < candidates.size()) {
                return verified(candidates, from + 1);
            }
            return CompletableFuture.failedFuture(new OpsException(
                    409,
                    "gateway " + gateway.id() + " is not verified at " + address + ": " + verdict.problem()
                            + " (expected: an address where it answers for itself; nothing is sent elsewhere)"));
        });
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

    private HttpRequest request(Attempt attempt, String address, byte[] body) throws OpsException {
        String method = attempt.method();
        String path = attempt.path();
        if (method == null) {
            throw new OpsException(400, "method: missing (expected: an HTTP method, such as GET)");
        }
        if (path == null || !path.startsWith("/")) {
            throw new OpsException(400, "path: " + path + " (expected: a path such as /orders/7?full=true)");
        }
        if (token.isIn(path) || token.isIn(new String(body, StandardCharsets.UTF_8))) {
            throw ownToken("the request");
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
                if (token.isIn(String.valueOf(header.getValue()))) {
                    throw ownToken("header " + name);
                }
                request.setHeader(name, String.valueOf(header.getValue()));
            }
            return request.build();
        } catch (IllegalArgumentException e) {
            throw new OpsException(400, "this is no request: " + e.getMessage());
        }
    }

    private static OpsException ownToken(String where) {
        return new OpsException(
                400,
                where + " has the token of this router's ops port (expected: not to be sent to gateways and cells)");
    }

    private CompletionStage<OpsAnswer> send(HttpRequest request, String gateway) {
        if (!places.tryAcquire()) {
            return CompletableFuture.failedFuture(
                    new OpsException(503, MAX_AT_ONCE + " requests are on their way (expected: fewer; come again)"));
        }
        long sinceNs = clock.nanoTime();
        CompletableFuture<HttpResponse<BoundedBody.Beginning>> sent =
                client.sendAsync(request, BoundedBody.of(MAX_BYTES));
        // The request's own limit ends with the head of the answer.
        return sent.copy()
                .orTimeout(PATIENCE.toSeconds() + 1, TimeUnit.SECONDS)
                .whenComplete((answer, failure) -> sent.cancel(true))
                .whenComplete((answer, failure) -> places.release())
                .handle((answer, failure) -> {
                    if (failure != null) {
                        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                        throw new CompletionException(new OpsException(
                                502,
                                "gateway " + gateway + " did not answer at "
                                        + request.uri().getAuthority() + ": " + cause));
                    }
                    return OpsAnswer.json(answer(answer, gateway, (clock.nanoTime() - sinceNs) / 1e6));
                });
    }

    private static Answer answer(HttpResponse<BoundedBody.Beginning> response, String gateway, double totalMs) {
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
                ApiMapper.rounded(totalMs),
                timing(response.headers().allValues("server-timing")),
                gateway);
    }

    /** Decodes UTF-8; null if the body is not UTF-8. */
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

    /** Parses Server-Timing (W3C), and skips metrics that cannot be read. */
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
}
