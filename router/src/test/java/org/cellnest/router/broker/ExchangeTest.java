package org.cellnest.router.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.router.broker.Exchange.State;
import org.junit.jupiter.api.Test;

class ExchangeTest {
    private final CellSession cell = SessionFixture.cell(1);
    private final ServingCell serving = new ServingCell(new Claim(cell, "app", "1"), 7);
    private final Exchange exchange = exchange(0);

    private static Exchange exchange(int flags) {
        GatewaySession gateway = SessionFixture.gateway();
        return new Exchange(
                gateway,
                gateway.outbox,
                MessageCodec.record(TestGateway.request(0x2a, "GET", "/", 0, flags)),
                "GET",
                "/",
                0,
                0,
                1_000,
                1_000);
    }

    @Test
    void namesBothStatesAndTheirReasonsWhereATransitionIsNotLegal() {
        exchange.finish();
        String message = String.valueOf(assertThrows(IllegalStateException.class, () -> exchange.park(0))
                .getMessage());
        assertEquals("exchange 2a: DONE (both sides are done) to PARKED (no cell has room)", message);
    }

    @Test
    void finishesOnce() {
        exchange.finish();
        assertThrows(IllegalStateException.class, exchange::finish);
    }

    @Test
    void abandonsOnlyWhatACellHas() {
        assertThrows(IllegalStateException.class, exchange::abandon);
        exchange.park(0);
        assertThrows(IllegalStateException.class, exchange::abandon);
        exchange.started(serving, 0);
        exchange.abandon();
        assertNull(exchange.record());
        assertThrows(IllegalStateException.class, () -> exchange.started(serving, 0));
        assertThrows(IllegalStateException.class, () -> exchange.park(0));
        exchange.finish();
        assertEquals(State.DONE, exchange.state());
    }

    @Test
    void keepsTheTimeSinceWhenItWaits() {
        assertTrue(exchange.park(5));
        assertFalse(exchange.park(9));
        assertEquals(5, exchange.parkedSinceNs());
        exchange.started(serving, 11);
        assertEquals(6, exchange.parkedNs(20));
        assertTrue(exchange.park(20));
        assertEquals(6 + 4, exchange.parkedNs(24));
    }

    @Test
    void countsStartsAndTakesBackTheRefusedAndTheUnsent() {
        exchange.started(serving, 0);
        assertEquals(1, exchange.starts());
        assertSame(cell, exchange.cell());
        exchange.takenBack();
        exchange.refusedBy(cell, 0);
        assertEquals(0, exchange.starts());
        assertTrue(exchange.isRefusedBy(cell));
        assertNull(exchange.cell());
        exchange.started(serving, 0);
        exchange.takenBack();
        exchange.handedBack(Objects.requireNonNull(exchange.record()));
        assertEquals(0, exchange.starts());
        assertEquals(1, exchange.refusalCount());
        assertTrue(exchange.wasSent());
    }

    @Test
    void countsTheStartThatItsGatewayKnowsOf() {
        assertEquals(1, exchange(Flags.RETRIED).starts());
    }

    @Test
    void leavesOutTheTimeOfACellThatRefused() {
        exchange.started(serving, 0);
        assertTrue(exchange.handed(10));
        assertFalse(exchange.handed(11));
        exchange.refusedBy(cell, 30);
        assertEquals(10 + 5, exchange.routerNs(35));
        exchange.started(serving, 35);
        assertFalse(exchange.handed(36), "handed over for the first time twice");
        assertEquals(16, exchange.routerNs(50));
    }

    @Test
    void countsItsBytesAgainstTheRetentionUntilTheyAreReleased() {
        exchange.retain(Objects.requireNonNull(exchange.record()));
        int bytes = exchange.release();
        assertEquals(Objects.requireNonNull(exchange.record()).length(), bytes);
        assertEquals(0, exchange.release());
        exchange.retain(null);
        assertNull(exchange.record());
        assertEquals(0, exchange.release());
    }

    @Test
    void waitsInOneQueueAtATime() {
        ExchangeQueue queue = new ExchangeQueue();
        queue.addLast(exchange);
        assertNotNull(exchange.queue());
        assertThrows(IllegalArgumentException.class, () -> new ExchangeQueue().addLast(exchange));
        assertThrows(IllegalArgumentException.class, () -> new ExchangeQueue().remove(exchange));
        queue.remove(exchange);
        assertNull(exchange.queue());
        assertTrue(queue.isEmpty());
    }
}
