package org.cellnest.router.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.WireRecord;
import org.junit.jupiter.api.Test;

class DeadlineWheelTest {
    private static final long MS = 1_000_000L;
    private static final long START = -777 * MS;

    private final DeadlineWheel wheel = new DeadlineWheel(START);
    private final List<Exchange> fired = new ArrayList<>();

    private static Exchange exchange() {
        WireRecord record = MessageCodec.record(TestGateway.request(1, "GET", "/", 0, 0));
        GatewaySession gateway = SessionFixture.gateway();
        return new Exchange(gateway, gateway.outbox, record, "GET", "/", 0, 0, 1, 1);
    }

    private void advance(long nowNs, Consumer<Exchange> action) {
        while (wheel.advance(nowNs, action)) {
            // Until nothing more is due.
        }
    }

    @Test
    void firesNeitherBeforeNorMoreThanATickAfter() {
        Exchange exchange = exchange();
        wheel.schedule(exchange, START + 100 * MS);
        advance(START + 100 * MS - 1, fired::add);
        assertTrue(fired.isEmpty());
        advance(START + 100 * MS + DeadlineWheel.TICK_NS, fired::add);
        assertEquals(List.of(exchange), fired);
        assertEquals(0, wheel.size());
        assertEquals(Long.MAX_VALUE, wheel.nextNs());
    }

    @Test
    void keepsWhatIsFurtherAwayThanOneTurnOfTheWheel() {
        Exchange exchange = exchange();
        wheel.schedule(exchange, START + 120_000 * MS);
        for (long at = 0; at < 120_000; at += 500) {
            advance(START + at * MS, fired::add);
        }
        assertTrue(fired.isEmpty());
        advance(START + 120_100 * MS, fired::add);
        assertEquals(1, fired.size());
    }

    @Test
    void letsAnActionCancelWhatIsDueWithIt() {
        Exchange first = exchange();
        Exchange second = exchange();
        wheel.schedule(first, START + 10 * MS);
        wheel.schedule(second, START + 10 * MS);
        advance(START + 30 * MS, exchange -> {
            fired.add(exchange);
            wheel.schedule(exchange == first ? second : first, START + 500 * MS);
        });
        assertEquals(1, fired.size());
        assertEquals(1, wheel.size());
    }

    @Test
    void agreesWithASortedListUnderRandomUse() {
        Random random = new Random(7);
        List<Exchange> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.add(exchange());
        }
        Map<Exchange, Long> due = new HashMap<>();
        long now = START;
        for (int step = 0; step < 20_000; step++) {
            Exchange exchange = all.get(random.nextInt(all.size()));
            if (random.nextInt(4) > 0) {
                long at = now + random.nextInt(60_000) * MS;
                wheel.schedule(exchange, at);
                due.put(exchange, at);
            } else {
                wheel.cancel(exchange);
                due.remove(exchange);
            }
            now += random.nextInt(200) * MS;
            long at = now;
            assertEquals(due.size(), wheel.size());
            advance(now, expired -> {
                Long wanted = due.remove(expired);
                assertTrue(wanted != null && wanted <= at, "fired early or twice");
            });
            for (long wanted : due.values()) {
                assertTrue(wanted > now - DeadlineWheel.TICK_NS, "fired late");
                assertTrue(wheel.nextNs() <= wanted + DeadlineWheel.TICK_NS);
            }
        }
    }
}
