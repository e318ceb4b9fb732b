package org.cellnest.gateway.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.cellnest.protocol.ExchangeId;
import org.junit.jupiter.api.Test;

/** The tables that an I/O thread keeps. */
class TablesTest {
    private static InFlightRequests<String> table(int first, int slots) {
        return new InFlightRequests<>(first, slots, new InFlightRequests.Generations(0x123456789abcdefL));
    }

    @Test
    void givesEachAnswerToTheOneWhoAsked() {
        InFlightRequests<String> table = table(8, 4);
        long a = table.bind("a");
        long b = table.bind("b");
        assertTrue(ExchangeId.slot(a) >= 8 && ExchangeId.slot(b) < 12);
        assertEquals("b", table.release(b));
        assertEquals("a", table.release(a));
        assertEquals(0, table.outstanding());
    }

    @Test
    void knowsNoStaleForgedOrForeignIds() {
        InFlightRequests<String> table = table(8, 1);
        long old = table.bind("old");
        table.release(old);
        long id = table.bind("new");
        assertEquals(ExchangeId.slot(old), ExchangeId.slot(id));
        assertFalse(table.isKnown(old));
        assertFalse(table.isKnown(ExchangeId.of(0, ExchangeId.generation(id))));
        assertFalse(table.isKnown(ExchangeId.of(9, ExchangeId.generation(id))));
        assertFalse(table.isKnown(-1));
        assertFalse(table.isKnown(0));
        assertThrows(IllegalStateException.class, () -> table.release(old));
        assertTrue(table.isKnown(id));
        table.release(id);
        assertFalse(table.isKnown(id));
        assertFalse(table.isKnown(-1));
    }

    @Test
    void holdsTheSlotOfAnAbandonedRequestUntilItsAnswer() {
        InFlightRequests<String> table = table(0, 1);
        long id = table.bind("gone");
        table.abandon(id);
        assertFalse(table.hasRoom());
        assertEquals(List.of(), table.waiting());
        assertTrue(table.isKnown(id));
        assertNull(table.release(id));
        assertTrue(table.hasRoom());
    }

    @Test
    void neverRepeatsAnId() {
        InFlightRequests<Integer> table =
                new InFlightRequests<>(0, 16, new InFlightRequests.Generations(-5)); // wraps around within the test
        Set<Long> seen = new HashSet<>();
        Deque<Long> open = new ArrayDeque<>();
        Random random = new Random(3);
        for (int i = 0; i < 100_000; i++) {
            if (table.hasRoom() && (open.isEmpty() || random.nextBoolean())) {
                long id = table.bind(i);
                assertTrue(seen.add(id));
                open.add(id);
            } else {
                table.release(open.remove());
            }
            assertEquals(open.size(), table.outstanding());
        }
    }

    @Test
    void dividesSlotsWithoutGapOrOverlap() {
        for (int shares = 1; shares <= 9; shares++) {
            for (int slots = shares; slots < 200; slots++) {
                SlotShares divided = new SlotShares(slots, shares);
                int slot = 0;
                for (int share = 0; share < shares; share++) {
                    assertEquals(slot, divided.first(share));
                    assertTrue(divided.count(share) >= 1);
                    slot += divided.count(share);
                }
                assertEquals(slots, slot);
            }
        }
    }

    @Test
    void tellsDeadlinesInOrderJustWhenTheyPass() {
        DeadlineQueue<String> queue = new DeadlineQueue<>(100);
        DeadlineQueue.Node<String> a = new DeadlineQueue.Node<>("a");
        DeadlineQueue.Node<String> b = new DeadlineQueue.Node<>("b");
        DeadlineQueue.Node<String> c = new DeadlineQueue.Node<>("c");
        queue.set(a, 0);
        queue.set(b, 5);
        queue.set(c, 7);
        assertNull(queue.pollPassed(99));
        queue.set(a, 50);
        assertNull(queue.pollPassed(100));
        assertNull(queue.pollPassed(104));
        assertEquals("b", queue.pollPassed(105));
        queue.clear(c);
        queue.clear(c);
        assertNull(queue.pollPassed(149));
        assertEquals("a", queue.pollPassed(150));
        assertEquals(0, queue.size());
        assertNull(queue.poll());
    }

    @Test
    void keepsItsOrderWhateverIsTakenOut() {
        DeadlineQueue<Integer> queue = new DeadlineQueue<>(10);
        List<Integer> expected = new ArrayList<>();
        List<DeadlineQueue.Node<Integer>> nodes = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            nodes.add(new DeadlineQueue.Node<>(i));
        }
        Random random = new Random(4);
        for (int step = 0; step < 20_000; step++) {
            int i = random.nextInt(nodes.size());
            expected.remove((Integer) i);
            if (random.nextInt(3) > 0) {
                queue.set(nodes.get(i), step);
                expected.add(i);
            } else {
                queue.clear(nodes.get(i));
            }
            assertEquals(expected.size(), queue.size());
        }
        for (Integer i : expected) {
            assertEquals(i, queue.poll());
        }
    }

    @Test
    void boundsBytes() {
        ByteBudget budget = new ByteBudget(10);
        assertTrue(budget.tryTake(10));
        assertFalse(budget.tryTake(1));
        budget.giveBack(4);
        assertTrue(budget.tryTake(4));
        assertEquals(10, budget.used());
    }
}
