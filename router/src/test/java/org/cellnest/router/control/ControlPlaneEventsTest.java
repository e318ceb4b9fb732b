package org.cellnest.router.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.cellnest.protocol.JarFailure;
import org.cellnest.protocol.LogLevel;
import org.cellnest.protocol.PeerKind;
import org.cellnest.protocol.Register;
import org.cellnest.router.broker.TestCell;
import org.cellnest.router.broker.TestGateway;
import org.junit.jupiter.api.Test;

/** Events that take some doing. */
class ControlPlaneEventsTest extends ControlPlaneFixture {
    private static final int MAX_STREAMS = 32;

    @Test
    void tellsThatTooManyWaitAndThatThereIsRoomAgain() throws Exception {
        TestCell cell = TestCell.serving(nest, "c1", 1, "/slow");
        List<TestGateway> gateways = List.of(new TestGateway(nest, "g1"), new TestGateway(nest, "g2"));
        int most = nest.settings.parkingMaxRequests();
        // One is given to the cell.
        for (int i = 0; i < 1 + most; i++) {
            gateways.get(i % 2).get("/slow");
        }
        assertFalse(types().contains("router-overloaded"));
        gateways.get(0).get("/slow");
        assertEquals(most, event("router-overloaded").get("count").asInt());
        for (int i = 0; i < most / 2 - 1; i++) {
            cell.reply(cell.take());
        }
        assertFalse(types().contains("router-relieved"));
        cell.reply(cell.take());
        assertEquals(most / 2, event("router-relieved").get("count").asInt());
    }

    @Test
    void showsAndTellsOnceWhatACellCannotServe() throws Exception {
        JarFailure failure = new JarFailure("bad.jar", "bad", "is no jar", 1_790_000_000_000L);
        register(failure);
        JsonNode shown = get("/v1/cells/c1").get("failures");
        assertEquals(
                "[{\"file\":\"bad.jar\",\"deployment\":\"bad\",\"reason\":\"is no jar\","
                        + "\"since\":\"2026-09-21T14:13:20.000Z\"}]",
                shown.toString());
        assertEquals(1, types().stream().filter("deployment-failed"::equals).count());
        JsonNode event = event("deployment-failed");
        assertEquals("c1", event.get("cell").asText());
        assertEquals("bad", event.get("deployment").asText());
        assertEquals(
                "bad.jar does not serve on cell c1: is no jar",
                event.get("message").asText());
    }

    @Test
    void tellsOfADeploymentThatServesBadly() throws Exception {
        register(new JarFailure("", "orders", "GET /spin: a handler is stuck", 1_790_000_000_000L));
        assertEquals(1, types().stream().filter("deployment-degraded"::equals).count());
        JsonNode event = event("deployment-degraded");
        assertEquals("orders", event.get("deployment").asText());
        assertEquals(
                "deployment orders is degraded on cell c1: GET /spin: a handler is stuck",
                event.get("message").asText());
    }

    @Test
    void changesTheLevelOfADeploymentsLogsInAllItsCells() throws Exception {
        TestCell cell = new TestCell(nest, "c1").meta(Map.of("log-level", "info"));
        cell.register(1, "orders", "/a");
        TestCell other = TestCell.serving(nest, "c2", 1, "/b");
        HttpResponse<String> told = post("/v1/deployments/orders/log-level?level=debug");
        assertEquals("{\"deployment\":\"orders\",\"level\":\"debug\",\"cells\":[\"c1\"]}", told.body());
        cell.read();
        other.read();
        assertTrue(cell.others.contains(new LogLevel("orders", "debug")), cell.others.toString());
        assertTrue(other.others.stream().noneMatch(LogLevel.class::isInstance));
        cell.meta(Map.of("log-level", "debug")).register(1, "orders", "/a");
        assertEquals(
                "deployment orders is logged from debug on by cell c1 instead of info",
                event("log-level-changed").get("message").asText());
        assertEquals(0, types().stream().filter("deployment-swapped"::equals).count());
        clock.advanceMs(2_000);
        JsonNode shown = get("/v1/deployments").get("deployments");
        assertEquals("", shown.get(0).get("cells").get(0).get("logLevel").asText());
        assertEquals("debug", shown.get(1).get("cells").get(0).get("logLevel").asText());
        assertEquals(200, post("/v1/deployments/orders/log-level").statusCode());
        cell.read();
        assertTrue(cell.others.contains(new LogLevel("orders", null)), cell.others.toString());
    }

    @Test
    void changesNoLevelThatIsNoneOrOfADeploymentThatNobodyServes() throws Exception {
        TestCell.serving(nest, "c1", 1, "/a");
        assertProblem(
                400,
                "level loud (expected: trace, debug, info, warn, error, off, or none for what the cells' settings say)",
                post("/v1/deployments/app/log-level?level=loud"));
        assertProblem(
                404,
                "no cell serves the deployment nix (expected: one that nest ls deployments lists)",
                post("/v1/deployments/nix/log-level?level=debug"));
    }

    /** A cell that says the same of itself twice. */
    private void register(JarFailure failure) {
        TestCell cell = new TestCell(nest, "c1");
        for (int revision = 1; revision <= 2; revision++) {
            nest.say(
                    cell.connection,
                    Register.of(PeerKind.CELL, "c1", "c1-1")
                            .revision(revision)
                            .concurrency(4)
                            .failures(List.of(failure))
                            .version("1")
                            .build());
        }
    }

    @Test
    void refusesOneStreamTooManyUntilAnotherEnds() throws Exception {
        TestCell.serving(nest, "c1", 1, "/a");
        List<InputStream> streams = new ArrayList<>();
        try {
            for (int i = 0; i < MAX_STREAMS; i++) {
                HttpResponse<InputStream> stream = follow();
                assertEquals(200, stream.statusCode());
                streams.add(stream.body());
                // Something has come: it is counted among those that follow.
                stream.body().read();
            }
            assertProblem(503, "32 streams of events are open (expected: fewer; close some)", ask("/v1/events"));
            assertEquals(200, ask("/v1/events?follow=false").statusCode());
            streams.remove(0).close();
            long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            HttpResponse<InputStream> another = follow();
            while (another.statusCode() == 503 && System.nanoTime() - untilNs < 0) {
                another.body().close();
                // Whoever has gone is noticed when something is sent.
                post("/v1/cells/c1/drain");
                post("/v1/cells/c1/resume");
                another = follow();
            }
            streams.add(another.body());
            assertEquals(200, another.statusCode());
        } finally {
            for (InputStream stream : streams) {
                stream.close();
            }
        }
    }

    private HttpResponse<InputStream> follow() throws Exception {
        return client.send(authorized(HttpRequest.newBuilder(uri("/v1/events"))).build(), BodyHandlers.ofInputStream());
    }

    private List<String> types() throws Exception {
        List<String> types = new ArrayList<>();
        get("/v1/events?follow=false")
                .get("events")
                .forEach(event -> types.add(event.get("type").asText()));
        return types;
    }

    private JsonNode event(String type) throws Exception {
        for (JsonNode event : get("/v1/events?follow=false").get("events")) {
            if (event.get("type").asText().equals(type)) {
                return event;
            }
        }
        throw new AssertionError("no event is " + type + ": " + types());
    }
}
