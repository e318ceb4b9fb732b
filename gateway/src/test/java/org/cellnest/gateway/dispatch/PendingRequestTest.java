package org.cellnest.gateway.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.cellnest.gateway.dispatch.PendingRequest.State;
import org.cellnest.gateway.rules.LocalReply;
import org.cellnest.protocol.BatchWriter;
import org.cellnest.protocol.Limits;
import org.cellnest.protocol.WireRecord;
import org.junit.jupiter.api.Test;

/** The states of a request, as the table in its header has them. */
class PendingRequestTest {
    private static final class Client implements PendingRequest.Client {
        final List<Boolean> sent = new ArrayList<>();

        @Override
        public String method() {
            return "PUT";
        }

        @Override
        public void encode(BatchWriter out, long id, int flags, int budgetMs, int ageMs) {
            throw new AssertionError("encoded");
        }

        @Override
        public boolean hasMore() {
            return false;
        }

        @Override
        public FlowClient flows() {
            throw new AssertionError("flows");
        }

        @Override
        public long headBytes() {
            return 0;
        }

        @Override
        public void onSent(boolean mayRepeat) {
            sent.add(mayRepeat);
        }

        @Override
        public boolean isKept() {
            return true;
        }

        @Override
        public void onReply(WireRecord reply) {
            throw new AssertionError("replied");
        }

        @Override
        public void onAnswer(LocalReply answer) {
            throw new AssertionError("answered");
        }
    }

    private final Client client = new Client();
    private final PendingRequest request = new PendingRequest(client);
    private final Lane lane =
            new Lane(parts -> true, Limits.DEFAULT, new InFlightRequests<>(0, 4, new InFlightRequests.Generations(1)));

    @Test
    void goesTheUsualWay() {
        assertTrue(request.isReading());
        request.onWhole(5);
        request.queue(lane, 7);
        assertSame(lane, request.lane());
        assertEquals(7, request.exchangeId());
        assertTrue(request.isHandedOver());
        assertFalse(request.wasSent());
        request.onSent(9);
        assertTrue(request.wasSent());
        assertEquals(9, request.sentNs());
        assertEquals(5, request.wholeNs());
        request.end();
        assertEquals(State.DONE, request.state());
        assertNull(request.lane());
    }

    @Test
    void tellsTheClientThatARetriedRequestIsNotSentAgain() {
        request.queue(lane, 1);
        request.onSent(1);
        request.unbind();
        request.retry();
        request.park(100);
        assertEquals(100, request.takeParkedBytes());
        assertEquals(0, request.takeParkedBytes());
        request.queue(lane, 2);
        request.onSent(2);
        assertEquals(List.of(true, false), client.sent);
    }

    @Test
    void waitsAgainWhereNoRouterTakesIt() {
        request.park(1);
        request.park(2);
        assertEquals(State.PARKED, request.state());
    }

    @Test
    void namesBothStatesOfAnIllegalTransition() {
        IllegalStateException unsent = assertThrows(IllegalStateException.class, () -> request.onSent(1));
        assertEquals("pending PUT request: READING to SENT", unsent.getMessage());
        request.end();
        IllegalStateException twice = assertThrows(IllegalStateException.class, request::end);
        assertEquals("pending PUT request: DONE to DONE", twice.getMessage());
        assertThrows(IllegalStateException.class, () -> request.queue(lane, 1));
        assertThrows(IllegalStateException.class, () -> request.park(1));
    }

    @Test
    void isNotSentTwiceByOneLane() {
        request.queue(lane, 1);
        request.onSent(1);
        assertThrows(IllegalStateException.class, () -> request.onSent(2));
    }

    @Test
    void makesTheNearDeadlineOnlyWhenItIsNeeded() {
        assertNull(request.nearDeadline());
        assertSame(request.makeNearDeadline(), request.makeNearDeadline());
        assertSame(request.makeNearDeadline(), request.nearDeadline());
    }
}
