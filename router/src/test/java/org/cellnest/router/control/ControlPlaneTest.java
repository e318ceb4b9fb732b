package org.cellnest.router.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.cellnest.router.broker.FrameSink;
import org.cellnest.router.broker.TestCell;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ControlPlaneTest extends ControlPlaneFixture {
    @BeforeEach
    void register() {
        new TestCell(nest, "c1")
                .register(
                        4,
                        List.of(
                                route("orders", 1, "/orders/{id:\\d+}", false),
                                route("orders", 2, "/orders", false),
                                route("orders", 3, "/files/{path...}", false),
                                route("stock", 4, "/stock/inner", true)),
                        "orders",
                        "stock");
    }

    @Test
    void describesEveryEndpointAndNoOther() throws Exception {
        JsonNode paths = get("/v1/openapi.json").get("paths");
        Set<String> described = new TreeSet<>();
        for (Map.Entry<String, JsonNode> path : paths.properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                described.add(method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
            }
        }
        assertEquals(new TreeSet<>(builder.handled()), described);
    }

    @Test
    void answersWithTheMembersThatItDescribes() throws Exception {
        JsonNode schemas = get("/v1/openapi.json").get("components").get("schemas");
        assertSameMembers(schemas.get("Nest"), get("/v1/nest"));
        assertSameMembers(schemas.get("Cell"), get("/v1/cells").get("cells").get(0));
        assertSameMembers(schemas.get("CellDetail"), get("/v1/cells/c1"));
        JsonNode route = get("/v1/routes").get("routes").get(0);
        assertSameMembers(schemas.get("Route"), route);
        assertSameMembers(
                schemas.get("RouteDetail"), get("/v1/routes/" + route.get("id").asText()));
        assertSameMembers(
                schemas.get("DeploymentOfCell"),
                get("/v1/deployments").get("deployments").get(0).get("cells").get(0));
        assertSameMembers(schemas.get("Explanation"), get("/v1/explain?path=/orders"));
        assertSameMembers(schemas.get("Series"), get("/v1/series"));
        join("g1", "http://127.0.0.1:1");
        assertSameMembers(schemas.get("Gateway"), get("/v1/gateways/g1"));
    }

    private static void assertSameMembers(JsonNode schema, JsonNode object) {
        List<String> described = new ArrayList<>();
        schema.get("properties").fieldNames().forEachRemaining(described::add);
        List<String> given = new ArrayList<>();
        object.fieldNames().forEachRemaining(given::add);
        assertEquals(described, given);
    }

    @Test
    void changesNothingForAWrongTokenAnUnknownIdOrASecondDrain() throws Exception {
        HttpResponse<String> wrong = client.send(
                HttpRequest.newBuilder(uri("/v1/cells/c1/drain"))
                        .header("Authorization", "Bearer " + TOKEN + "x")
                        .POST(BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
        assertProblem(401, "the token is wrong", wrong);
        assertEquals("serving", state());
        assertProblem(
                404, "no cell has the id c9 (expected: one that nest ls cells lists)", post("/v1/cells/c9/drain"));
        assertProblem(404, "no route has the id 99 (expected: one that nest ls routes lists)", ask("/v1/routes/99"));
        assertProblem(404, "no route has the id x (expected: one that nest ls routes lists)", ask("/v1/routes/x"));
        assertProblem(
                404, "no gateway has the id g (expected: one that nest ls gateways lists)", ask("/v1/gateways/g"));
        assertEquals("serving", state());
        assertEquals(200, post("/v1/cells/c1/drain").statusCode());
        assertProblem(409, "cell c1 is drained already", post("/v1/cells/c1/drain"));
        assertEquals("drained", state());
        assertEquals(200, post("/v1/cells/c1/resume").statusCode());
        assertProblem(409, "cell c1 is neither drained nor sent away", post("/v1/cells/c1/resume"));
    }

    @Test
    void sendsACellAwayAndLetsItBack() throws Exception {
        HttpResponse<String> kicked =
                send(HttpRequest.newBuilder(uri("/v1/cells/c1")).DELETE());
        assertEquals("{\"id\":\"c1\",\"state\":\"kicked\",\"inFlight\":0}", kicked.body());
        assertEquals("kicked", state());
        assertEquals("kicked", get("/v1/cells/c1").get("state").asText());
        assertEquals(
                409, send(HttpRequest.newBuilder(uri("/v1/cells/c1")).DELETE()).statusCode());
        assertEquals(
                "{\"id\":\"c1\",\"state\":\"allowed\"}",
                post("/v1/cells/c1/resume").body());
    }

    @Test
    void findsRoutesByWordsDeploymentAndCell() throws Exception {
        assertEquals(4, get("/v1/routes").get("total").asInt());
        assertEquals(
                2,
                get("/v1/routes?q=GET%20ORDERS&deployment=orders&cell=c1&limit=2")
                        .get("routes")
                        .size());
        assertEquals(1, get("/v1/routes?q=inner").get("total").asInt());
        assertEquals(1, get("/v1/routes?deployment=stock").get("total").asInt());
        assertEquals(404, ask("/v1/routes?cell=c9").statusCode());
        assertProblem(400, "sort: size (expected: template, rate or p99)", ask("/v1/routes?sort=size"));
        assertProblem(400, "limit: 0 (expected: a number from 1 to 20000)", ask("/v1/routes?limit=0"));
        assertProblem(
                400,
                "unknown parameter qq (expected: q, deployment, cell, sort, limit, after)",
                ask("/v1/routes?qq=1"));
    }

    @Test
    void givesRoutesPageByPage() throws Exception {
        Set<String> seen = new TreeSet<>();
        String after = "";
        do {
            JsonNode page = get("/v1/routes?limit=3&after=" + after);
            page.get("routes").forEach(route -> seen.add(route.get("id").asText()));
            after = page.get("next").isNull() ? null : page.get("next").asText();
        } while (after != null);
        assertEquals(4, seen.size());
        assertEquals(400, ask("/v1/routes?after=nonsense").statusCode());
    }

    @Test
    void explainsWhatAnswers() throws Exception {
        JsonNode match = explain("GET", "/orders/7");
        assertEquals("match", match.get("outcome").asText());
        assertEquals("7", match.get("variables").get("id").asText());
        assertEquals("c1", match.get("pick").asText());
        assertTrue(match.get("status").isNull());
        assertEquals(
                "method-not-allowed", explain("POST", "/orders").get("outcome").asText());
        assertEquals(405, explain("POST", "/orders").get("status").asInt());
        assertEquals("options", explain("OPTIONS", "/orders").get("outcome").asText());
        assertEquals("inner", explain("GET", "/stock/inner").get("outcome").asText());
        assertEquals(400, ask("/v1/explain").statusCode());
        assertEquals(400, ask("/v1/explain?path=orders").statusCode());
    }

    @Test
    void namesWhatNearlyMatches() throws Exception {
        assertNear("GET", "/orders/seven", "'seven' does not match {id:\\d+}");
        assertNear("GET", "/orders/", "would match without the trailing slash");
        assertNear("GET", "/files", "would match with a trailing slash");
        assertNear("POST", "/orders", "matches the path, but answers GET, not POST");
        assertNear("GET", "/stock/inner", "matches, but is inner: only cells may call it");
        assertNear("GET", "/stock/other", "expects 'inner' where 'other' came");
        assertEquals(0, explain("GET", "/nothing/like/it").get("near").size());
    }

    @Test
    void saysWhatNoGatewayLetsThrough() throws Exception {
        for (String path : List.of("/a/../b", "/a%2Fb", "/%zz", "/a%00", "/%ff")) {
            JsonNode explanation = explain("GET", path);
            assertEquals("malformed", explanation.get("outcome").asText(), path);
            assertEquals(400, explanation.get("status").asInt());
        }
    }

    private void assertNear(String method, String path, String reason) throws Exception {
        JsonNode near = explain(method, path).get("near");
        assertFalse(near.isEmpty(), path);
        assertEquals(reason, near.get(0).get("reason").asText(), path);
    }

    @Test
    void tellsWhatHappened() throws Exception {
        List<String> types = new ArrayList<>();
        get("/v1/events?follow=false")
                .get("events")
                .forEach(event -> types.add(event.get("type").asText()));
        assertEquals(
                List.of("router-ready", "cell-joined", "deployment-added", "deployment-added", "routes-added"), types);
        JsonNode last = get("/v1/events?follow=false&since=4").get("events").get(0);
        assertEquals(5, last.get("id").asInt());
        assertEquals(4, last.get("count").asInt());
        assertFalse(last.has("gateway"));
    }

    @Test
    void showsTheKeyThatAPeerProvedWhereThereIsOne() throws Exception {
        assertEquals("", get("/v1/cells/c1").get("key").asText());
        nest.nextKey = "cell-two";
        nest.nextListener = FrameSink.BACK;
        TestCell cell = new TestCell(nest, "c2");
        cell.register(4, "two", "/two");
        nest.nextKey = "gateway-one";
        nest.nextListener = FrameSink.FRONT;
        join("g1", "http://127.0.0.1:1");
        assertEquals("cell-two", get("/v1/cells/c2").get("key").asText());
        assertEquals("cell-two", get("/v1/cells").get("cells").get(1).get("key").asText());
        assertEquals("gateway-one", get("/v1/gateways/g1").get("key").asText());
        answer(asked -> cell.die());
        List<String> told = new ArrayList<>();
        get("/v1/events?follow=false").get("events").forEach(event -> {
            if (event.has("key")) {
                told.add(event.get("key").asText() + ": " + event.get("message").asText());
            }
        });
        assertEquals(
                List.of(
                        "cell-two: cell c2 joined with the key cell-two",
                        "gateway-one: gateway g1 joined with the key gateway-one",
                        "cell-two: cell c2 lost: the connection closed without a goodbye, as when a process is killed or"
                                + " crashes, or the network breaks (lane-lost)"),
                told);
    }

    @Test
    void streamsEventsFromWhereAReaderWas() throws Exception {
        HttpRequest request = authorized(HttpRequest.newBuilder(uri("/v1/events")))
                .header("Last-Event-ID", "4")
                .build();
        HttpResponse<InputStream> stream = client.send(request, BodyHandlers.ofInputStream());
        assertEquals(
                "text/event-stream", stream.headers().firstValue("content-type").orElse(""));
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            assertEquals("id: 5", lines.readLine());
            assertEquals("event: routes-added", lines.readLine());
            assertTrue(lines.readLine().startsWith("data: {\"id\":5,"));
            assertEquals("", lines.readLine());
            assertEquals(200, post("/v1/cells/c1/drain").statusCode());
            assertEquals("id: 6", lines.readLine());
            assertEquals("event: cell-drained", lines.readLine());
        }
    }
}
