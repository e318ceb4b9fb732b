package org.cellnest.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeartbeatMetricsTest {
    @Test
    void carriesAHistogramByTheNamesOfItsBuckets() {
        Histogram histogram = new Histogram();
        histogram.record(16_384);
        histogram.record(16_385);
        histogram.record(1L << 34);
        histogram.record((1L << 34) + 1);
        HeartbeatMetrics metrics = new HeartbeatMetrics(256);
        metrics.put("queue", histogram.counts());
        assertEquals(
                Map.of(
                        "queue.le.14",
                        1L,
                        "queue.le.15",
                        1L,
                        "queue.le.34",
                        1L,
                        "queue.inf",
                        1L,
                        "queue.sum",
                        (1L << 35) + 32_770),
                metrics.asMap());
        assertEquals(histogram.counts(), HeartbeatMetrics.of(metrics.asMap()).histogram("queue"));
    }

    @Test
    void leavesOutWhatIsNone() {
        HeartbeatMetrics metrics = new HeartbeatMetrics(10);
        metrics.put("a", 0);
        metrics.put("b", -1);
        metrics.put("c", HistogramCounts.NONE);
        assertTrue(metrics.isEmpty());
        assertEquals(0, metrics.value("a"));
    }

    @Test
    void keepsToItsMost() {
        HeartbeatMetrics metrics = new HeartbeatMetrics(2);
        metrics.put("a", 1);
        metrics.put("b", 1);
        metrics.put("c", 1);
        metrics.put("a", 5);
        assertEquals(Map.of("a", 5L, "b", 1L), metrics.asMap());
    }

    @Test
    void makesNoNonsenseOfNonsense() {
        Map<String, Long> reported = new HashMap<>();
        reported.put("queue.le.14", -7L);
        reported.put("queue.le.99", 3L);
        reported.put("queue.le.15", Long.MAX_VALUE);
        reported.put("queue.le.16", Long.MAX_VALUE);
        reported.put("queue.sum", Long.MIN_VALUE);
        HistogramCounts histogram = HeartbeatMetrics.of(reported).histogram("queue");
        assertEquals(1L << 54, histogram.count());
        assertEquals(0, histogram.count(0));
        assertEquals(0, histogram.sumNs());
        assertEquals(1L << 55, histogram.plus(histogram).count());
        assertFalse(Double.isNaN(histogram.quantileNs(0.99)));
    }

    @Test
    void everyNameIsInTheSpecification() throws IOException, IllegalAccessException {
        String page = Files.readString(Path.of("..", "docs", "protocol.md"));
        for (Field field : MetricNames.class.getDeclaredFields()) {
            if (field.getType() == String.class) {
                assertTrue(page.contains("| `" + field.get(null)), "docs/protocol.md lacks " + field.get(null));
            }
        }
    }

    @Test
    void knowsHowThisJvmFares() {
        HeartbeatMetrics metrics = new HeartbeatMetrics(256);
        JvmMetrics now = JvmMetrics.now();
        now.putInto(metrics);
        assertEquals(now, JvmMetrics.of(HeartbeatMetrics.of(metrics.asMap())));
        assertTrue(now.heapUsed() > 0 && now.heapUsed() <= now.heapMax(), now.toString());
        assertTrue(now.threads() > 0, now.toString());
    }
}
