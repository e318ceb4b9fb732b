package org.cellnest.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PeerSeriesTest {
    @Test
    void showsWhatAStrangersCellReportsAndNothingElse() {
        Exposition out = new Exposition();
        PeerSeries.ofCell(
                out, HeartbeatMetrics.of(Map.of("handler.le.20", 3L, "handler.sum", 2_000_000L, "done", 7L)), "py-1");
        String page = page(out);
        assertTrue(page.contains("cellnest_hop_duration_seconds_count{hop=\"handler\",kind=\"cell\",peer=\"py-1\"} 3"));
        assertTrue(
                page.contains("cellnest_hop_duration_seconds_sum{hop=\"handler\",kind=\"cell\",peer=\"py-1\"} 0.002"));
        assertEquals(1, out.size(), page);
    }

    @Test
    void showsZerosOfAPeerThatReportsAllThereIs() {
        Exposition out = new Exposition();
        PeerSeries.ofCell(out, HeartbeatMetrics.of(Map.of("jvm.threads", 9L)), "c");
        String page = page(out);
        assertTrue(page.contains("cellnest_answers_total{kind=\"cell\",peer=\"c\",status=\"5xx\"} 0.0"), page);
        assertTrue(
                page.contains("cellnest_hop_duration_seconds_count{hop=\"queue\",kind=\"cell\",peer=\"c\"} 0"), page);
        assertTrue(page.contains("jvm_threads_current{kind=\"cell\",peer=\"c\"} 9.0"), page);
    }

    @Test
    void isNeitherBrokenNorMadeToGrowByWhateverIsReported() {
        Map<String, Long> hostile = new HashMap<>();
        for (int i = 0; i < 250; i++) {
            hostile.put("event.\"}\n" + i, Long.MAX_VALUE);
        }
        hostile.put("status.2xx\n", 1L);
        hostile.put("jvm.threads", Long.MAX_VALUE);
        hostile.put("queue.le.14", Long.MAX_VALUE);
        hostile.put("queue.le.15", Long.MAX_VALUE);
        hostile.put("status.2xx", -1L);
        Exposition out = new Exposition();
        PeerSeries.ofGateway(out, HeartbeatMetrics.of(hostile), "g\"}\n");
        PeerSeries.ofCell(out, HeartbeatMetrics.of(hostile), "c\\");
        assertTrue(out.size() < 90, "series: " + out.size());
        for (String line : page(out).lines().toList()) {
            assertTrue(line.matches("#.*|[a-z_]+\\{([a-z]+=\"([^\"\\\\]|\\\\.)*\",?)+} [0-9.E+]+"), line);
        }
    }

    private static String page(Exposition out) {
        return new String(out.page(null).body(), StandardCharsets.UTF_8);
    }
}
