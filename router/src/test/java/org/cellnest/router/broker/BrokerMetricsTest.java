package org.cellnest.router.broker;

import static org.cellnest.router.broker.TestNest.MS;
import static org.cellnest.router.broker.TestNest.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cellnest.buffer.ChunkPool;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.PeerKind;
import org.cellnest.protocol.Request;
import org.cellnest.telemetry.Exposition;
import org.junit.jupiter.api.Test;

class BrokerMetricsTest {
    private final TestNest nest = TestNest.ready();
    private final TestGateway gateway = new TestGateway(nest, "g");
    private final TestCell cell = TestCell.serving(nest, "c", 1, "/orders/{id}");

    private String page() {
        return page(2_000);
    }

    private String page(int maxRoutes) {
        Exposition out = new PrometheusPage(
                        "r",
                        "1",
                        maxRoutes,
                        nest.broker::status,
                        nest.broker.metrics(),
                        nest.broker.activeRoutes(),
                        nest.broker::publishedSessions,
                        () -> Map.of("key", 3L),
                        new ChunkPool(0))
                .exposition();
        return new String(out.page(null).body(), StandardCharsets.UTF_8);
    }

    private void assertShows(String line) {
        String page = page();
        assertTrue(page.lines().anyMatch(line::equals), () -> line + " (came: " + page + ")");
    }

    @Test
    void recordsEachRouteByClassOfStatusAndTime() {
        gateway.get("/orders/1");
        nest.advance(30 * MS);
        cell.reply(cell.take());
        gateway.get("/orders/2");
        nest.advance(10 * MS);
        cell.reply(cell.take().exchange(), 404);
        assertShows(
                "cellnest_requests_total{deployment=\"app\",method=\"GET\",route=\"/orders/{id}\",status=\"2xx\"} 1.0");
        assertShows(
                "cellnest_requests_total{deployment=\"app\",method=\"GET\",route=\"/orders/{id}\",status=\"4xx\"} 1.0");
        assertShows("cellnest_route_duration_seconds_count{method=\"GET\",route=\"/orders/{id}\"} 2");
        assertShows("cellnest_route_duration_seconds_sum{method=\"GET\",route=\"/orders/{id}\"} 0.04");
        assertShows("cellnest_hop_duration_seconds_count{hop=\"total\",kind=\"router\",peer=\"r\"} 2");
        assertTrue(!page().contains("method=\"POST\""), "a route that was never asked for");
    }

    @Test
    void recordsTheTimeInTheRouterWithWaitingForACell() {
        gateway.get("/orders/1");
        gateway.get("/orders/2");
        Request first = cell.take();
        nest.advance(100 * MS);
        cell.reply(first);
        assertEquals(2, nest.broker.metrics().router.counts().count());
        assertEquals(100 * MS, nest.broker.metrics().router.counts().sumNs());
        cell.reply(cell.take());
        assertEquals(100 * MS, nest.broker.metrics().router.counts().sumNs());
        assertEquals(200 * MS, nest.broker.metrics().total.durations().sumNs());
    }

    @Test
    void countsTheRoutersOwnAnswersForTheirRouteOrForNone() {
        gateway.get("/nowhere");
        gateway.get("/orders/1");
        gateway.get("/orders/2");
        nest.advance(3 * SECOND);
        assertShows("cellnest_unrouted_requests_total{status=\"4xx\"} 1.0");
        assertShows(
                "cellnest_requests_total{deployment=\"app\",method=\"GET\",route=\"/orders/{id}\",status=\"5xx\"} 1.0");
        assertShows("cellnest_expired_total{kind=\"router\",peer=\"r\"} 1.0");
    }

    @Test
    void countsBytesOfEachSide() {
        BrokerMetrics metrics = nest.broker.metrics();
        long before = metrics.received(PeerKind.GATEWAY).value();
        gateway.get("/orders/1");
        assertTrue(metrics.received(PeerKind.GATEWAY).value() > before + 40);
        assertTrue(metrics.sent(PeerKind.CELL).value() > 40);
        long sent = metrics.sent(PeerKind.GATEWAY).value();
        cell.reply(cell.take());
        assertTrue(metrics.received(PeerKind.CELL).value() > 20);
        assertTrue(metrics.sent(PeerKind.GATEWAY).value() > sent + 20);
    }

    @Test
    void countsConnectionsThatWereTurnedAway() {
        assertShows("cellnest_refused_connections_total{kind=\"router\",peer=\"r\",reason=\"key\"} 3.0");
    }

    @Test
    void showsWhatPeersTellUntilTheyGo() {
        cell.heartbeat(Map.of("handler.le.20", 5L, "handler.sum", 4_000_000L, "own", 3L));
        assertShows("cellnest_hop_duration_seconds_count{hop=\"handler\",kind=\"cell\",peer=\"c\"} 5");
        assertShows("cellnest_running{kind=\"cell\",peer=\"c\"} 2.0");
        assertShows("cellnest_oldest_seconds{kind=\"cell\",peer=\"c\"} 0.3");
        assertShows("cellnest_sessions{kind=\"cell\"} 1.0");
        cell.die();
        assertTrue(!page().contains("peer=\"c\""), page());
    }

    @Test
    void staysWellFormedWhateverAPeerTells() {
        Map<String, Long> hostile = new HashMap<>();
        for (int i = 0; i < 200; i++) {
            hostile.put("x\"} 1\n" + i, Long.MIN_VALUE + i);
        }
        hostile.put("queue.le.14", Long.MAX_VALUE);
        hostile.put("queue.inf", Long.MAX_VALUE);
        TestCell evil = new TestCell(nest, "e\"}\\");
        evil.register(1, "evil\"} 7", "/evil/{x:\"+}");
        evil.heartbeat(hostile);
        gateway.get("/evil/\"");
        evil.reply(evil.take());
        int series = 0;
        for (String line : page().lines().toList()) {
            assertTrue(
                    line.matches("# (HELP|TYPE) .*|[a-z_]+(\\{([a-z]+=\"([^\"\\\\]|\\\\.)*\",?)+})? [0-9.E+-]+"), line);
            series++;
        }
        assertTrue(series < 600, "lines: " + series);
    }

    @Test
    void forgetsARouteThatIsGone() {
        gateway.get("/orders/1");
        cell.reply(cell.take());
        assertEquals(1, nest.broker.activeRoutes().all().size());
        cell.register(1, "app", "/other");
        assertEquals(0, nest.broker.activeRoutes().all().size());
        assertTrue(!page().contains("/orders/"), page());
    }

    @Test
    void showsTheBusiestOfTooManyRoutes() {
        List<String> templates = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            templates.add("/r" + i);
        }
        cell.register(1, "app", templates.toArray(String[]::new));
        for (int i = 0; i < 20; i++) {
            for (int n = 0; n <= i; n++) {
                gateway.get("/r" + i);
                cell.reply(cell.take());
            }
        }
        String page = page(3);
        for (int i = 0; i < 20; i++) {
            assertEquals(i >= 17, page.contains("route=\"/r" + i + "\""), "/r" + i);
        }
        assertTrue(page.contains("cellnest_routes_left_out 17.0"), page);
    }

    // ---- where the time goes

    @Test
    void tellsATimedRequestWhereItsTimeWent() {
        gateway.get("/orders/0");
        long timed = gateway.send("GET", "/orders/1", 0, Flags.TIMED);
        nest.advance(7 * MS);
        cell.reply(cell.take());
        Request request = cell.take();
        assertTrue(request.has(Flags.TIMED));
        nest.advance(20 * MS);
        cell.reply(request, Fields.of(":queue-us", "100", ":handler-us", "19000", "a", "b"), 200);
        Fields fields = Objects.requireNonNull(gateway.reply(timed)).fields();
        assertEquals("7000", fields.first(":router-us"));
        assertEquals("7000", fields.first(":park-us"));
        assertEquals("100", fields.first(":queue-us"));
        assertEquals("19000", fields.first(":handler-us"));
        assertEquals("b", fields.first("a"));
        nest.assertNothingRewritten();
    }

    @Test
    void putsItsOwnWordBeforeACellsForgery() {
        long timed = gateway.send("GET", "/orders/1", 0, Flags.TIMED);
        cell.reply(cell.take(), Fields.of(":router-us", "999999"), 200);
        assertEquals("0", gateway.field(timed, ":router-us"));
    }

    @Test
    void leavesOutTheTimeOfCellsThatRefused() {
        TestCell other = TestCell.serving(nest, "d", 1, "/orders/{id}");
        long timed = gateway.send("GET", "/orders/1", 0, Flags.TIMED);
        nest.advance(50 * MS);
        TestCell first = cell.waiting() > 0 ? cell : other;
        first.refuse(first.take());
        TestCell second = first == cell ? other : cell;
        nest.advance(30 * MS);
        second.reply(second.take());
        assertEquals("0", gateway.field(timed, ":router-us"));
    }

    @Test
    void saysWhatItKnowsOnItsOwnAnswers() {
        long unknown = gateway.send("GET", "/nowhere", 0, Flags.TIMED);
        assertEquals(404, gateway.status(unknown));
        assertEquals("0", gateway.field(unknown, ":router-us"));
        gateway.get("/orders/0");
        long waiting = gateway.send("GET", "/orders/1", 0, Flags.TIMED);
        nest.advance(2 * SECOND + 100 * MS);
        assertEquals(503, gateway.status(waiting));
        assertNotEquals("0", gateway.field(waiting, ":park-us"));
        assertEquals(gateway.field(waiting, ":router-us"), gateway.field(waiting, ":park-us"));
    }

    @Test
    void namesRouteAndCellOnItsOwnAnswersWhereThatIsAsked() {
        gateway.get("/orders/0");
        long waiting = gateway.send("GET", "/orders/1", 0, Flags.NAMED);
        nest.advance(2 * SECOND + 100 * MS);
        assertEquals(503, gateway.status(waiting));
        assertEquals("- /orders/{id}", gateway.field(waiting, ":served-by"));
        cell.reply(cell.take());
        long given = gateway.send("GET", "/orders/2", 500, Flags.NAMED);
        assertTrue(cell.take().has(Flags.NAMED));
        nest.advance(600 * MS);
        assertEquals(504, gateway.status(given));
        assertEquals("c /orders/{id}", gateway.field(given, ":served-by"));
        long unknown = gateway.send("GET", "/nowhere", 0, Flags.NAMED);
        assertNull(gateway.field(unknown, ":served-by"));
    }

    @Test
    void addsNothingWhereNobodyAsks() {
        long plain = gateway.get("/orders/1");
        Request request = cell.take();
        assertTrue(!request.has(Flags.TIMED));
        cell.reply(request);
        assertNull(gateway.field(plain, ":router-us"));
    }
}
