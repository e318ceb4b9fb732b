package org.cellnest.router.broker;

import static org.cellnest.router.broker.TestNest.MS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.cellnest.protocol.Request;
import org.cellnest.router.snapshot.RoutingDecision;
import org.junit.jupiter.api.Test;

class DeploymentBoundTest {
    private final TestNest nest = TestNest.ready();
    private final TestGateway gateway = new TestGateway(nest, "g");

    @Test
    void servesOthersWhileOneDeploymentIsFull() {
        TestCell cell = sharing("a", 4, 3);
        for (int i = 0; i < 5; i++) {
            gateway.get("/x");
        }
        assertEquals(3, cell.waiting());
        gateway.get("/y");
        Request first = cell.take();
        cell.take();
        cell.take();
        assertEquals("/y", cell.take().path());
        cell.reply(first);
        assertEquals("/x", cell.take().path());
        assertEquals(0, cell.waiting());
    }

    @Test
    void givesWhatIsOverTheBoundToAnotherCell() {
        TestCell a = sharing("a", 4, 1);
        TestCell b = sharing("b", 4, 1);
        gateway.get("/x");
        gateway.get("/x");
        gateway.get("/x");
        assertEquals(1, a.waiting());
        assertEquals(1, b.waiting());
    }

    @Test
    void answers503WithTheReasonWhenTheDeploymentStaysFull() {
        sharing("a", 4, 1);
        gateway.get("/x");
        long waiting = gateway.get("/x");
        nest.advance(nest.settings.parkingNs() + 10 * MS);
        assertEquals(503, gateway.status(waiting));
        assertTrue(
                gateway.body(waiting).contains("as many requests as one deployment may have are in flight"),
                () -> gateway.body(waiting));
    }

    @Test
    void givesAllToADeploymentThatIsGrantedAll() {
        TestCell cell = sharing("a", 4, 1);
        gateway.get("/x");
        gateway.get("/x");
        assertEquals(1, cell.waiting());
        cell.deploymentConcurrency(0).register(4, "app", "/x");
        assertEquals(2, cell.waiting());
    }

    @Test
    void countsWhatItsCellRefused() {
        TestCell a = sharing("a", 4, 1);
        gateway.get("/x");
        a.refuse(a.take());
        gateway.get("/x");
        assertEquals(1, a.waiting());
    }

    @Test
    void explainsThatTheDeploymentIsFull() {
        sharing("a", 4, 1);
        gateway.get("/x");
        RoutingDecision routingDecision = RouteExplainer.of(nest.broker, "GET", "/x", nest.nowNs);
        assertNull(routingDecision.pick());
        assertFalse(routingDecision.candidates().get(0).eligible());
        assertEquals(1, routingDecision.candidates().get(0).fullWith());
        assertEquals(
                "a", RouteExplainer.of(nest.broker, "GET", "/y", nest.nowNs).pick());
    }

    /** A cell with the deployments app, which has /x, and other, which has /y. */
    private TestCell sharing(String id, int concurrency, int deploymentConcurrency) {
        TestCell cell = new TestCell(nest, id).deploymentConcurrency(deploymentConcurrency);
        cell.register(
                concurrency,
                List.of(
                        TestCell.route("app", 1, "/x", List.of("GET")),
                        TestCell.route("other", 2, "/y", List.of("GET"))),
                "app",
                "other");
        return cell;
    }
}
