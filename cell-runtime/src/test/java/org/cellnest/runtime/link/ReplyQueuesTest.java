package org.cellnest.runtime.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.cellnest.buffer.Slice;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.Refuse;
import org.cellnest.protocol.Reply;
import org.junit.jupiter.api.Test;

class ReplyQueuesTest {
    private final ReplyQueues replyQueues = new ReplyQueues(8);
    private final List<Message> taken = new ArrayList<>();

    private static Message reply(int exchange, int bytes) {
        return new Reply(exchange, 0, 200, Fields.EMPTY, Slice.of(new byte[bytes]));
    }

    @Test
    void handsOutOneLargeReplyAtATimeAfterWhateverIsSmall() {
        Message huge = reply(1, 900_000);
        Message large = reply(2, (16 << 10) + 1);
        Message small = reply(3, 16 << 10);
        Message refusal = new Refuse(4, ErrorCode.BUSY, "");
        List.of(huge, large, small, refusal).forEach(last -> assertTrue(replyQueues.offer(last)));
        assertEquals(2, replyQueues.drain(taken::add, 9, false));
        assertEquals(List.of(small, refusal), taken);
        assertEquals(1, replyQueues.drain(taken::add, 9, true));
        Message later = reply(5, 1);
        replyQueues.offer(later);
        assertEquals(2, replyQueues.drain(taken::add, 9, true));
        assertEquals(List.of(small, refusal, huge, later, large), taken);
        assertTrue(replyQueues.isEmpty());
    }

    @Test
    void takesNoMoreThanItMay() {
        for (int i = 0; i < 8; i++) {
            assertTrue(replyQueues.offer(reply(i, 0)));
        }
        assertFalse(replyQueues.offer(reply(8, 0)));
        assertEquals(8, replyQueues.small());
        assertEquals(3, replyQueues.drain(taken::add, 3, true));
        assertTrue(replyQueues.offer(reply(8, 0)));
    }
}
