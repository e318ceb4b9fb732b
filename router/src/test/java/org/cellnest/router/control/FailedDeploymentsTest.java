package org.cellnest.router.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cellnest.protocol.DeploymentInfo;
import org.cellnest.protocol.JarFailure;
import org.cellnest.protocol.PeerKind;
import org.cellnest.protocol.Register;
import org.cellnest.protocol.RouteInfo;
import org.cellnest.protocol.Routes;
import org.cellnest.router.broker.TestCell;
import org.junit.jupiter.api.Test;

/** A jar that fails is found wherever deployments are shown, and its end is told. */
class FailedDeploymentsTest extends ControlPlaneFixture {
    private static final long SINCE_MS = 1_790_000_000_000L;
    private static final JarFailure BAD = new JarFailure("bad.jar", "bad", "is no jar", SINCE_MS);
    private static final JarFailure NEWER = new JarFailure("orders.jar", "orders", "no constructor", SINCE_MS);

    private final TestCell cell = new TestCell(nest, "c1");
    private long revision;

    @Test
    void listsADeploymentNoneOfWhoseFilesServes() throws Exception {
        register(List.of(), BAD);
        assertEquals(
                "[{\"name\":\"bad\",\"versions\":[],\"cells\":[],\"routes\":0,\"failures\":[{\"cell\":\"c1\","
                        + "\"file\":\"bad.jar\",\"deployment\":\"bad\",\"reason\":\"is no jar\","
                        + "\"since\":\"2026-09-21T14:13:20.000Z\"}]}]",
                get("/v1/deployments").get("deployments").toString());
        assertEquals(0, get("/v1/nest").get("deployments").asInt());
    }

    @Test
    void listsAReplacementThatFailsBesideWhatServes() throws Exception {
        register(List.of(orders("a", "")), NEWER);
        JsonNode deployment = get("/v1/deployments").get("deployments").get(0);
        assertEquals("orders", deployment.get("name").asText());
        assertTrue(deployment.get("cells").get(0).get("accepted").asBoolean());
        assertEquals(
                "no constructor",
                deployment.get("failures").get(0).get("reason").asText());
        assertEquals(1, get("/v1/nest").get("deployments").asInt());
    }

    @Test
    void explainsWithWhatDoesNotServe() throws Exception {
        register(List.of(orders("a", "")), NEWER, BAD);
        JsonNode unknown = explain("GET", "/missing");
        assertEquals(2, unknown.get("failures").size());
        assertTrue(
                unknown.get("summary")
                        .asText()
                        .endsWith("2 files, such as orders.jar, do not serve, and may have the route."),
                unknown::toString);
        JsonNode match = explain("GET", "/orders");
        assertEquals(1, match.get("failures").size());
        assertEquals("orders.jar", match.get("failures").get(0).get("file").asText());
    }

    @Test
    void tellsThatAFailureIsMended() throws Exception {
        register(List.of(orders("a", "")), NEWER, BAD);
        register(List.of(orders("a", "")), NEWER, BAD);
        register(List.of(orders("b", "")));
        assertEquals(
                List.of(
                        "orders.jar does not serve on cell c1: no constructor",
                        "bad.jar does not serve on cell c1: is no jar",
                        "orders.jar serves on cell c1",
                        "bad.jar is no longer a failure on cell c1: it was taken away, or is not needed"),
                messages("deployment-failed", "deployment-mended"));
    }

    @Test
    void tellsOfAnotherReasonWithoutCallingTheFirstMended() throws Exception {
        register(List.of(), BAD);
        register(List.of(), new JarFailure("bad.jar", "bad", "has no routes", SINCE_MS));
        assertEquals(
                List.of(
                        "bad.jar does not serve on cell c1: is no jar",
                        "bad.jar does not serve on cell c1: has no routes"),
                messages("deployment-failed", "deployment-mended"));
    }

    @Test
    void tellsThatADeploymentIsNoLongerDegraded() throws Exception {
        register(List.of(orders("a", "")), new JarFailure("", "orders", "GET /spin: a handler is stuck", SINCE_MS));
        register(List.of(orders("a", "")));
        assertEquals(
                List.of("deployment orders is no longer degraded on cell c1 as it was: GET /spin: a handler is stuck"),
                messages("deployment-mended"));
    }

    @Test
    void tellsOfChangedSettings() throws Exception {
        register(List.of(orders("a", "2026-11-28T03:00:00Z")));
        register(List.of(orders("a", "2026-11-28T03:00:01Z")));
        register(List.of(orders("a", "2026-11-28T03:00:01Z")));
        register(List.of(orders("b", "2026-11-28T03:00:02Z")));
        assertEquals(
                List.of(
                        "cell c1 serves orders 1 with changed settings",
                        "cell c1 serves orders 1 with 1 route instead of orders 1"),
                messages("deployment-reconfigured", "deployment-swapped"));
    }

    private static DeploymentInfo orders(String digest, String settings) {
        return new DeploymentInfo("orders", "1", digest, Map.of("file", "orders.jar", "settings", settings));
    }

    private void register(List<DeploymentInfo> deployments, JarFailure... failures) {
        revision++;
        answer(asked -> {
            nest.say(
                    cell.connection,
                    Register.of(PeerKind.CELL, "c1", "c1-1")
                            .revision(revision)
                            .concurrency(4)
                            .deployments(deployments)
                            .routesPages(deployments.isEmpty() ? 0 : 1)
                            .failures(List.of(failures))
                            .version("1")
                            .build());
            if (!deployments.isEmpty()) {
                RouteInfo route = TestCell.route("orders", 1, "/orders", List.of("GET"));
                nest.say(cell.connection, new Routes(revision, 1, List.of(route)));
            }
        });
        // What was seen a second before does not know it yet.
        clock.advanceMs(2_000);
    }

    private List<String> messages(String... types) throws Exception {
        List<String> messages = new ArrayList<>();
        for (JsonNode event : get("/v1/events?follow=false").get("events")) {
            if (List.of(types).contains(event.get("type").asText())) {
                messages.add(event.get("message").asText());
            }
        }
        return messages;
    }
}
