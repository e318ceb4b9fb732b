package org.cellnest.router.broker;

import static org.cellnest.router.broker.TestNest.MS;
import static org.cellnest.router.broker.TestNest.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.cellnest.buffer.Slice;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Heartbeat;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.Reply;
import org.cellnest.protocol.Request;
import org.junit.jupiter.api.Test;

/** Answers that come faster than a gateway takes them. The bound is 1 MiB here, so a gateway is to take half of it in a heartbeat. */
class BackpressureTest {
    private static final int LARGE = 900_000;
    private static final int LEAST = 512 << 10;

    private final TestNest nest = TestNest.ready();
    private final TestGateway gateway = new TestGateway(nest, "g");
    private final TestGateway bystander = new TestGateway(nest, "b");
    private final TestCell cell = TestCell.serving(nest, "a", 64, "/x");
    private final TestCell other = TestCell.serving(nest, "o", 64, "/other");

    private static void answer(TestCell by, Request request, int bytes) {
        by.nest.say(by.connection, new Reply(request.exchange(), 0, 200, Fields.EMPTY, Slice.of(new byte[bytes])));
    }

    /** Requests that the cell has been given. */
    private List<Long> ask(TestGateway by, int count) {
        List<Long> exchanges = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            exchanges.add(by.get("/x"));
        }
        return exchanges;
    }

    private void answerAll(int bytes) {
        while (cell.waiting() > 0) {
            answer(cell, cell.take(), bytes);
        }
    }

    /** Time in which everybody is heard; the cell's words may wait. */
    private void pass(long ns) {
        for (long leftNs = ns; leftNs > 0; leftNs -= SECOND / 2) {
            nest.advance(Math.min(leftNs, SECOND / 2));
            for (int connection :
                    new int[] {gateway.connection, bystander.connection, cell.connection, other.connection}) {
                nest.say(connection, Heartbeat.of(1));
            }
        }
    }

    private long waitingBytes() {
        return nest.broker.sessions().all().stream()
                .mapToLong(Session::waitingBytes)
                .sum();
    }

    @Test
    void answersAllOfManyWhoseAnswersAreMoreThanMayWait() {
        List<Long> exchanges = ask(gateway, 60);
        nest.full.add(gateway.connection);
        answerAll(LARGE);
        assertTrue(waitingBytes() < nest.settings.outboxBytes() + 2 * LARGE, waitingBytes() + " bytes wait");
        for (int turns = 0; turns < 60; turns++) {
            nest.full.clear();
            nest.turn();
            nest.full.add(gateway.connection);
            nest.advance(10 * MS);
        }
        exchanges.forEach(exchange -> assertEquals(200, gateway.status(exchange)));
        assertEquals(List.of(), nest.log);
        assertEquals(0, waitingBytes());
        assertFalse(nest.isHeld(cell.connection));
    }

    @Test
    void readsOnOfCellsThatHaveNothingForThatGateway() {
        ask(gateway, 10);
        nest.full.add(gateway.connection);
        answerAll(LARGE);
        assertTrue(nest.isHeld(cell.connection));
        long asked = bystander.get("/other");
        other.reply(other.take());
        assertEquals(200, bystander.status(asked));
        assertFalse(nest.isHeld(other.connection));
    }

    @Test
    void countsASilentCellAsAliveWhileItIsNotRead() {
        ask(gateway, 10);
        nest.full.add(gateway.connection);
        answerAll(LARGE);
        for (int i = 0; i < 20; i++) {
            nest.trickle(gateway.connection, LEAST);
            pass(SECOND / 2);
        }
        assertTrue(nest.isHeld(cell.connection));
        assertEquals(List.of(), nest.log);
        assertEquals(2, nest.broker.status().cells());
    }

    @Test
    void holdsNobodyUpForAGatewayThatTakesTooLittle() {
        List<Long> exchanges = ask(gateway, 10);
        long behind = ask(bystander, 1).get(0);
        nest.full.add(gateway.connection);
        answerAll(LARGE);
        nest.trickle(gateway.connection, LEAST - 1);
        nest.advance(SECOND - MS);
        assertTrue(nest.isHeld(cell.connection));
        nest.advance(2 * MS);
        assertFalse(nest.isHeld(cell.connection));
        assertEquals(200, bystander.status(behind));
        assertTrue(waitingBytes() < nest.settings.outboxBytes() + 2 * LARGE, waitingBytes() + " bytes wait");
        nest.full.clear();
        nest.turn();
        assertEquals(200, gateway.status(exchanges.get(0)));
        assertEquals(200, gateway.status(exchanges.get(1)));
        exchanges.subList(2, 10).forEach(exchange -> {
            assertEquals("502 unknown", gateway.outcome(exchange));
            assertFalse(gateway.isRepeatable(exchange), "it has been run");
        });
        assertEquals(8, nest.broker.status().counters().refusedAnswers());
        assertEquals(List.of(), nest.log);
    }

    @Test
    void takesAllAgainForAGatewayThatHasCaughtUp() {
        ask(gateway, 4);
        nest.full.add(gateway.connection);
        answerAll(LARGE);
        nest.advance(SECOND + MS);
        nest.full.clear();
        nest.turn();
        List<Long> exchanges = ask(gateway, 4);
        nest.full.add(gateway.connection);
        answerAll(LARGE);
        assertTrue(nest.isHeld(cell.connection));
        nest.full.clear();
        nest.advance(100 * MS);
        exchanges.forEach(exchange -> assertEquals(200, gateway.status(exchange)));
    }

    @Test
    void endsTheSessionOfAGatewayOnlyOnceItHasTakenNothingForTheDeadTime() {
        ask(gateway, 10);
        nest.full.add(gateway.connection);
        answerAll(LARGE);
        pass(2 * SECOND);
        nest.trickle(gateway.connection, 1);
        nest.advance(10 * MS);
        pass(3 * SECOND - 20 * MS);
        assertEquals(List.of(), nest.log);
        pass(20 * MS);
        assertEquals(List.of("left g slow"), nest.log);
        assertEquals(0, waitingBytes());
    }

    @Test
    void endsTheSessionOfACellThatTakesNothingForTheDeadTime() {
        nest.full.add(cell.connection);
        pass(3 * SECOND);
        assertEquals(List.of(), nest.log, "its first heartbeat was due a second after the beginning");
        pass(2 * SECOND);
        assertEquals(List.of("left a slow"), nest.log);
    }

    @Test
    void countsNoStopOfTheRouterAsAPeers() {
        ask(gateway, 10);
        nest.full.add(gateway.connection);
        answerAll(LARGE);
        nest.nowNs += 10 * SECOND;
        nest.broker.hold(10 * SECOND);
        nest.broker.release(nest.nowNs);
        nest.turn();
        assertEquals(List.of(), nest.log);
        assertTrue(nest.isHeld(cell.connection));
    }

    @Test
    void readsCellsOnWhenTheGatewayTheyWereHeldForIsGone() {
        ask(gateway, 10);
        TestGateway second = new TestGateway(nest, "h");
        ask(second, 10);
        nest.full.add(gateway.connection);
        nest.full.add(second.connection);
        List<Request> requests = new ArrayList<>();
        while (cell.waiting() > 0) {
            requests.add(cell.take());
        }
        // In one frame, as it was read already when the first of them was too much.
        for (Request request : List.of(requests.get(0), requests.get(1), requests.get(10), requests.get(11))) {
            nest.broker.onFrame(
                    cell.connection,
                    Slice.of(MessageCodec.encode(
                            new Reply(request.exchange(), 0, 200, Fields.EMPTY, Slice.of(new byte[LARGE])))),
                    nest.nowNs);
        }
        nest.turn();
        nest.disconnect(gateway.connection);
        assertTrue(nest.isHeld(cell.connection), "for the other one");
        nest.disconnect(second.connection);
        assertFalse(nest.isHeld(cell.connection));
    }

    @Test
    void holdsNobodyForAGatewayThatIsGone() {
        ask(gateway, 10);
        gateway.get("/other");
        Request late = other.take();
        nest.full.add(gateway.connection);
        answerAll(LARGE);
        nest.broker.onDisconnected(gateway.connection, "", nest.nowNs);
        // Its requests are let go of in pieces, and this one was not yet.
        answer(other, late, LARGE);
        nest.advance(10 * MS);
        assertFalse(nest.isAnyHeld());
        assertEquals(0, waitingBytes());
    }

    @Test
    void forgetsACellThatIsGoneWhileItWasHeld() {
        ask(gateway, 10);
        nest.full.add(gateway.connection);
        answerAll(LARGE);
        cell.die();
        assertFalse(nest.isHeld(cell.connection));
        nest.full.clear();
        nest.advance(10 * MS);
        assertEquals(0, waitingBytes());
        assertEquals(1, nest.broker.status().cells());
    }
}
