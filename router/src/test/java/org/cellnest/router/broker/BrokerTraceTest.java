package org.cellnest.router.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.cellnest.buffer.Slice;
import org.cellnest.protocol.ExchangeId;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.HttpVersion;
import org.cellnest.protocol.Request;
import org.cellnest.telemetry.trace.TraceSpan;
import org.cellnest.telemetry.trace.Tracer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BrokerTraceTest {
    private static final String CAME = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final String OURS = "00-0af7651916cd43dd8448eb211c80319c-00000000000000aa-01";

    private final List<String> told = new ArrayList<>();
    private final TestNest nest = TestNest.traced(new LogOfSpans());
    private final TestGateway gateway = new TestGateway(nest, "g");
    private final TestCell cell = TestCell.serving(nest, "c", 8, "/orders/{id}");
    private int asked;

    private Request ask(String path, String... fields) {
        return new Request(
                ExchangeId.of(asked++, 1),
                0,
                0,
                0,
                "GET",
                false,
                HttpVersion.HTTP_1_1,
                path,
                "a=b",
                Fields.of(fields),
                Slice.of(new byte[] {1, 2, 3}));
    }

    @Test
    void hasASpanOfItsOwnBetweenGatewayAndCell() {
        nest.say(gateway.connection, ask("/orders/7", "host", "x", "traceparent", CAME, "z", "y"));
        Request came = cell.take();
        assertEquals(Fields.of("host", "x", "traceparent", OURS, "z", "y"), came.fields());
        assertEquals(Slice.of(new byte[] {1, 2, 3}), came.body());
        cell.reply(came);
        assertEquals(List.of("begin GET " + CAME, "cellnest.cell=c", "rename GET /orders/{id}", "end 200"), told);
        nest.assertNothingRewritten();
    }

    @Test
    void leavesARequestAloneThatComesWithoutATrace() {
        nest.say(gateway.connection, ask("/orders/7", "host", "x"));
        Request came = cell.take();
        assertNull(came.fields().first("traceparent"));
        cell.reply(came);
        assertEquals(List.of(), told);
    }

    @Test
    void leavesAloneWhatIsNotATraceparent() {
        nest.say(gateway.connection, ask("/orders/7", "traceparent", "nonsense"));
        assertEquals("nonsense", cell.take().fields().first("traceparent"));
        assertEquals(List.of(), told);
    }

    @Test
    void endsTheSpanOfWhateverHasItsOutcomeOrIsGivenUp() {
        nest.say(gateway.connection, ask("/nowhere", "traceparent", CAME));
        assertTrue(told.contains("end 404"), told.toString());
        told.clear();
        nest.say(gateway.connection, ask("/orders/7", "traceparent", CAME));
        cell.die();
        assertTrue(told.contains("end 502"), told.toString());
    }

    @Test
    void writesItIntoACopyWhereTheFirstHasBeenSent() {
        nest.say(gateway.connection, ask("/orders/7", "traceparent", CAME));
        TestCell other = TestCell.serving(nest, "d", 8, "/orders/{id}");
        cell.refuse(cell.take());
        Request again = other.take();
        assertEquals(OURS, again.fields().first("traceparent"));
        other.reply(again);
        nest.assertNothingRewritten();
    }

    private final class LogOfSpans implements Tracer {
        @Override
        public TraceSpan begin(String name, @Nullable String traceparent, long nowNs) {
            assertEquals(nest.nowNs, nowNs);
            told.add("begin " + name + " " + traceparent);
            return new TraceSpan() {
                private boolean ended;

                @Override
                public String traceparent() {
                    return OURS;
                }

                @Override
                public void rename(String to) {
                    told.add("rename " + to);
                }

                @Override
                public TraceSpan attribute(String key, String value) {
                    if (key.equals("cellnest.cell")) {
                        told.add(key + "=" + value);
                    }
                    return this;
                }

                @Override
                public TraceSpan attribute(String key, long value) {
                    return this;
                }

                @Override
                public void end(int status, long endNs) {
                    assertEquals(nest.nowNs, endNs);
                    if (!ended) {
                        ended = true;
                        told.add("end " + status);
                    }
                }
            };
        }

        @Override
        public void close() {}
    }
}
