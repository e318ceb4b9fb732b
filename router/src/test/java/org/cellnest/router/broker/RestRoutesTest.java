package org.cellnest.router.broker;

import static org.cellnest.router.broker.TestNest.MS;
import static org.cellnest.router.broker.TestNest.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.cellnest.protocol.ErrorCode;
import org.junit.jupiter.api.Test;

/** Requests for routes that match whatever comes, whose cell is gone. */
class RestRoutesTest {
    private final TestNest nest = TestNest.ready();
    private TestGateway gateway = new TestGateway(nest, "gateway-1");

    private static TestCell cell(TestNest nest, String id) {
        return TestCell.serving(nest, id, 1, "/{rest...}", "/app/{path...}", "/known/{id}");
    }

    /** Lets time pass, after which there is a gateway that was not silent meanwhile. */
    private void advance(long ns) {
        nest.advance(ns);
        nest.disconnect(gateway.connection);
        gateway = new TestGateway(nest, "gateway-1");
    }

    @Test
    void waitWhileTheCellMayBeExpectedBack() {
        nest.disconnect(cell(nest, "a").connection);
        advance(7 * SECOND);
        long get = gateway.get("/favicon.ico");
        nest.advance(SECOND);
        assertNull(gateway.reply(get));
        TestCell back = new TestCell(nest, "a", "a-2");
        back.register(1, "app", "/{rest...}");
        back.reply(back.take());
        assertEquals(200, gateway.status(get));
    }

    @Test
    void areAnsweredAtOnceOnceItIsNotLikelyToReturn() {
        nest.disconnect(cell(nest, "a").connection);
        advance(10 * SECOND - MS);
        long soon = gateway.get("/app/");
        assertNull(gateway.reply(soon));
        nest.advance(2 * MS);
        for (String path : new String[] {"/", "/wp-login.php", "/app/x/y", "/known/7/more"}) {
            assertEquals("503 not-started", gateway.outcome(gateway.get(path)), path);
        }
        assertEquals("1", gateway.field(gateway.get("/x"), "retry-after"));
        assertNull(gateway.reply(gateway.get("/known/7")), "a path of its own waits as before");
        advance(50 * SECOND);
        assertEquals(404, gateway.status(gateway.get("/app/x")));
    }

    @Test
    void areAnsweredAtOnceWhenAnOperatorHasSentTheCellAway() {
        TestCell cell = cell(nest, "a");
        nest.broker.operators().kick("a", nest.nowNs);
        nest.turn();
        cell.read();
        assertEquals(ErrorCode.KICKED.wireName(), cell.reject == null ? "none" : cell.reject.code());
        assertEquals("503 not-started", gateway.outcome(gateway.get("/x")));
    }

    @Test
    void waitForAPausedDeploymentAsLongAsItIsKnown() {
        TestCell cell = cell(nest, "a");
        cell.registerPaused(1, "app", "/{rest...}");
        for (int second = 0; second < 30; second++) {
            nest.advance(SECOND);
            cell.heartbeat();
        }
        advance(0);
        long get = gateway.get("/x");
        assertNull(gateway.reply(get));
        cell.register(1, "app", "/{rest...}");
        cell.reply(cell.take());
        assertEquals(200, gateway.status(get));
    }

    @Test
    void waitForBusyCells() {
        TestCell cell = cell(nest, "a");
        long first = gateway.get("/x");
        long second = gateway.get("/y");
        assertNull(gateway.reply(second));
        cell.reply(cell.take());
        cell.reply(cell.take());
        assertEquals(200, gateway.status(first));
        assertEquals(200, gateway.status(second));
    }
}
