package org.cellnest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests the counters of a peer as text for people. */
class HistogramsTest {
    @Test
    void readsQuantilesFromBuckets() throws JsonProcessingException {
        assertEquals(
                Map.of("done", "7", "handler", "p50 0.79 ms  p99 1.05 ms  mean 0.70 ms  of 100 requests"), texts("""
                        {"handler.le.20":99,"handler.le.21":1,"handler.sum":70000000,"done":7}"""));
    }

    @Test
    void saysThatSomeTookLongerThanAnyBound() throws JsonProcessingException {
        assertEquals(
                Map.of("handler", "p50 13.0 ms  p99 over 16.8 ms  of 10 requests"),
                texts("{\"handler.le.24\":9,\"handler.le.14\":0,\"handler.inf\":1}"));
    }

    @Test
    void countsOne() throws JsonProcessingException {
        assertEquals(Map.of("queue", "p50 0.01 ms  p99 0.02 ms  of 1 request"), texts("{\"queue.le.14\":1}"));
    }

    @Test
    void leavesOthersAsTheyAre() throws JsonProcessingException {
        assertEquals(
                Map.of("a.le.x", "1", "b.le.99", "2", "c.sum", "3", ".inf", "4"),
                texts("{\"a.le.x\":1,\"b.le.99\":2,\"c.sum\":3,\".inf\":4}"));
        assertEquals(Map.of(), texts("{\"handler.le.20\":0,\"handler.inf\":-5}"));
        assertEquals(Map.of(), texts("{}"));
    }

    private static Map<String, String> texts(String json) throws JsonProcessingException {
        return Histograms.texts(Json.read(json));
    }
}
