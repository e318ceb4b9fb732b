package org.cellnest.router.broker;

import static org.cellnest.router.broker.TestNest.MS;
import static org.cellnest.router.broker.TestNest.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cellnest.buffer.Slice;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Goodbye;
import org.cellnest.protocol.Heartbeat;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.Refuse;
import org.cellnest.protocol.Reject;
import org.cellnest.protocol.Reply;
import org.cellnest.protocol.Request;
import org.junit.jupiter.api.Test;

/** What goes by which of a gateway's connections. */
class BrokerLanesTest {
    private final TestNest nest = TestNest.ready();
    private final TestGateway gateway = new TestGateway(nest, "g");
    private final int first = gateway.join(1);
    private final int second = gateway.join(2);
    /** The primary may carry requests as well. */
    private final List<Integer> lanes = List.of(first, gateway.connection, second);

    /** Sends the same by every lane; the exchanges by the lane that each went by. */
    private Map<Integer, Long> sendByAll(String path, int budgetMs) {
        Map<Integer, Long> exchanges = new TreeMap<>();
        lanes.forEach(lane -> exchanges.put(lane, gateway.sendBy(lane, "GET", path, budgetMs, 0)));
        return exchanges;
    }

    private List<Message> answers(int lane) {
        return nest.received(lane).stream()
                .filter(message -> !(message instanceof Heartbeat))
                .toList();
    }

    private void assertEachAnsweredWhereItWasAsked(int status, Map<Integer, Long> exchanges) {
        exchanges.forEach((lane, exchange) -> {
            List<Message> answers = answers(lane);
            assertEquals(1, answers.size(), () -> "on lane " + lane + ": " + answers);
            Reply reply = assertInstanceOf(Reply.class, answers.get(0));
            assertEquals(exchange, reply.exchange());
            assertEquals(status, reply.status());
        });
    }

    @Test
    void passesACellsAnswerOnByTheLaneThatTheRequestCameBy() {
        TestCell cell = TestCell.serving(nest, "a", 4, "/x");
        Map<Integer, Long> exchanges = sendByAll("/x", 0);
        List<Request> requests = new ArrayList<>(List.of(cell.take(), cell.take(), cell.take()));
        cell.reply(requests.remove(2));
        requests.forEach(cell::reply);
        assertEachAnsweredWhereItWasAsked(200, exchanges);
    }

    @Test
    void answersByTheSameLaneWhatItAnswersItself() {
        assertEachAnsweredWhereItWasAsked(404, sendByAll("/nowhere", 0));

        TestCell cell = TestCell.serving(nest, "a", 3, "/x");
        Map<Integer, Long> lost = sendByAll("/x", 0);
        assertEquals(3, cell.waiting());
        cell.die();
        assertEachAnsweredWhereItWasAsked(502, lost);

        Map<Integer, Long> parked = sendByAll("/x", 0);
        nest.advance(2 * SECOND + 100 * MS);
        assertEachAnsweredWhereItWasAsked(503, parked);

        TestCell slow = TestCell.serving(nest, "b", 4, "/x");
        Map<Integer, Long> late = sendByAll("/x", 300);
        assertEquals(3, slow.waiting());
        nest.advance(400 * MS);
        assertEachAnsweredWhereItWasAsked(504, late);
    }

    @Test
    void refusesByTheSameLane() {
        nest.broker.startDraining(nest.nowNs);
        nest.turn();
        nest.received(gateway.connection);
        sendByAll("/x", 0).forEach((lane, exchange) -> {
            Refuse refuse = assertInstanceOf(Refuse.class, answers(lane).get(0));
            assertEquals(exchange, refuse.exchange());
        });
    }

    @Test
    void isDrainedOnceEachLaneHasAnsweredItsDrain() {
        nest.broker.startDraining(nest.nowNs);
        nest.turn();
        assertFalse(nest.broker.isDrained(nest.nowNs), "requests may be on their way");
        gateway.drain(first);
        gateway.sendBy(second, "GET", "/x", 0, 0);
        gateway.drain(second);
        assertFalse(nest.broker.isDrained(nest.nowNs), "the primary has not answered");
        gateway.drain(gateway.connection);
        assertTrue(nest.broker.isDrained(nest.nowNs));
        assertInstanceOf(Refuse.class, answers(second).get(0));
    }

    @Test
    void waitsASecondForAGatewayThatDoesNotAnswerItsDrain() {
        nest.advance(SECOND / 2);
        long dueNs = nest.nowNs + SECOND;
        nest.broker.startDraining(nest.nowNs);
        nest.advance(SECOND - 1);
        assertEquals(dueNs, nest.broker.nextDeadlineNs(nest.nowNs), "it is awake in time");
        assertFalse(nest.broker.isDrained(nest.nowNs));
        nest.advance(1);
        assertTrue(nest.broker.isDrained(nest.nowNs));
    }

    @Test
    void keepsTheOrderOfALaneThatTakesNothingForAWhileAndHoldsUpNoOther() {
        TestCell cell = TestCell.serving(nest, "a", 4, "/x");
        nest.full.add(first);
        List<Long> waiting = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            waiting.add(gateway.sendBy(first, "GET", "/x", 0, 0));
            cell.reply(cell.take());
        }
        long other = gateway.sendBy(second, "GET", "/x", 0, 0);
        cell.reply(cell.take());
        assertEquals(other, ((Reply) answers(second).get(0)).exchange());
        assertFalse(nest.broker.isIdle(), "answers wait");
        nest.full.clear();
        waiting.add(gateway.sendBy(first, "GET", "/x", 0, 0));
        cell.reply(cell.take());
        nest.advance(10 * MS);
        assertEquals(
                waiting,
                answers(first).stream()
                        .map(answer -> ((Reply) answer).exchange())
                        .toList());
        assertTrue(nest.broker.isIdle());
    }

    @Test
    void countsWhatAllLanesLeaveUnreadTogether() {
        TestCell cell = TestCell.serving(nest, "a", 4, "/x");
        nest.full.addAll(lanes);
        int bytes = 0;
        while (!nest.isHeld(cell.connection)) {
            assertTrue(bytes <= nest.settings.outboxBytes(), bytes + " bytes wait");
            gateway.sendBy(lanes.get(bytes / 100_000 % 3), "GET", "/x", 0, 0);
            nest.say(
                    cell.connection,
                    new Reply(cell.take().exchange(), 0, 200, Fields.EMPTY, Slice.of(new byte[100_000])));
            bytes += 100_000;
        }
        assertTrue(bytes > nest.settings.outboxBytes(), "only " + bytes + " bytes waited");
    }

    @Test
    void endsTheSessionWhenAnAnswerFindsItsLaneGone() {
        TestCell cell = TestCell.serving(nest, "a", 4, "/x");
        gateway.sendBy(first, "GET", "/x", 0, 0);
        nest.gone.add(first);
        cell.reply(cell.take());
        assertEquals(0, nest.broker.status().gateways());
        Reject reject =
                assertInstanceOf(Reject.class, answers(gateway.connection).get(0));
        assertEquals("lane-lost", reject.code());
        assertEquals(List.of(), answers(second));
    }

    @Test
    void saysGoodbyeOnEachLaneAfterItsLastAnswerAndOnThePrimaryLast() {
        TestCell cell = TestCell.serving(nest, "a", 4, "/x");
        Map<Integer, Long> exchanges = sendByAll("/x", 0);
        nest.sentTo.clear();
        for (int i = 0; i < 3; i++) {
            Reply reply = new Reply(cell.take().exchange(), 0, 200, Fields.EMPTY, Slice.EMPTY);
            nest.broker.onFrame(cell.connection, Slice.of(MessageCodec.encode(reply)), nest.nowNs);
        }
        assertEquals(List.of(), nest.sentTo, "the answers are in the turn that ends with GOODBYE");
        nest.broker.sayGoodbye(nest.nowNs);
        nest.broker.flush(nest.nowNs);
        List<Integer> toGateway =
                nest.sentTo.stream().filter(lanes::contains).distinct().toList();
        assertEquals(gateway.connection, toGateway.get(2));
        exchanges.forEach((lane, exchange) -> {
            List<Message> told = answers(lane);
            assertEquals(2, told.size(), told::toString);
            assertEquals(exchange, ((Reply) told.get(0)).exchange());
            assertEquals(new Goodbye(), told.get(1));
        });
    }

    @Test
    void saysGoodbyeToACellOnItsPrimaryAlone() {
        TestCell cell = TestCell.serving(nest, "a", 4, "/x");
        int lane = cell.join(1);
        nest.broker.sayGoodbye(nest.nowNs);
        assertEquals(List.of(), answers(lane));
        cell.read();
        assertTrue(cell.others.contains(new Goodbye()));
    }
}
