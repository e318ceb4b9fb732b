package org.cellnest.gateway.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class NearDeadlinesTest {
    private final NearDeadlines<String> deadlines = new NearDeadlines<>();

    private NearDeadlines.Node<String> at(String item, long deadlineNs) {
        NearDeadlines.Node<String> node = new NearDeadlines.Node<>(item);
        deadlines.set(node, deadlineNs);
        return node;
    }

    @Test
    void givesWhatHasPassedInTheOrderInWhichItPasses() {
        at("second", 20);
        at("first", 10);
        at("third", 20);
        assertNull(deadlines.pollPassed(9));
        assertEquals("first", deadlines.pollPassed(20));
        assertEquals("second", deadlines.pollPassed(20));
        assertEquals("third", deadlines.pollPassed(20));
        assertNull(deadlines.pollPassed(Long.MAX_VALUE / 2));
        assertEquals(0, deadlines.size());
    }

    @Test
    void movesAndClears() {
        NearDeadlines.Node<String> moved = at("moved", 10);
        NearDeadlines.Node<String> cleared = at("cleared", 10);
        deadlines.set(moved, 30);
        deadlines.clear(cleared);
        deadlines.clear(cleared);
        assertNull(deadlines.pollPassed(29));
        assertEquals("moved", deadlines.pollPassed(30));
        assertEquals(0, deadlines.size());
    }

    @Test
    void worksAcrossTheEndOfTheClock() {
        at("later", Long.MIN_VALUE + 5);
        at("sooner", Long.MAX_VALUE - 5);
        assertEquals("sooner", deadlines.pollPassed(Long.MAX_VALUE));
        assertNull(deadlines.pollPassed(Long.MIN_VALUE + 4));
        assertEquals("later", deadlines.pollPassed(Long.MIN_VALUE + 5));
    }
}
