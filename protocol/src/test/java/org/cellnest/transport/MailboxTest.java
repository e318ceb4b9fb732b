package org.cellnest.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MailboxTest {

    private int wakes;
    private final List<Integer> drained = new ArrayList<>();

    @Test
    void handsItemsOverInOrderAndWakesForEach() {
        Mailbox<Integer> mailbox = new Mailbox<>(10, () -> wakes++);
        for (int i = 0; i < 5; i++) {
            assertTrue(mailbox.offer(i));
        }
        assertEquals(5, wakes);
        assertEquals(5, mailbox.size());
        assertEquals(5, mailbox.drain(drained::add, 100));
        assertEquals(List.of(0, 1, 2, 3, 4), drained);
        assertEquals(0, mailbox.drain(drained::add, 100));
    }

    @Test
    void drainsNoMoreThanAsked() {
        Mailbox<Integer> mailbox = new Mailbox<>(10, () -> wakes++);
        for (int i = 0; i < 5; i++) {
            mailbox.offer(i);
        }
        assertEquals(2, mailbox.drain(drained::add, 2));
        assertEquals(3, mailbox.size());
    }

    @Test
    void refusesWhatIsBeyondItsCapacityWhateverThatIs() {
        for (int capacity : new int[] {1, 2, 3, 4, 5, 7, 8, 9, 1_000}) {
            wakes = 0;
            Mailbox<Integer> mailbox = new Mailbox<>(capacity, () -> wakes++);
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < capacity; i++) {
                    assertTrue(mailbox.offer(i));
                }
                assertFalse(mailbox.offer(-1));
                assertEquals(capacity, mailbox.drain(drained::add, capacity + 1));
            }
            assertEquals(3 * capacity, wakes);
        }
        assertFalse(drained.contains(-1));
    }

    @Test
    void takesAnItemBackInWhereDrainingLeavesOne() {
        Mailbox<Integer> mailbox = new Mailbox<>(1, () -> wakes++);
        mailbox.offer(3);
        mailbox.drain(
                item -> {
                    drained.add(item);
                    if (item > 0) {
                        assertTrue(mailbox.offer(item - 1));
                    }
                },
                10);
        assertEquals(List.of(3, 2, 1, 0), drained);
    }

    @Test
    void losesNoOtherWhereTheReceiverThrows() {
        Mailbox<Integer> mailbox = new Mailbox<>(4, () -> wakes++);
        mailbox.offer(1);
        mailbox.offer(2);
        assertThrows(
                IllegalStateException.class,
                () -> mailbox.drain(
                        item -> {
                            throw new IllegalStateException("boom");
                        },
                        10));
        assertEquals(1, mailbox.drain(drained::add, 10));
        assertEquals(List.of(2), drained);
    }

    @Test
    void saysWhatCapacityIsExpected() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> new Mailbox<>(0, () -> wakes++));
        assertEquals("capacity: 0 (expected: 1 to 1073741824)", e.getMessage());
    }
}
