package org.cellnest.router.broker;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.WireRecord;
import org.junit.jupiter.api.Test;

class RequestObserversTest {
    private final BrokerCounters counters = new BrokerCounters();
    private final BrokerMetrics metrics = new BrokerMetrics(new ActiveRoutes());
    private final RequestObservers observers = new RequestObservers(counters, metrics, null);

    @Test
    void passesEveryEventOn() {
        for (Method event : RequestListener.class.getDeclaredMethods()) {
            if (!event.isSynthetic()) {
                assertDoesNotThrow(
                        () -> RequestObservers.class.getDeclaredMethod(event.getName(), event.getParameterTypes()));
            }
        }
    }

    @Test
    void countsAndMeasuresAnAnswer() {
        GatewaySession gateway = SessionFixture.gateway();
        WireRecord record = MessageCodec.record(TestGateway.request(1, "GET", "/", 0, 0));
        Exchange exchange = new Exchange(gateway, gateway.outbox, record, "GET", "/", 10, 0, 1_000, 1_000);
        observers.onArrived(exchange, record, 10);
        observers.onAnsweredByRouter(exchange, 404, 40);
        observers.onFinished(exchange, 40);
        assertEquals(1, counters.counts().requests());
        assertEquals(1, counters.counts().answeredByNest());
        assertEquals(0, counters.counts().replies());
        assertEquals(30, metrics.total.durations().sumNs());
        assertEquals(1, metrics.unrouted.count(4));
    }
}
