package org.cellnest.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpositionTest {
    @Test
    void writesTheTextFormatUnlessAnotherIsAskedFor() {
        Exposition exposition = new Exposition().counter("things", "Things.", 3, "kind", "a");
        Exposition.Page plain = exposition.page(null);
        assertEquals("text/plain; version=0.0.4; charset=utf-8", plain.contentType());
        assertEquals(
                List.of("# HELP things_total Things.", "# TYPE things_total counter", "things_total{kind=\"a\"} 3.0"),
                lines(plain));
        Exposition.Page open = exposition.page("application/openmetrics-text;version=1.0.0;q=0.8,text/plain;q=0.5");
        assertTrue(open.contentType().startsWith("application/openmetrics-text; version=1.0.0"), open.contentType());
        assertEquals(
                List.of("# TYPE things counter", "# HELP things Things.", "things_total{kind=\"a\"} 3.0", "# EOF"),
                lines(open));
        assertEquals(plain.contentType(), exposition.page("text/html").contentType());
    }

    @Test
    void writesHistogramsWithCumulativeBucketsInSeconds() {
        Histogram histogram = new Histogram();
        histogram.record(16_384);
        histogram.record(16_385);
        histogram.record(Long.MAX_VALUE / 2);
        List<String> lines = lines(new Exposition()
                .histogram("hop_seconds", "Hops.", histogram.counts(), "hop", "x")
                .page(null));
        assertTrue(lines.contains("hop_seconds_bucket{hop=\"x\",le=\"1.6384E-5\"} 1"), lines.toString());
        assertTrue(lines.contains("hop_seconds_bucket{hop=\"x\",le=\"3.2768E-5\"} 2"), lines.toString());
        assertTrue(lines.contains("hop_seconds_bucket{hop=\"x\",le=\"17.179869184\"} 2"), lines.toString());
        assertTrue(lines.contains("hop_seconds_bucket{hop=\"x\",le=\"+Inf\"} 3"), lines.toString());
        assertTrue(lines.contains("hop_seconds_count{hop=\"x\"} 3"), lines.toString());
        assertEquals(Histogram.BUCKETS + 4, lines.size());
    }

    @Test
    void escapesWhateverStandsInALabel() {
        String evil = "a\"} 1\nevil_total 7\n# \\";
        List<String> lines =
                lines(new Exposition().gauge("g", "G.", 1, "peer", evil).page(null));
        assertEquals(3, lines.size(), lines.toString());
        assertEquals("g{peer=\"a\\\"} 1\\nevil_total 7\\n# \\\\\"} 1.0", lines.get(2));
    }

    @Test
    void keepsTheFirstOfTwoSeriesWithTheSameLabels() {
        List<String> lines = lines(new Exposition()
                .gauge("g", "G.", 1, "a", "1", "b", "2")
                .gauge("g", "G.", 2, "b", "2", "a", "1")
                .page(null));
        assertEquals("g{a=\"1\",b=\"2\"} 1.0", lines.get(2));
        assertEquals(3, lines.size());
    }

    @Test
    void refusesAMetricOfTwoKinds() {
        Exposition exposition = new Exposition().gauge("g", "G.", 1);
        assertThrows(IllegalArgumentException.class, () -> exposition.counter("g", "G.", 1));
    }

    @Test
    void survivesFiguresAtTheirLimits() {
        HistogramCounts huge = HeartbeatMetrics.of(java.util.Map.of("q.le.14", Long.MAX_VALUE, "q.inf", Long.MAX_VALUE))
                .histogram("q");
        List<String> lines = lines(new Exposition()
                .histogram("h", "H.", huge)
                .counter("c", "C.", -1)
                .page(null));
        assertTrue(lines.contains("c_total 0.0"), lines.toString());
        for (String line : lines) {
            assertTrue(!line.contains(" -"), line);
        }
    }

    private static List<String> lines(Exposition.Page page) {
        return new String(page.body(), StandardCharsets.UTF_8).lines().toList();
    }
}
