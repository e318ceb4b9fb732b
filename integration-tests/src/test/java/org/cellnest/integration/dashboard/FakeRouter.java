package org.cellnest.integration.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.cellnest.process.StartupException;
import org.cellnest.process.ops.Health;
import org.cellnest.process.ops.OpsAnswer;
import org.cellnest.process.ops.OpsException;
import org.cellnest.process.ops.OpsRequest;
import org.cellnest.process.ops.OpsServer;
import org.cellnest.process.ops.OpsStream;
import org.cellnest.process.settings.Catalogue;
import org.cellnest.process.settings.Settings;
import org.cellnest.router.Dashboard;

/** The ops port of a router whose nest is made up: the true page, the true server, and a {@link FakeNest} behind it. */
final class FakeRouter implements AutoCloseable {
    private static final int MAX_TRY_BYTES = 1 << 20;

    private final OpsServer server;

    private FakeRouter(OpsServer server) {
        this.server = server;
    }

    /** @param port 0 for any that is free */
    static FakeRouter start(FakeNest nest, int port, String... sets) throws StartupException {
        OpsServer.Builder builder = OpsServer.with(() -> Health.UP, () -> Health.UP)
                .get("/v1/nest", request -> json(() -> nest.nest()))
                .get("/v1/cells", request -> json(() -> nest.cells()))
                .get("/v1/cells/{id}", request -> json(() -> nest.cellDetails(request.variable("id"))))
                .handle(
                        "POST",
                        "/v1/cells/{id}/drain",
                        request ->
                                json(() -> nest.drain(request.variable("id"), !"refuse".equals(request.query("last")))))
                .handle("POST", "/v1/cells/{id}/resume", request -> json(() -> nest.resume(request.variable("id"))))
                .handle("DELETE", "/v1/cells/{id}", request -> json(() -> nest.kick(request.variable("id"))))
                .get("/v1/gateways", request -> json(() -> nest.gateways()))
                .get("/v1/gateways/{id}", request -> json(() -> nest.gatewayDetails(request.variable("id"))))
                .get("/v1/deployments", request -> json(() -> nest.deployments()))
                .get("/v1/routes", request -> routes(nest, request))
                .get("/v1/routes/{id}", request -> json(() -> nest.routeDetails(request.variable("id"))))
                .get("/v1/explain", request -> json(() -> nest.explain(text(request, "method"), text(request, "path"))))
                .get("/v1/series", request -> json(() -> nest.series()))
                .get("/v1/events", request -> events(nest, (int) request.query("since", 0, 0, Integer.MAX_VALUE)))
                .handle("POST", "/v1/try", MAX_TRY_BYTES, request -> {
                    JsonNode wanted = request.json(ObjectNode.class);
                    return json(() -> nest.tried(wanted));
                });
        String[] all = new String[sets.length + 1];
        all[0] = "router.ops.port=" + port;
        System.arraycopy(sets, 0, all, 1, sets.length);
        return new FakeRouter(Dashboard.addTo(builder)
                .start(
                        Settings.of(all),
                        Catalogue.ROUTER_OPS_HOST,
                        Catalogue.ROUTER_OPS_PORT,
                        Catalogue.ROUTER_OPS_TOKEN));
    }

    String url() {
        return server.url();
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }

    private interface Answer {
        JsonNode get();
    }

    private static CompletionStage<OpsAnswer> json(Answer answer) throws OpsException {
        try {
            return OpsAnswer.json(answer.get()).now();
        } catch (FakeProblem e) {
            throw new OpsException(e.status, String.valueOf(e.getMessage()));
        }
    }

    private static CompletionStage<OpsAnswer> routes(FakeNest nest, OpsRequest request) throws OpsException {
        request.allowQuery("q", "deployment", "cell", "sort", "limit", "after");
        int limit = (int) request.query("limit", 100, 1, 20_000);
        int after = (int) request.query("after", 0, 0, Integer.MAX_VALUE);
        return json(() -> nest.routes(
                text(request, "q"),
                text(request, "deployment"),
                text(request, "cell"),
                text(request, "sort"),
                limit,
                after));
    }

    private static CompletionStage<OpsAnswer> events(FakeNest nest, int since) {
        byte[] keepAlive = ": keep-alive\n\n".getBytes(UTF_8);
        return new OpsAnswer.Streamed("text/event-stream", keepAlive, stream -> follow(nest, since, stream)).now();
    }

    private static void follow(FakeNest nest, int since, OpsStream stream) {
        Runnable end = nest.follow(since, event -> {
            String lines =
                    "id: " + event.get("id") + "\nevent: " + event.get("type").asText() + "\ndata: " + event + "\n\n";
            stream.send(lines.getBytes(UTF_8));
        });
        stream.onClosed(end);
    }

    private static String text(OpsRequest request, String name) {
        return Optional.ofNullable(request.query(name)).orElse("");
    }
}
