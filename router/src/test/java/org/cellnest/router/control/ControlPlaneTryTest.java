package org.cellnest.router.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.cellnest.protocol.AddressProof;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of "Try it", and the gateways that get them. */
class ControlPlaneTryTest extends ControlPlaneFixture {
    private static final String BODY =
            "{\"method\":\"POST\",\"path\":\"/a?b=c\",\"headers\":{\"x-one\":\"1\"},\"body\":\"hello\"}";

    private final Queue<String> received = new ConcurrentLinkedQueue<>();
    private @Nullable HttpServer http;

    /** Serves what answers at an address, and meets the challenges of the gateway with that id. */
    private int serve(String provesToBe) throws IOException {
        HttpServer opened = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        opened.createContext("/", exchange -> {
            String seen = exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("x-one") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            received.add(seen + exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.getResponseHeaders().add("Server-Timing", "gateway;dur=0.5, handler;dur=1.25");
            byte[] answer = seen.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(201, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        opened.createContext(AddressProof.PATH, exchange -> {
            String challenge = exchange.getRequestURI().getQuery().substring(AddressProof.QUERY.length());
            byte[] proof = AddressProof.of(HTTP_KEY, provesToBe, challenge).getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, proof.length);
            exchange.getResponseBody().write(proof);
            exchange.close();
        });
        opened.start();
        http = opened;
        return opened.getAddress().getPort();
    }

    @AfterEach
    void stopServing() {
        if (http != null) {
            http.stop(0);
        }
    }

    @Test
    void triesARequestThroughAGateway() throws Exception {
        assertProblem(
                409, "no gateway says where it listens (expected: one that is registered)", postJson("/v1/try", BODY));
        join("g1", "http://0.0.0.0:" + serve("g1"));
        JsonNode tried = new JsonMapper().readTree(postJson("/v1/try", BODY).body());
        assertEquals(201, tried.get("status").asInt());
        assertEquals("POST /a?b=c 1 hello", tried.get("body").asText());
        assertEquals("g1", tried.get("gateway").asText());
        assertEquals(1.25, tried.get("timing").get(1).get("ms").asDouble());
        stopServing();
        HttpResponse<String> gone = postJson("/v1/try", BODY);
        assertEquals(502, gone.statusCode());
        assertTrue(gone.body().contains("gateway g1 did not answer"), gone.body());
        assertEquals(
                400, postJson("/v1/try", "{\"method\":\"GET\",\"path\":\"a\"}").statusCode());
        assertEquals(400, postJson("/v1/try", "{\"metod\":\"GET\"}").statusCode());
    }

    @Test
    void sendsNothingToAnAddressWhereSomethingElseAnswers() throws Exception {
        int port = serve("another");
        join("g1", "http://0.0.0.0:" + port);
        HttpResponse<String> refused = postJson("/v1/try", BODY);
        assertProblem(
                409,
                "gateway g1 is not verified at http://127.0.0.1:" + port + ": something else answers there"
                        + " (expected: an address where it answers for itself; nothing is sent elsewhere)",
                refused);
        assertTrue(received.isEmpty(), () -> "received " + received);
        JsonNode shown = get("/v1/gateways/g1");
        assertFalse(shown.get("httpVerified").asBoolean());
        assertEquals("something else answers there", shown.get("httpProblem").asText());
        assertFalse(shown.toString().contains(HTTP_KEY));
    }

    @Test
    void takesTheFirstGatewayThatIsVerified() throws Exception {
        int port = serve("g2");
        join("g1", "http://0.0.0.0:" + port);
        join("g2", "http://0.0.0.0:" + port);
        JsonNode tried = new JsonMapper().readTree(postJson("/v1/try", BODY).body());
        assertEquals("g2", tried.get("gateway").asText());
        assertTrue(get("/v1/gateways/g2").get("httpVerified").asBoolean());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer " + TOKEN, "basic", TOKEN, "x=" + TOKEN})
    void neverSendsTheTokenOfTheRouter(String authorization) throws Exception {
        join("g1", "http://0.0.0.0:" + serve("g1"));
        String value = authorization.equals("basic")
                ? "Basic " + Base64.getEncoder().encodeToString(("ops:" + TOKEN).getBytes(StandardCharsets.UTF_8))
                : authorization;
        String body = "{\"method\":\"GET\",\"path\":\"/a\",\"headers\":{\"Authorization\":\"" + value + "\"}}";
        HttpResponse<String> refused = postJson("/v1/try", body);
        assertEquals(400, refused.statusCode(), refused.body());
        assertTrue(refused.body().contains("header authorization has the token"), refused.body());
        assertEquals(
                400,
                postJson("/v1/try", "{\"method\":\"GET\",\"path\":\"/a?t=" + TOKEN + "\"}")
                        .statusCode());
        assertTrue(received.isEmpty(), () -> "received " + received);
        assertEquals(
                200, postJson("/v1/try", body.replace(value, "Bearer other")).statusCode());
        assertEquals("GET /a null Bearer other", received.remove());
    }
}
