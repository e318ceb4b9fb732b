package org.cellnest.runtime.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.cellnest.buffer.Slice;
import org.cellnest.protocol.Data;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.Reply;
import org.cellnest.protocol.Reset;
import org.junit.jupiter.api.Test;

class FlowOutboxTest {
    private final FlowOutbox outbox = new FlowOutbox();
    private final FlowOutbox.Queue first = new FlowOutbox.Queue();
    private final FlowOutbox.Queue second = new FlowOutbox.Queue();

    private static Data data(long exchange, long offset, int bytes) {
        return new Data(exchange, Flags.MORE, offset, Slice.of(new byte[bytes]));
    }

    private static Reply head(long exchange) {
        return new Reply(exchange, Flags.MORE, 200, Fields.EMPTY, Slice.EMPTY);
    }

    private List<String> drained() {
        List<String> order = new ArrayList<>();
        Message record;
        while ((record = outbox.poll()) != null) {
            order.add(
                    record instanceof Data data
                            ? data.exchange() + "@" + data.offset()
                            : record.type().toString());
        }
        return order;
    }

    @Test
    void saysWhenItWasEmptyBefore() {
        assertTrue(outbox.isEmpty());
        assertTrue(outbox.add(first, head(1)));
        assertFalse(outbox.add(second, head(2)));
        assertFalse(outbox.isEmpty());
        drained();
        assertTrue(outbox.isEmpty());
        assertNull(outbox.poll());
        assertTrue(outbox.add(first, data(1, 0, 1)));
    }

    @Test
    void sendsOneRecordOfEachByTurns() {
        for (int i = 0; i < 3; i++) {
            outbox.add(first, data(1, i, 60_000));
        }
        outbox.add(second, data(2, 0, 60_000));
        outbox.add(second, data(2, 1, 60_000));
        assertEquals(List.of("1@0", "2@0", "1@1", "2@1", "1@2"), drained());
    }

    @Test
    void sendsHeadsAndSmallRecordsBeforeLargeOnes() {
        outbox.add(first, data(1, 0, 60_000));
        outbox.add(first, data(1, 1, 60_000));
        outbox.add(second, head(2));
        outbox.add(second, data(2, 0, 100));
        assertEquals(List.of("REPLY", "2@0", "1@0", "1@1"), drained());
    }

    @Test
    void letsLargeRecordsHaveATurnAmongManySmallOnes() {
        outbox.add(first, data(1, 0, 60_000));
        for (int i = 0; i < 100; i++) {
            outbox.add(second, data(2, i, 1));
        }
        assertEquals(16, drained().indexOf("1@0"));
    }

    @Test
    void keepsTheHeadOfAnAnswerThatBreaksOff() {
        outbox.add(first, head(1));
        outbox.add(first, data(1, 0, 10));
        outbox.drop(first, false);
        outbox.add(first, new Reset(1, Reset.MINE, ErrorCode.BROKEN, ""));
        assertEquals(List.of("REPLY", "RESET"), drained());
    }

    @Test
    void dropsAnAnswerThatNobodyWants() {
        outbox.add(first, head(1));
        outbox.add(first, data(1, 0, 10));
        outbox.add(second, data(2, 0, 10));
        outbox.drop(first, true);
        outbox.add(first, data(1, 5, 10));
        assertEquals(List.of("1@5", "2@0"), drained());
        assertTrue(outbox.isEmpty());
    }
}
