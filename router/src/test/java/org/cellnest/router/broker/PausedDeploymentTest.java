package org.cellnest.router.broker;

import static org.cellnest.router.broker.TestNest.MS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.cellnest.protocol.Welcome;
import org.junit.jupiter.api.Test;

/** A deployment whose cell takes nothing for it while one version gives way to another. */
class PausedDeploymentTest {
    private final TestNest nest = TestNest.ready();
    private final TestGateway gateway = new TestGateway(nest, "g");

    @Test
    void letsRequestsWaitAndServesThemWhenItGoesOn() {
        TestCell cell = TestCell.serving(nest, "a", 4, "/x");
        long before = gateway.get("/x");
        cell.registerPaused(4, "app", "/x");
        Welcome welcome = cell.welcome;
        assertNotNull(welcome);
        assertTrue(welcome.deployments().get(0).accepted());
        cell.reply(cell.take());
        assertEquals(200, gateway.status(before), "what it had is answered");
        long meanwhile = gateway.get("/x");
        nest.advance(1_500 * MS);
        assertNull(gateway.reply(meanwhile));
        assertEquals(0, cell.waiting());
        cell.register(4, "app", "/x");
        cell.reply(cell.take());
        assertEquals(200, gateway.status(meanwhile));
    }

    @Test
    void sendsRequestsToTheOtherCellsOfThePool() {
        TestCell cell = TestCell.serving(nest, "a", 4, "/x");
        TestCell other = TestCell.serving(nest, "b", 4, "/x");
        cell.registerPaused(4, "app", "/x");
        for (int i = 0; i < 4; i++) {
            long request = gateway.get("/x");
            other.reply(other.take());
            assertEquals(200, gateway.status(request));
        }
        assertEquals(0, cell.waiting());
    }

    @Test
    void answers503WhenItDoesNotGoOnWithinTheParkingTime() {
        TestCell cell = TestCell.serving(nest, "a", 4, "/x");
        cell.registerPaused(4, "app", "/x");
        long request = gateway.get("/x");
        nest.advance(2_100 * MS);
        assertEquals(503, gateway.status(request));
    }

    @Test
    void forgetsTheRoutesOfOneThatIsWithdrawn() {
        TestCell cell = TestCell.serving(nest, "a", 4, "/x");
        cell.registerPaused(4, "app", "/x");
        cell.register(4, "other", "/y");
        assertEquals(404, gateway.status(gateway.get("/x")));
    }
}
