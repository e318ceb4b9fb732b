package org.cellnest.gateway.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.ZoneOffset;
import org.cellnest.protocol.Attributes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AccessFormatTest {
    private static final long AT = Instant.parse("2026-11-28T03:04:10.123Z").toEpochMilli();

    private final AccessFormat combined = new CombinedFormat(ZoneOffset.ofHours(1));
    private final AccessFormat json = new JsonFormat(ZoneOffset.UTC);

    @Test
    void writesCombinedLogFormatAndMore() {
        assertEquals(
                "192.0.2.7 - - [28/Nov/2026:04:04:10 +0100] \"GET /orders/7?x=1 HTTP/1.1\" 200 123"
                        + " \"https://a.example/\" \"curl/8.5\" request_id=r-1234567 route=\"/orders/{id}\" cell=cell-a"
                        + " duration_ms=1.234 outcome=-",
                combined.line(entry(AT, "x=1", "https://a.example/", "curl/8.5", "cell-a /orders/{id}")));
    }

    @Test
    void writesDashesForWhatIsNot() {
        assertEquals(
                "192.0.2.7 - - [01/Jan/1970:01:00:00 +0100] \"GET /orders/7 HTTP/1.1\" 200 123"
                        + " \"-\" \"-\" request_id=r-1234567 route=\"-\" cell=- duration_ms=1.234 outcome=-",
                combined.line(entry(0, "", null, null, null)));
    }

    @Test
    void tellsEachSecondByItself() {
        assertTrue(combined.line(entry(AT, "", null, null, null)).contains("04:04:10"));
        assertTrue(combined.line(entry(AT + 876, "", null, null, null)).contains("04:04:10"));
        assertTrue(combined.line(entry(AT + 877, "", null, null, null)).contains("04:04:11"));
        assertTrue(combined.line(entry(AT - 124, "", null, null, null)).contains("04:04:09"));
    }

    @Test
    void letsNoClientEndAQuotationOrALine() {
        String servedBy = "c\" /caf\u00e9\"";
        String line = combined.line(entry(AT, "q=\"\\", "\u001b[2J\r\n", "\u0085\u00e9\" 200 0 \"", servedBy));
        assertTrue(
                line.contains(
                        "?q=\\x22\\x5C HTTP/1.1\" 200 123 \"\\x1B[2J\\x0D\\x0A\" \"\\x85\\xE9\\x22 200 0 \\x22\""),
                line);
        assertTrue(line.contains(" route=\"/caf\\xE9\\x22\" cell=c\\x22 "), line);
        assertTrue(line.chars().allMatch(c -> c >= ' ' && c < 0x7f), line);
    }

    @Test
    void showsTheOctetsOfATemplateInUtf8() {
        String line = combined.line(entry(AT, "", null, null, Attributes.servedBy("a", "/caf\u00e9/\u4e16")));
        assertTrue(line.contains("route=\"/caf\\xC3\\xA9/\\xE4\\xB8\\x96\" cell=a"), line);
    }

    @Test
    void boundsWhatAClientWrites() {
        String line = combined.line(entry(AT, "x".repeat(60_000), "y".repeat(60_000), null, null));
        assertTrue(line.length() < 2 * AccessFormat.MAX_TEXT + 400, line.length() + " characters");
        assertTrue(line.contains("xxx... HTTP/1.1\" 200"));
    }

    @Test
    void writesJson() throws Exception {
        String line = json.line(entry(AT, "x=1", "\"\u009b\u202e", "curl/8.5", "cell-a /orders/{id}"));
        assertEquals(1, line.lines().count());
        assertTrue(line.contains("\\u009b\\u202e"), line);
        JsonNode entry = new ObjectMapper().readTree(line);
        assertEquals("2026-11-28T03:04:10.123Z", entry.path("time").asText());
        assertEquals("/orders/7?x=1", entry.path("target").asText());
        assertEquals(200, entry.path("status").asInt());
        assertEquals("\"\u009b\u202e", entry.path("referer").asText());
        assertEquals("/orders/{id}", entry.path("route").asText());
        assertEquals("cell-a", entry.path("cell").asText());
        assertEquals(1.234, entry.path("durationMs").asDouble());
        assertFalse(entry.has("outcome"));
    }

    @Test
    void showsRefusedLinesAsTheyCame() throws Exception {
        AccessEntry refused = new AccessEntry(
                AT,
                "192.0.2.7",
                "GET / HTTP/9.9\u0007",
                "GET",
                "/substitute",
                "",
                "HTTP/1.1",
                505,
                0,
                null,
                null,
                "r-1234567",
                null,
                0,
                "refused");
        assertTrue(combined.line(refused).contains("] \"GET / HTTP/9.9\\x07\" 505 0 "), combined.line(refused));
        JsonNode entry = new ObjectMapper().readTree(json.line(refused));
        assertEquals("GET / HTTP/9.9\u0007", entry.path("requestLine").asText());
        assertFalse(entry.has("target"));
    }

    private static AccessEntry entry(
            long at, String query, @Nullable String referer, @Nullable String agent, @Nullable String servedBy) {
        return new AccessEntry(
                at,
                "192.0.2.7",
                null,
                "GET",
                "/orders/7",
                query,
                "HTTP/1.1",
                200,
                123,
                referer,
                agent,
                "r-1234567",
                servedBy,
                1_234_567,
                "-");
    }
}
