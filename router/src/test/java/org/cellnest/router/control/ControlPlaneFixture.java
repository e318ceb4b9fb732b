package org.cellnest.router.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;
import org.cellnest.process.ops.Health;
import org.cellnest.process.ops.OpsServer;
import org.cellnest.process.settings.Catalogue;
import org.cellnest.process.settings.Settings;
import org.cellnest.protocol.PeerKind;
import org.cellnest.protocol.Register;
import org.cellnest.protocol.RouteInfo;
import org.cellnest.router.broker.Broker;
import org.cellnest.router.broker.BrokerEvents;
import org.cellnest.router.broker.TestNest;
import org.cellnest.transport.ManualClock;
import org.cellnest.transport.SystemClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The control plane by HTTP, in front of a broker whose peers the test speaks for. */
abstract class ControlPlaneFixture {
    static final String TOKEN = "0123456789abcdef";
    /** With which every gateway proves its address. */
    static final String HTTP_KEY = "ab".repeat(32);

    final ManualClock clock = new ManualClock();
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    final EventLog log = new EventLog(SystemClock.INSTANCE, executor);
    final TestNest nest;
    final HttpClient client = HttpClient.newHttpClient();
    OpsServer.Builder builder;
    private OpsServer server;

    ControlPlaneFixture() {
        this(TestNest::telling);
    }

    /** @param nests makes the nest, whose events are for the log */
    ControlPlaneFixture(Function<BrokerEvents, TestNest> nests) {
        nest = nests.apply(new EventRecorder(log, SystemClock.INSTANCE));
    }

    @BeforeEach
    void start() throws Exception {
        nest.advance(3 * TestNest.SECOND);
        BrokerControl desk = new BrokerControl(this::answer, clock, executor);
        RouterFacts facts = new RouterFacts("r1", "i1", "1", "tcp://f", "tcp://b", 0);
        builder = OpsServer.with(() -> Health.UP, () -> Health.UP);
        new ControlPlane(desk, facts, log, desk::sample, TOKEN, SystemClock.INSTANCE).register(builder);
        server = builder.start(
                Settings.of("router.ops.port=0", "router.ops.token=" + TOKEN),
                Catalogue.ROUTER_OPS_HOST,
                Catalogue.ROUTER_OPS_PORT,
                Catalogue.ROUTER_OPS_TOKEN);
    }

    @AfterEach
    void stop() {
        server.stop();
        executor.shutdownNow();
    }

    /** Asks the broker, whose thread is whoever has the nest. */
    boolean answer(Consumer<Broker> question) {
        synchronized (nest) {
            question.accept(nest.broker);
            nest.turn();
        }
        return true;
    }

    void join(String id, String http) {
        answer(asked -> nest.say(
                nest.connect(),
                Register.of(PeerKind.GATEWAY, id, id + "-1")
                        .http(http)
                        .version("1")
                        .httpKey(HTTP_KEY)
                        .build()));
        // What was seen a second before does not know it yet.
        clock.advanceMs(2_000);
    }

    String state() throws Exception {
        return get("/v1/cells").get("cells").get(0).get("state").asText();
    }

    JsonNode explain(String method, String path) throws Exception {
        return get("/v1/explain?method=" + method + "&path=" + URLEncoder.encode(path, StandardCharsets.UTF_8));
    }

    static RouteInfo route(String deployment, int number, String template, boolean inner) {
        return new RouteInfo(deployment, number, template, List.of("GET"), 0, null, inner, "", List.of());
    }

    static void assertProblem(int status, String detail, HttpResponse<String> answer) throws Exception {
        assertEquals(status, answer.statusCode(), answer.body());
        assertEquals(
                "application/problem+json",
                answer.headers().firstValue("content-type").orElse(""));
        JsonNode problem = new JsonMapper().readTree(answer.body());
        assertEquals(detail, problem.get("detail").asText());
        assertEquals(status, problem.get("status").asInt());
    }

    JsonNode get(String path) throws Exception {
        HttpResponse<String> answer = ask(path);
        assertEquals(200, answer.statusCode(), answer.body());
        return new JsonMapper().readTree(answer.body());
    }

    HttpResponse<String> ask(String path) throws Exception {
        return send(HttpRequest.newBuilder(uri(path)));
    }

    HttpResponse<String> post(String path) throws Exception {
        return send(HttpRequest.newBuilder(uri(path)).POST(BodyPublishers.noBody()));
    }

    HttpResponse<String> postJson(String path, String body) throws Exception {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(authorized(request).build(), BodyHandlers.ofString());
    }

    static HttpRequest.Builder authorized(HttpRequest.Builder request) {
        return request.header("Authorization", "Bearer " + TOKEN);
    }

    URI uri(String path) {
        return URI.create(server.url() + path);
    }
}
