package org.cellnest.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.cellnest.integration.harness.Await;
import org.cellnest.integration.harness.Failures;
import org.cellnest.integration.harness.NestInOneJvm;
import org.cellnest.integration.harness.Project;
import org.cellnest.integration.harness.Ready;
import org.cellnest.integration.harness.SpanCollector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a whole nest tells of itself: its metrics, where a request's time went, its traces. */
@ExtendWith(Failures.class)
class TelemetryIT {
    private static final String CAME = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final String HELLO = "/api/hello/billy?age=12";

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    private HttpResponse<String> get(int port, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private NestInOneJvm nest(String... sets) throws IOException {
        NestInOneJvm nest = NestInOneJvm.in(folder, sets);
        Files.copy(
                Project.root().resolve("cells-demo/target/cells-demo.jar"),
                nest.cells().resolve("cells-demo.jar"));
        return nest;
    }

    @Test
    void showsTheWholeNestOnTheRoutersPage() throws IOException {
        try (NestInOneJvm nest = nest("nest.heartbeat=100ms")) {
            Ready router = nest.router("router.id=r1");
            nest.cell(router);
            Ready gateway = nest.gateway(router, "gateway.id=g1");
            int http = gateway.port("http");
            Await.until("up", () -> get(http, HELLO).statusCode() == 200);
            for (int i = 0; i < 20; i++) {
                assertEquals(200, get(http, HELLO).statusCode());
            }
            int ops = router.port("ops");
            Await.until(
                    "the cell and the gateway have told",
                    () -> get(ops, "/metrics")
                                    .body()
                                    .matches(
                                            "(?s).*cellnest_hop_duration_seconds_count\\{hop=\"handler\",kind=\"cell\",peer=\"cell-1\"} [2-9][0-9].*")
                            && get(ops, "/metrics")
                                    .body()
                                    .matches(
                                            "(?s).*cellnest_answers_total\\{kind=\"gateway\",peer=\"g1\",status=\"2xx\"} [2-9][0-9].*"));
            String page = get(ops, "/metrics").body();
            assertTrue(
                    page.contains("route=\"/api/hello/{name}\",status=\"2xx\"")
                            && page.contains("jvm_threads_current{kind=\"router\",peer=\"r1\"}"),
                    page);
            String open = get(ops, "/metrics", "Accept", "application/openmetrics-text")
                    .body();
            assertTrue(open.endsWith("# EOF\n"), open);
        }
    }

    /** The page says the same of every metric as {@code docs/metrics.md}: its type, its labels, and that there is no other. */
    @Test
    void showsTheMetricsOfTheirPageAndNoOthers() throws IOException {
        Map<String, MetricFamily> documented =
                MetricFamily.ofTable(Project.root().resolve("docs/metrics.md"));
        try (NestInOneJvm nest = nest("nest.heartbeat=100ms")) {
            Ready router = nest.router();
            nest.cell(router);
            Ready gateway = nest.gateway(router);
            Await.until("up", () -> get(gateway.port("http"), HELLO).statusCode() == 200);
            assertEquals(404, get(gateway.port("http"), "/nowhere").statusCode());
            Await.until("the router shows all of them", () -> {
                Map<String, MetricFamily> shown =
                        MetricFamily.ofPage(get(router.port("ops"), "/metrics").body());
                return shown.keySet().equals(documented.keySet());
            });
            Map<String, MetricFamily> shown =
                    MetricFamily.ofPage(get(router.port("ops"), "/metrics").body());
            assertEquals(documented, shown);
            Map<String, MetricFamily> ofGateway =
                    MetricFamily.ofPage(get(gateway.port("ops"), "/metrics").body());
            ofGateway.forEach((name, family) ->
                    assertEquals(documented.getOrDefault(name, family).type(), family.type(), name));
            assertEquals(
                    Set.of(),
                    ofGateway.keySet().stream()
                            .filter(name -> !documented.containsKey(name))
                            .collect(Collectors.toSet()));
        }
    }

    @Test
    void saysWhereOneRequestsTimeWent() throws IOException {
        try (NestInOneJvm nest = nest()) {
            Ready router = nest.router();
            nest.cell(router);
            int http = nest.gateway(router).port("http");
            Await.until("up", () -> get(http, HELLO).statusCode() == 200);
            Map<String, Double> ms = new HashMap<>();
            String value = get(http, HELLO, "Nest-Timing", "1")
                    .headers()
                    .firstValue("server-timing")
                    .orElse("");
            for (String part : value.split(", ", -1)) {
                String[] nameAndTime = part.split(";dur=", -1);
                ms.put(nameAndTime[0], Double.parseDouble(nameAndTime[1]));
            }
            assertTrue(
                    ms.keySet().containsAll(List.of("gateway", "router", "queue", "handler", "wire", "total")), value);
            double sum = 0;
            for (String name : List.of("gateway", "router", "queue", "handler", "wire")) {
                sum += ms.getOrDefault(name, 0.0);
            }
            assertEquals(ms.getOrDefault("total", 0.0), sum, 0.01, value);
            String unknown = get(http, "/nowhere", "Nest-Timing", "1")
                    .headers()
                    .firstValue("server-timing")
                    .orElse("");
            assertTrue(unknown.matches("gateway;dur=.*, router;dur=.*, wire;dur=.*, total;dur=.*"), unknown);
        }
    }

    @Test
    void tracesARequestThroughItsHops() throws IOException {
        try (SpanCollector collector = SpanCollector.start()) {
            try (NestInOneJvm nest = nest("nest.tracing.otlp=" + collector.endpoint())) {
                Ready router = nest.router();
                nest.cell(router);
                int http = nest.gateway(router).port("http");
                Await.until("up", () -> get(http, HELLO).statusCode() == 200);
                assertEquals(200, get(http, HELLO, "traceparent", CAME).statusCode());
            }
            // Each process has sent what it had when it stopped.
            List<SpanCollector.Span> trace = collector.spans().stream()
                    .filter(span -> span.traceId().equals(CAME.substring(3, 35)))
                    .toList();
            assertEquals(3, trace.size(), collector.spans()::toString);
            SpanCollector.Span gateway = of(trace, "cellnest-gateway");
            SpanCollector.Span router = of(trace, "cellnest-router");
            SpanCollector.Span cell = of(trace, "cellnest-cell");
            assertEquals(CAME.substring(36, 52), gateway.parentId());
            assertEquals(gateway.id(), router.parentId());
            assertEquals(router.id(), cell.parentId());
            assertEquals("GET", gateway.name());
            assertEquals("GET /api/hello/{name}", router.name());
            assertEquals("GET /api/hello/{name}", cell.name());
        }
    }

    private static SpanCollector.Span of(List<SpanCollector.Span> spans, String service) {
        return spans.stream()
                .filter(span -> span.resource().contains(service))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no span of " + service + " in " + spans));
    }
}
