package org.cellnest.router.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.cellnest.protocol.ExchangeId;
import org.cellnest.protocol.MessageCodec;
import org.junit.jupiter.api.Test;

class TicketsTest {
    private static Exchange exchange() {
        GatewaySession gateway = SessionFixture.gateway();
        return new Exchange(
                gateway,
                gateway.outbox,
                MessageCodec.record(TestGateway.request(1, "GET", "/", 0, 0)),
                "GET",
                "/",
                0,
                0,
                1,
                1);
    }

    @Test
    void knowsAStaleTicketFromALiveOneInTheSameSlot() {
        Tickets tickets = new Tickets(1, -1);
        Exchange first = exchange();
        tickets.issue(first);
        long stale = first.ticket();
        tickets.release(first);
        Exchange second = exchange();
        tickets.issue(second);
        assertEquals(ExchangeId.slot(stale), ExchangeId.slot(second.ticket()));
        assertNotEquals(stale, second.ticket());
        assertNull(tickets.get(stale));
        assertSame(second, tickets.get(second.ticket()));
        assertThrows(IllegalStateException.class, () -> tickets.release(first));
    }

    @Test
    void givesNoTicketTwiceAndNoMoreThanItHas() {
        Tickets tickets = new Tickets(500, 42);
        Random random = new Random(3);
        Deque<Exchange> live = new ArrayDeque<>();
        Set<Long> ever = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            if (!tickets.isFull() && random.nextInt(100) < 52) {
                Exchange exchange = exchange();
                tickets.issue(exchange);
                assertTrue(ever.add(exchange.ticket()), "a ticket given twice");
                live.add(exchange);
            } else if (!live.isEmpty()) {
                Exchange exchange = live.poll();
                assertSame(exchange, tickets.get(exchange.ticket()));
                tickets.release(exchange);
            }
            assertEquals(live.size(), tickets.inUse());
        }
        while (!tickets.isFull()) {
            tickets.issue(exchange());
        }
        assertThrows(IllegalStateException.class, () -> tickets.issue(exchange()));
    }
}
