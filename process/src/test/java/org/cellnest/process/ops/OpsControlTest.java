package org.cellnest.process.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.cellnest.process.settings.Catalogue;
import org.cellnest.process.settings.Settings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests handlers, bodies, files, and the checks before a handler. */
class OpsControlTest {
    record Thing(String name, int count) {}

    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger changes = new AtomicInteger();
    private final CompletableFuture<OpsAnswer> later = new CompletableFuture<>();
    private OpsServer server;

    @BeforeEach
    void start() throws Exception {
        server = OpsServer.with(() -> Health.UP, () -> Health.UP)
                .get(
                        "/things/{id}",
                        request -> OpsAnswer.json(new Thing(request.variable("id"), (int) request.query("n", 7, 0, 9)))
                                .now())
                .handle("POST", "/things", 64, request -> {
                    Thing thing = request.json(Thing.class);
                    changes.incrementAndGet();
                    return OpsAnswer.json(thing).now();
                })
                .handle("DELETE", "/things/{id}", request -> {
                    throw new OpsException(404, "no thing " + request.variable("id"));
                })
                .get("/later", request -> later)
                .get("/broken", request -> {
                    throw new IllegalStateException("a secret of ours");
                })
                .resources("/", OpsControlTest.class, "org/cellnest/process/ops/page")
                .start(
                        Settings.of("router.ops.port=0"),
                        Catalogue.ROUTER_OPS_HOST,
                        Catalogue.ROUTER_OPS_PORT,
                        Catalogue.ROUTER_OPS_TOKEN);
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void answersWithRecordsAndDecodesVariables() throws Exception {
        HttpResponse<String> answer = get("/things/a%2Fb+%C3%BC?n=3");
        assertEquals("{\"name\":\"a/b+ü\",\"count\":3}", answer.body());
        assertEquals("no-store", answer.headers().firstValue("cache-control").orElse(""));
        assertEquals(
                "nosniff", answer.headers().firstValue("x-content-type-options").orElse(""));
    }

    @Test
    void saysWhichParameterIsWrong() throws Exception {
        HttpResponse<String> answer = get("/things/a?n=12");
        assertEquals(
                "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,\"detail\":\"n: 12 (expected: a"
                        + " number from 0 to 9)\"}",
                answer.body());
        assertEquals(
                400,
                RawAnswer.of(server.port(), "GET /things/%zz HTTP/1.1", "Host: localhost")
                        .status());
        assertEquals(400, get("/things/a?n=1&n=2").statusCode());
    }

    @Test
    void readsJsonStrictly() throws Exception {
        assertEquals(
                "{\"name\":\"x\",\"count\":2}",
                post("{\"name\":\"x\",\"count\":2}", "application/json").body());
        assertEquals(415, post("{\"name\":\"x\",\"count\":2}", "text/plain").statusCode());
        HttpResponse<String> unknown = post("{\"nam\":\"x\"}", "application/json");
        assertEquals(400, unknown.statusCode());
        assertTrue(unknown.body().contains("nam"), unknown.body());
        HttpResponse<String> large = post("{\"name\":\"" + "x".repeat(64) + "\"}", "application/json");
        assertEquals(413, large.statusCode());
        assertTrue(large.body().contains("at most 64 bytes"), large.body());
        assertEquals(1, changes.get());
    }

    @Test
    void namesTheMethodsOfAPath() throws Exception {
        HttpResponse<String> put = send(HttpRequest.newBuilder(uri("/things/a")).PUT(BodyPublishers.noBody()));
        assertEquals(405, put.statusCode());
        assertEquals("DELETE, GET, HEAD", put.headers().firstValue("allow").orElse(""));
        HttpResponse<String> gone =
                send(HttpRequest.newBuilder(uri("/things/a")).DELETE());
        assertEquals(404, gone.statusCode());
        assertTrue(gone.body().contains("no thing a"), gone.body());
    }

    @Test
    void waitsForAnAnswerWithoutHoldingAWorker() throws Exception {
        CompletableFuture<HttpResponse<String>> first =
                client.sendAsync(HttpRequest.newBuilder(uri("/later")).build(), BodyHandlers.ofString());
        CompletableFuture<HttpResponse<String>> second =
                client.sendAsync(HttpRequest.newBuilder(uri("/later")).build(), BodyHandlers.ofString());
        CompletableFuture<HttpResponse<String>> third =
                client.sendAsync(HttpRequest.newBuilder(uri("/later")).build(), BodyHandlers.ofString());
        assertEquals(200, get("/things/a").statusCode());
        later.complete(OpsAnswer.json(new Thing("late", 1)));
        for (CompletableFuture<HttpResponse<String>> each : List.of(first, second, third)) {
            assertEquals("{\"name\":\"late\",\"count\":1}", each.join().body());
        }
    }

    @Test
    void keepsWhatFailedInsideToItself() throws Exception {
        HttpResponse<String> answer = get("/broken");
        assertEquals(500, answer.statusCode());
        assertTrue(!answer.body().contains("secret"), answer.body());
    }

    @Test
    void saysThatAnAnswerDidNotComeInTime() throws Exception {
        later.completeExceptionally(new TimeoutException());
        HttpResponse<String> answer = get("/later");
        assertEquals(503, answer.statusCode());
        assertTrue(answer.body().contains("no answer in time"), answer.body());
    }

    @Test
    void servesFilesOfTheClassPath() throws Exception {
        HttpResponse<String> index = get("/");
        assertEquals("<!doctype html><title>page</title>\n", index.body());
        assertEquals(
                "text/html;charset=utf-8",
                index.headers().firstValue("content-type").orElse(""));
        assertTrue(
                index.headers().firstValue("content-security-policy").orElse("").startsWith("default-src 'self'"));
        String etag = index.headers().firstValue("etag").orElse("");
        HttpResponse<String> again = send(HttpRequest.newBuilder(uri("/")).header("If-None-Match", etag));
        assertEquals(304, again.statusCode());
        HttpResponse<String> script = get("/lib/a.js");
        assertEquals(
                "text/javascript;charset=utf-8",
                script.headers().firstValue("content-type").orElse(""));
        HttpResponse<Void> head = client.send(
                HttpRequest.newBuilder(uri("/lib/a.js"))
                        .method("HEAD", BodyPublishers.noBody())
                        .build(),
                BodyHandlers.discarding());
        assertEquals("20", head.headers().firstValue("content-length").orElse(""));
    }

    @Test
    void servesNoOtherFiles() throws Exception {
        for (String path : new String[] {
            "/.hidden.txt",
            "/lib/",
            "/lib",
            "/lib/../index.html",
            "/%2e%2e/ops/page/index.html",
            "//index.html",
            "/no.js"
        }) {
            RawAnswer answer = RawAnswer.of(server.port(), "GET " + path + " HTTP/1.1", "Host: localhost");
            assertEquals(404, answer.status(), path);
        }
    }

    @Test
    void refusesANameThatIsNotThisMachines() throws Exception {
        RawAnswer rebound = RawAnswer.of(server.port(), "GET /things/a HTTP/1.1", "Host: evil.example:9020");
        assertEquals(421, rebound.status());
        assertTrue(rebound.body().contains("Host: evil.example:9020 (expected: localhost"), rebound.body());
        for (String own : new String[] {"localhost:1", "127.0.0.1", "[::1]:5", "LOCALHOST", "nest.localhost:9"}) {
            assertEquals(
                    200,
                    RawAnswer.of(server.port(), "GET /things/a HTTP/1.1", "Host: " + own)
                            .status(),
                    own);
        }
        assertEquals(
                200,
                RawAnswer.of(server.port(), "GET /healthz HTTP/1.1", "Host: evil.example")
                        .status());
    }

    @Test
    void refusesChangesByPagesOfOtherOrigins() throws Exception {
        String body = "{\"name\":\"x\",\"count\":2}";
        String[] head = {
            "POST /things HTTP/1.1",
            "Host: localhost:9020",
            "Content-Type: application/json",
            "Content-Length: " + body.length()
        };
        assertEquals(
                403,
                RawAnswer.of(server.port(), body, head, "Origin: http://evil.example")
                        .status());
        assertEquals(
                403, RawAnswer.of(server.port(), body, head, "Origin: null").status());
        assertEquals(
                403,
                RawAnswer.of(server.port(), body, head, "Origin: http://localhost:3000")
                        .status());
        assertEquals(
                403,
                RawAnswer.of(server.port(), body, head, "Sec-Fetch-Site: same-site")
                        .status());
        assertEquals(0, changes.get());
        assertEquals(
                200,
                RawAnswer.of(server.port(), body, head, "Origin: http://localhost:9020")
                        .status());
        assertEquals(
                200,
                RawAnswer.of(server.port(), body, head, "Sec-Fetch-Site: same-origin")
                        .status());
        assertEquals(2, changes.get());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(uri(path)));
    }

    private HttpResponse<String> post(String body, String contentType) throws Exception {
        return send(HttpRequest.newBuilder(uri("/things"))
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofString(body, UTF_8)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create(server.url() + path);
    }
}
