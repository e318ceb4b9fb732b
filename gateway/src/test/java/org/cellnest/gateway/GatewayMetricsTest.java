package org.cellnest.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.cellnest.gateway.metrics.GatewayCounters;
import org.cellnest.protocol.Fields;
import org.cellnest.telemetry.MetricNames;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("transport")
class GatewayMetricsTest {
    @Test
    void everyEventHasItsNameInHeartbeats() {
        Set<String> names = Arrays.stream(GatewayCounters.Event.values())
                .map(GatewayMetrics::name)
                .collect(Collectors.toSet());
        assertEquals(MetricNames.EVENTS, names);
    }

    @Test
    void showsWhatItDidToPrometheusAndItsRouters() throws Exception {
        try (FakeRouter router = FakeRouter.builder().start();
                TestGateway gateway = TestGateway.start(List.of(router.endpoint()), "gateway.io-threads=2")
                        .awaitReady()) {
            for (int i = 0; i < 5; i++) {
                gateway.get("/a");
            }
            gateway.send(gateway.request("/b")
                    .POST(BodyPublishers.ofString("x".repeat(1_000)))
                    .build());
            gateway.send(gateway.request("/b%00").build());
            for (String answers : List.of("status=\"4xx\"} 1.0", "status=\"2xx\"} 6.0")) {
                Await.until(
                        "all recorded",
                        () -> page(gateway).contains("cellnest_answers_total{kind=\"gateway\",peer=\"g1\"," + answers));
            }
            String page = page(gateway);
            for (String hop : List.of("gateway", "total")) {
                assertTrue(
                        page.contains("cellnest_hop_duration_seconds_count{hop=\"" + hop
                                + "\",kind=\"gateway\",peer=\"g1\"} 6\n"),
                        page);
            }
            assertTrue(page.contains("cellnest_answers_total{kind=\"gateway\",peer=\"g1\",status=\"2xx\"} 6.0"), page);
            assertTrue(
                    page.contains("cellnest_events_total{event=\"refused-request\",kind=\"gateway\",peer=\"g1\"} 1.0"),
                    page);
            assertTrue(page.matches("(?s).*cellnest_connections\\{kind=\"gateway\",peer=\"g1\"} [1-9].*"), page);
            assertTrue(
                    page.matches(
                            "(?s).*cellnest_received_bytes_total\\{kind=\"gateway\",peer=\"g1\",side=\"clients\"} [1-9][0-9.E]{3,}.*"),
                    page);
            // A heartbeat may have gone between two of the requests.
            Await.until(
                    "told the router",
                    () -> router.lastCounters().getOrDefault("status.2xx", 0L) == 6
                            && router.lastCounters().getOrDefault("event.refused-request", 0L) == 1);
            assertTrue(router.lastCounters().getOrDefault("jvm.heap.used", 0L) > 0);
        }
    }

    @Test
    void countsBodiesThatFlow() {
        try (FlowingCell cell = FlowingCell.start();
                TestGateway gateway = cell.gateway()) {
            var answer = gateway.later(gateway.request("/x")
                    .PUT(BodyPublishers.ofByteArray(new byte[100_000]))
                    .build());
            var request = cell.await();
            cell.read(request);
            cell.awaitBody();
            Await.until("open", () -> page(gateway).contains("cellnest_streams{kind=\"gateway\",peer=\"g1\"} 1.0"));
            cell.answer(request, 200, Fields.EMPTY, new byte[30_000], 10_000);
            assertEquals(200, answer.join().statusCode());
            cell.over(request);
            Await.until("over", () -> page(gateway).contains("cellnest_streams{kind=\"gateway\",peer=\"g1\"} 0.0"));
            String page = page(gateway);
            for (String series : List.of(
                    "cellnest_peer_stream_bytes_total{direction=\"in\",kind=\"gateway\",peer=\"g1\"} 20000.0",
                    "cellnest_peer_stream_bytes_total{direction=\"out\",kind=\"gateway\",peer=\"g1\"} 34464.0",
                    "cellnest_stream_ends_total{code=\"complete\",kind=\"gateway\",peer=\"g1\"} 1.0")) {
                assertTrue(page.contains(series), page);
            }
        }
    }

    private static String page(TestGateway gateway) {
        try {
            return gateway.client
                    .send(
                            java.net.http.HttpRequest.newBuilder(URI.create(
                                            "http://127.0.0.1:" + gateway.gatewayProcess.opsPort() + "/metrics"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        } catch (java.io.IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
