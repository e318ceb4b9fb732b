package org.cellnest.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Calls the control plane of a router over HTTP. Of several routers, the client uses the first that accepts a
 * connection, and stays with it. For one thread.
 */
final class RouterClient {
    private static final int PRECONDITION_FAILED = 412;
    private static final int MAX_PROBLEM_BYTES = 64 * 1024;

    /** The time limit of a whole answer, as a multiple of the limit until it begins. */
    private static final int BODY_TIMEOUTS = 3;

    /**
     * A bearer token (RFC 6750), which a router may require before it answers.
     *
     * @param value never shown
     * @param origin the option or setting that gave it, for complaints
     */
    record Token(String value, String origin) {
        /** Returns the value of the Authorization header. */
        String authorization() {
            return "Bearer " + value;
        }

        /** Without the value. */
        @Override
        public String toString() {
            return "the token from " + origin;
        }
    }

    private final HttpClient http;
    private final List<String> routers;
    private final @Nullable Token token;
    private final Duration timeout;
    private final LongSupplier nanoClock;
    private final int usualPort;
    private @Nullable String chosen;

    RouterClient(
            HttpClient http, List<String> routers, @Nullable Token token, Duration timeout, LongSupplier nanoClock) {
        this(http, routers, token, timeout, nanoClock, RouterAddress.DEFAULT_PORT);
    }

    /**
     * Creates a client.
     *
     * @param timeout the time limit until an answer begins; the whole answer may take three times as long, a stream of
     *     events any time
     * @param nanoClock a monotonic clock
     * @param usualPort the port of a router's ops port, for the error message to a user who gave another address
     */
    RouterClient(
            HttpClient http,
            List<String> routers,
            @Nullable Token token,
            Duration timeout,
            LongSupplier nanoClock,
            int usualPort) {
        this.http = http;
        this.routers = routers;
        this.token = token;
        this.timeout = timeout;
        this.nanoClock = nanoClock;
        this.usualPort = usualPort;
    }

    /** Returns a part of a path or query, percent-encoded. */
    static String escape(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    JsonNode get(String path) {
        return ask("GET", path);
    }

    /** Sends a request without a body, and parses the JSON of its answer; a problem becomes a {@link NestException}. */
    JsonNode ask(String method, String path) {
        HttpResponse<InputStream> answer = send(method, path, "application/json", null);
        try (InputStream body = answer.body();
                SilenceWatch watch = new SilenceWatch(body, timeout.multipliedBy(BODY_TIMEOUTS), nanoClock)) {
            JsonNode document = Json.read(body);
            if (!document.isObject()) {
                throw noRouter(answer, "with something else than a JSON object");
            }
            watch.heard();
            return document;
        } catch (JsonProcessingException e) {
            throw noRouter(answer, "with JSON that is broken or too long");
        } catch (IOException e) {
            throw NestException.unreachable(chosen + ": the answer broke off (" + Failures.reason(e) + ")");
        }
    }

    /** Opens a stream of events; the caller closes it. */
    InputStream stream(String path, String accept, @Nullable String lastEventId) {
        return send("GET", path, accept, lastEventId).body();
    }

    private HttpResponse<InputStream> send(String method, String path, String accept, @Nullable String lastEventId) {
        HttpResponse<InputStream> answer = connect(method, path, accept, lastEventId);
        if (answer.statusCode() / 100 != 2) {
            throw problem(answer);
        }
        String expected = accept.split(",", 2)[0];
        if (!mediaType(answer).equals(expected)) {
            close(answer);
            throw noRouter(answer, "with " + shownType(answer) + " (expected: " + expected + ")");
        }
        return answer;
    }

    private HttpResponse<InputStream> connect(String method, String path, String accept, @Nullable String lastEventId) {
        StringBuilder refusals = new StringBuilder();
        for (String router : chosen == null ? routers : List.of(chosen)) {
            try {
                HttpResponse<InputStream> answer = http.send(
                        request(router, method, path, accept, lastEventId), HttpResponse.BodyHandlers.ofInputStream());
                chosen = router;
                return answer;
            } catch (ConnectException | HttpConnectTimeoutException e) {
                refusals.append(refusals.isEmpty() ? "" : ", ")
                        .append(router)
                        .append(" (")
                        .append(Failures.reason(e))
                        .append(')');
            } catch (IOException e) {
                throw NestException.unreachable(router + " did not answer as a router does: " + trouble(router, e));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw NestException.unreachable("interrupted");
            }
        }
        throw NestException.unreachable("no router at " + refusals + "; --router says where one is");
    }

    private HttpRequest request(
            String router, String method, String path, String accept, @Nullable String lastEventId) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(router + path))
                .timeout(timeout)
                .header("Accept", accept)
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (token != null) {
            request.header("Authorization", token.authorization());
        }
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        return request.build();
    }

    private String trouble(String router, IOException e) {
        if (e instanceof HttpTimeoutException) {
            return "it took the connection, and nothing came for " + timeout.toSeconds() + " s";
        }
        if (e instanceof SSLException) {
            return Failures.reason(e) + " (is it http:// there?)";
        }
        // What a TLS server makes of a request in the clear: an alert, or the end of the connection.
        boolean binary = String.valueOf(e.getMessage()).contains("status line");
        boolean ended = String.valueOf(e.getMessage()).contains("received no bytes");
        return router.startsWith("http:") && (binary || ended)
                ? "what came is no HTTP (a ZeroMQ port, or is it https:// there?)"
                : Failures.reason(e);
    }

    private NestException problem(HttpResponse<InputStream> answer) {
        int status = answer.statusCode();
        String detail = detail(answer);
        Stranger stranger = Stranger.of(answer, detail);
        if (stranger != null) {
            return stranger.complaint(String.valueOf(chosen), usualPort);
        }
        if (status == 401) {
            return NestException.refused(
                    token == null
                            ? chosen + " asks for a token (401): set router.ops.token or CELLNEST_ROUTER_OPS_TOKEN, or"
                                    + " give --token-file"
                            : chosen + " does not accept " + token + " (401)");
        }
        if (detail.isEmpty()) {
            return noRouter(answer, "with status " + status + " and no reason");
        }
        if (status == PRECONDITION_FAILED) {
            return NestException.needsConsent(detail);
        }
        return NestException.refused(detail + " (" + status + ")");
    }

    /** Returns the detail of a problem (RFC 9457); empty if the answer is not a problem. */
    private static String detail(HttpResponse<InputStream> answer) {
        try (InputStream body = answer.body()) {
            if (!mediaType(answer).equals("application/problem+json")) {
                return "";
            }
            JsonNode problem = Json.read(new String(body.readNBytes(MAX_PROBLEM_BYTES), StandardCharsets.UTF_8));
            String detail = Json.text(problem, "detail");
            return detail.isEmpty() ? Json.text(problem, "title") : detail;
        } catch (IOException e) {
            return "";
        }
    }

    private static void close(HttpResponse<InputStream> answer) {
        try {
            answer.body().close();
        } catch (IOException e) {
            throw NestException.unreachable("an answer broke off (" + Failures.reason(e) + ")");
        }
    }

    private NestException noRouter(HttpResponse<InputStream> answer, String how) {
        Stranger stranger = Stranger.of(answer, "");
        return stranger == null
                ? NestException.unreachable(chosen + " is no router's ops port: it answered " + how)
                : stranger.complaint(String.valueOf(chosen), usualPort);
    }

    private static String mediaType(HttpResponse<?> answer) {
        String type = answer.headers().firstValue("Content-Type").orElse("");
        return type.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
    }

    private static String shownType(HttpResponse<?> answer) {
        String type = mediaType(answer);
        return type.isEmpty() ? "no content type" : type;
    }
}
