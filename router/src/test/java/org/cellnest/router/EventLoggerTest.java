package org.cellnest.router;

import static org.cellnest.router.broker.TestNest.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.router.broker.TestCell;
import org.cellnest.router.broker.TestNest;
import org.cellnest.transport.ManualClock;
import org.junit.jupiter.api.Test;

class EventLoggerTest {
    private final ManualClock clock = new ManualClock();
    private final List<String> lines = new ArrayList<>();
    private final EventLogger events =
            new EventLogger((warning, text) -> lines.add((warning ? "WARN " : "INFO ") + text), clock);

    @Test
    void saysOneLineForEachJoinAndLeave() {
        TestNest nest = TestNest.telling(events);
        nest.advance(3 * SECOND);
        TestCell cell = new TestCell(nest, "c1");
        cell.register(1, "orders", "/a");
        cell.register(1, "orders", "/a");
        cell.die();
        assertEquals(
                List.of(
                        "INFO cell c1 joined",
                        "INFO cell c1 serves orders 1 with 2 routes",
                        "WARN cell c1 lost: the connection closed without a goodbye, as when a process is killed or"
                                + " crashes, or the network breaks (lane-lost)"),
                lines);
    }

    @Test
    void countsWhatIsRepeated() {
        for (int i = 0; i < 12; i++) {
            events.onRefused("a connection from port " + i, ErrorCode.KEY, "wrong");
            events.onDrained("c" + i % 2);
            clock.advanceMs(1_000);
        }
        assertEquals(
                List.of(
                        "WARN a connection from port 0 refused (key): wrong",
                        "INFO cell c0 gets nothing new: an operator drained it",
                        "INFO cell c1 gets nothing new: an operator drained it"),
                lines);
        lines.clear();
        clock.advanceMs(47_999);
        events.onTick();
        assertEquals(List.of(), lines);
        clock.advanceMs(1_001);
        events.onTick();
        assertEquals(
                List.of(
                        "WARN a connection from port 11 refused (key): wrong [11 times more in the last minute]",
                        "INFO cell c0 gets nothing new: an operator drained it [5 times more in the last minute]",
                        "INFO cell c1 gets nothing new: an operator drained it [5 times more in the last minute]"),
                lines);
        lines.clear();
        clock.advanceMs(60_000);
        events.onTick();
        assertEquals(List.of(), lines);
        events.onDrained("c0");
        assertEquals(List.of("INFO cell c0 gets nothing new: an operator drained it"), lines);
    }

    @Test
    void remembersNoMoreThanItsBound() {
        events.onDrained("first");
        events.onDrained("first");
        for (int i = 0; i < RepeatedLines.MAX_SUBJECTS; i++) {
            events.onDrained("c" + i);
        }
        assertEquals(RepeatedLines.MAX_SUBJECTS + 2, lines.size());
        assertTrue(lines.stream().anyMatch(line -> line.contains("cell first") && line.contains("[once more")));
        events.onDrained("first");
        assertEquals(RepeatedLines.MAX_SUBJECTS + 3, lines.size());
    }
}
