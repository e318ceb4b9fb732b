package org.cellnest.runtime.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Hello;
import org.cellnest.protocol.Limits;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.Refuse;
import org.cellnest.protocol.Welcome;
import org.junit.jupiter.api.Test;

class SessionExchangesTest {
    private static final long STALL_NS = 2_000_000_000L;

    private static final class Sender implements ReplySender {
        int wakes;
        int sends;

        @Override
        public void sendNow() {
            sends++;
        }

        @Override
        public void wake() {
            wakes++;
        }
    }

    private final Sender sender = new Sender();
    private int changes;
    private final SessionExchanges session = new SessionExchanges(
            new Hello(1, "r", "i", 1_000, 3, false, Limits.DEFAULT),
            new Welcome("s", 1, true, 0, List.of()),
            new Concurrency(10, () -> {}),
            new LinkMetrics(),
            STALL_NS,
            0,
            sender,
            () -> changes++);

    @Test
    void beginsNothingBetweenAStopOfTheProcessAndTheNextTurnOfTheReceiver() {
        assertTrue(session.mayBegin(STALL_NS));
        assertFalse(session.mayBegin(STALL_NS + 1));
        session.onReceiving(STALL_NS + 1);
        assertTrue(session.mayBegin(STALL_NS + 1));
    }

    @Test
    void beginsNothingOnceItIsBarredOrOver() {
        session.bar();
        session.onReceiving(1);
        assertFalse(session.mayBegin(1));
        SessionExchanges other = new SessionExchanges(
                session.hello(),
                new Welcome("s2", 1, true, 0, List.of()),
                new Concurrency(10, () -> {}),
                new LinkMetrics(),
                STALL_NS,
                0,
                new Sender(),
                () -> {});
        other.end(ErrorCode.LANE_LOST, "gone");
        assertFalse(other.mayBegin(1));
    }

    @Test
    void remembersTheFirstReasonForItsEnd() {
        assertNull(session.ending());
        session.end(ErrorCode.SILENT, "first");
        session.end(ErrorCode.LANE_LOST, "second");
        assertEquals("first", Objects.requireNonNull(session.ending()).reason());
        assertTrue(session.isOver());
    }

    @Test
    void reportsItsEndOnce() {
        session.refuse(1, ErrorCode.BUSY, "");
        assertEquals(0, changes);
        session.end(ErrorCode.SILENT, "first");
        session.end(ErrorCode.LANE_LOST, "second");
        assertEquals(1, changes);
    }

    @Test
    void handsFinalRecordsOutInTheOrderTheyCame() {
        for (int i = 0; i < 5; i++) {
            session.refuse(i, ErrorCode.BUSY, "");
        }
        List<Long> exchanges = new ArrayList<>();
        assertEquals(3, session.drain(last -> exchanges.add(exchange(last)), 3, true));
        assertEquals(2, session.drain(last -> exchanges.add(exchange(last)), 3, true));
        assertEquals(List.of(0L, 1L, 2L, 3L, 4L), exchanges);
        assertFalse(session.hasFinals());
    }

    @Test
    void wakesTheSenderForWhatIsRefused() {
        session.refuse(1, ErrorCode.BUSY, "");
        assertEquals(1, sender.wakes);
        assertEquals(0, sender.sends);
    }

    @Test
    void sendsWhatHasGatheredWhenFlushedAndNothingWhereNothingHas() {
        session.flush();
        assertEquals(0, sender.sends);
        session.refuse(1, ErrorCode.BUSY, "");
        session.flush();
        assertEquals(1, sender.sends);
    }

    @Test
    void sendsUnaskedOnceEnoughHasGathered() {
        for (int i = 0; i < 31; i++) {
            session.refuse(i, ErrorCode.BUSY, "");
        }
        assertEquals(0, sender.sends);
        session.refuse(31, ErrorCode.BUSY, "");
        assertEquals(1, sender.sends);
    }

    private static long exchange(Message last) {
        return ((Refuse) last).exchange();
    }
}
