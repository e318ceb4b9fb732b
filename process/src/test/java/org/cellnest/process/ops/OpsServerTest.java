package org.cellnest.process.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.atomic.AtomicReference;
import org.cellnest.process.StartupException;
import org.cellnest.process.settings.Catalogue;
import org.cellnest.process.settings.Settings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpsServerTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicReference<Health> ready = new AtomicReference<>(Health.down("no \"router\"\nyet"));
    private OpsServer server;

    @BeforeEach
    void start() throws StartupException {
        server = OpsServer.with(() -> Health.UP, ready::get)
                .named("cellnest-router")
                .get("/more", request -> new OpsAnswer.Bytes(200, "text/plain", "more".getBytes(UTF_8)).now())
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
    void saysWhetherTheProcessLives() throws Exception {
        HttpResponse<String> answer = get("/healthz");
        assertEquals(200, answer.statusCode());
        assertEquals("{\"status\":\"UP\"}", answer.body());
        assertEquals(
                "application/json", answer.headers().firstValue("content-type").orElse(""));
    }

    @Test
    void saysWhyAProcessIsNotReady() throws Exception {
        HttpResponse<String> answer = get("/readyz");
        assertEquals(503, answer.statusCode());
        assertEquals("{\"status\":\"DOWN\",\"reason\":\"no \\\"router\\\"\\nyet\"}", answer.body());
        ready.set(Health.UP);
        assertEquals(200, get("/readyz").statusCode());
    }

    @Test
    void namesItsProcessInEveryAnswer() throws Exception {
        for (String path : new String[] {"/healthz", "/more", "/nothing"}) {
            assertEquals(
                    "cellnest-router", get(path).headers().firstValue("server").orElse(""), path);
        }
    }

    @Test
    void servesFurtherPages() throws Exception {
        assertEquals("more", get("/more").body());
    }

    @Test
    void answersUnknownPathsAndMethodsWithAProblem() throws Exception {
        HttpResponse<String> unknown = get("/nothing");
        assertEquals(404, unknown.statusCode());
        assertEquals(
                "application/problem+json",
                unknown.headers().firstValue("content-type").orElse(""));
        HttpResponse<String> posted = client.send(
                HttpRequest.newBuilder(URI.create(server.url() + "/healthz"))
                        .POST(BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
        assertEquals(405, posted.statusCode());
        assertEquals("GET, HEAD", posted.headers().firstValue("allow").orElse(""));
    }

    @Test
    void namesTheSettingThatMovesATakenPort() {
        Settings settings = Settings.of("gateway.ops.port=" + server.port());
        StartupException taken = assertThrows(
                StartupException.class,
                () -> OpsServer.with(() -> Health.UP, () -> Health.UP)
                        .start(
                                settings,
                                Catalogue.GATEWAY_OPS_HOST,
                                Catalogue.GATEWAY_OPS_PORT,
                                Catalogue.GATEWAY_OPS_TOKEN));
        assertEquals(
                "gateway.ops.port: " + server.port()
                        + " is in use (another process running? choose another with --set gateway.ops.port=PORT)",
                taken.getMessage());
    }

    @Test
    void namesTheSettingOfAnAddressThatIsNotOurs() {
        Settings settings = Settings.of("gateway.ops.host=203.0.113.7", "gateway.ops.port=0");
        StartupException foreign = assertThrows(
                StartupException.class,
                () -> OpsServer.with(() -> Health.UP, () -> Health.UP)
                        .start(
                                settings,
                                Catalogue.GATEWAY_OPS_HOST,
                                Catalogue.GATEWAY_OPS_PORT,
                                Catalogue.GATEWAY_OPS_TOKEN));
        assertTrue(
                String.valueOf(foreign.getMessage()).startsWith("gateway.ops.host: cannot listen on 203.0.113.7"),
                foreign.getMessage());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(server.url() + path)).build(), BodyHandlers.ofString());
    }
}
