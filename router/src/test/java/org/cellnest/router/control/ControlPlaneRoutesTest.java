package org.cellnest.router.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cellnest.protocol.Request;
import org.cellnest.protocol.RouteInfo;
import org.cellnest.router.broker.TestCell;
import org.cellnest.router.broker.TestGateway;
import org.cellnest.router.broker.TestNest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the control plane says of routes beyond their names: their content, and how long they take. */
class ControlPlaneRoutesTest extends ControlPlaneFixture {
    private static final String SCHEMA =
            "{\"type\":\"object\",\"properties\":{\"price\":{\"type\":\"number\",\"maximum\":0.12345678901234567891}}}";

    @Test
    void showsTheSchemasOfARoute() throws Exception {
        new TestCell(nest, "c1").register(4, List.of(described(1, "application/json", SCHEMA, "false")), "app");
        String shown = ask("/v1/routes/" + idOf("/r1")).body();
        String expected = "\"produces\":\"application/json\",\"request\":" + SCHEMA + ",\"response\":false}";
        assertTrue(shown.endsWith(expected), shown);
    }

    @Test
    void showsNullWhereACellSaysNothingOrNoSchema() throws Exception {
        String deep = "{\"not\":".repeat(1_500) + "true" + "}".repeat(1_500);
        new TestCell(nest, "c1")
                .register(
                        4,
                        List.of(
                                described(1, "", null, null),
                                described(2, "", "{\"type\":", "{} and more"),
                                described(3, "", "", "null"),
                                described(4, "", "[]", deep)),
                        "app");
        for (String template : List.of("/r1", "/r2", "/r3", "/r4")) {
            JsonNode route = get("/v1/routes/" + idOf(template));
            for (String member : List.of("produces", "request", "response")) {
                assertTrue(route.get(member).isNull(), template + " " + route);
            }
        }
    }

    @Test
    void sortsByTheSlowestHundredthNotByTheMean() throws Exception {
        TestCell cell = new TestCell(nest, "c1");
        cell.register(
                200,
                List.of(
                        route("app", 1, "/never", false),
                        route("app", 2, "/steady", false),
                        route("app", 3, "/spiky", false)),
                "app");
        TestGateway gateway = new TestGateway(nest, "g");
        ask(gateway, cell, "/steady", 50, 50 * TestNest.MS);
        ask(gateway, cell, "/spiky", 45, TestNest.MS);
        ask(gateway, cell, "/spiky", 5, 200 * TestNest.MS);
        JsonNode routes = get("/v1/routes?sort=p99").get("routes");
        List<String> templates = new ArrayList<>();
        routes.forEach(route -> templates.add(route.get("template").asText()));
        assertEquals(List.of("/spiky", "/steady", "/never"), templates);
        assertEquals(50, routes.get(1).get("meanMs").asDouble());
        assertEquals(20.9, routes.get(0).get("meanMs").asDouble());
        // Between the powers of two around 200 ms and 50 ms.
        assertBetween(134, 269, routes.get(0).get("p99Ms").asDouble());
        assertBetween(33, 68, routes.get(1).get("p99Ms").asDouble());
        assertTrue(routes.get(2).get("p99Ms").isNull());
    }

    @Test
    void listsTheJarsThatStandByBehindADeployment() throws Exception {
        new TestCell(nest, "c1")
                .meta(Map.of("file", "app-3.jar", "standby", "app-2.jar/app-1.jar"))
                .register(4, List.of(TestCell.route("app", 1, "/a", List.of("GET"))), "app");
        new TestCell(nest, "c2").register(4, List.of(TestCell.route("app", 1, "/a", List.of("GET"))), "app");
        JsonNode cells = get("/v1/deployments").get("deployments").get(0).get("cells");
        assertEquals(
                "[\"app-2.jar\",\"app-1.jar\"]", cells.get(0).get("standby").toString());
        assertEquals("[]", cells.get(1).get("standby").toString());
    }

    @Test
    void tellsOfADeploymentAsManyRoutesAsItLists() throws Exception {
        new TestCell(nest, "c1")
                .register(
                        4,
                        List.of(
                                TestCell.route("app", 1, "/a", List.of("GET", "POST", "PUT")),
                                TestCell.route("app", 2, "/b", List.of("GET"))),
                        "app");
        JsonNode deployment = get("/v1/deployments").get("deployments").get(0);
        assertEquals(4, deployment.get("routes").asInt());
        for (JsonNode event : get("/v1/events?follow=false").get("events")) {
            if (event.get("type").asText().equals("deployment-added")) {
                assertEquals(4, event.get("count").asInt());
                assertEquals(
                        "cell c1 serves app 1 with 4 routes",
                        event.get("message").asText());
                return;
            }
        }
        throw new AssertionError("no event tells of the deployment");
    }

    private static void assertBetween(double low, double high, double value) {
        assertTrue(value >= low && value <= high, value + " (expected: " + low + " to " + high + ")");
    }

    /** So many requests at once, each of which takes so long. */
    private void ask(TestGateway gateway, TestCell cell, String path, int count, long tookNs) {
        List<Request> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            gateway.get(path);
            taken.add(cell.take());
        }
        nest.advance(tookNs);
        taken.forEach(cell::reply);
    }

    private String idOf(String template) throws Exception {
        return get("/v1/routes?q=" + template).get("routes").get(0).get("id").asText();
    }

    private static RouteInfo described(
            int number, String produces, @Nullable String request, @Nullable String response) {
        return new RouteInfo(
                "app",
                number,
                "/r" + number,
                List.of("POST"),
                0,
                null,
                false,
                "",
                List.of(),
                produces,
                request,
                response);
    }
}
