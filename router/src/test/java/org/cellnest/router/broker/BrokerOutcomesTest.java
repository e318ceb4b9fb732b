package org.cellnest.router.broker;

import static org.cellnest.router.broker.TestNest.MS;
import static org.cellnest.router.broker.TestNest.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.cellnest.protocol.Cancel;
import org.cellnest.protocol.Drain;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.Heartbeat;
import org.cellnest.protocol.Request;
import org.cellnest.protocol.RouteInfo;
import org.junit.jupiter.api.Test;

/** Each row of the table of outcomes that the router decides. */
class BrokerOutcomesTest {
    private final TestNest nest = TestNest.ready();
    private final TestGateway gateway = new TestGateway(nest, "g");

    @Test
    void returnsTheCellsReplyToTheGatewayThatAsked() {
        TestCell cell = TestCell.serving(nest, "a", 4, "/x");
        TestGateway other = new TestGateway(nest, "h");
        long exchange = gateway.get("/x");
        Request request = cell.take();
        assertEquals(1, request.route());
        cell.reply(request);
        assertEquals(200, gateway.status(exchange));
        other.read();
        assertTrue(other.replies.isEmpty());
        assertAtRest();
    }

    @Test
    void answers404And405AndOptionsItself() {
        TestCell.serving(nest, "a", 4, "/x");
        assertEquals(404, gateway.status(gateway.get("/y")));
        long put = gateway.send("PUT", "/x", 0, 0);
        assertEquals(405, gateway.status(put));
        assertEquals("GET, HEAD, OPTIONS, POST", gateway.field(put, "allow"));
        assertEquals(204, gateway.status(gateway.send("OPTIONS", "/x", 0, 0)));
        assertAtRest();
    }

    @Test
    void runsTheGetRouteForHead() {
        TestCell cell = TestCell.serving(nest, "a", 4, "/x");
        gateway.send("HEAD", "/x", 0, 0);
        assertEquals("HEAD", cell.take().method());
    }

    @Test
    void triesAnotherCellWhenOneRefuses() {
        TestCell a = TestCell.serving(nest, "a", 4, "/x");
        TestCell b = TestCell.serving(nest, "b", 4, "/x");
        long post = gateway.send("POST", "/x", 0, 0);
        TestCell first = a.waiting() == 1 ? a : b;
        TestCell second = first == a ? b : a;
        first.refuse(first.take());
        Request again = second.take();
        assertFalse(again.has(Flags.RETRIED), "a refused request was not started");
        second.reply(again);
        assertEquals(200, gateway.status(post));
        assertAtRest();
    }

    @Test
    void doesNotAskARefusingCellAgainBeforeItsNextHeartbeat() {
        TestCell cell = TestCell.serving(nest, "a", 4, "/x");
        long get = gateway.get("/x");
        cell.refuse(cell.take());
        nest.advance(100 * MS);
        assertEquals(0, cell.waiting());
        cell.heartbeat();
        cell.reply(cell.take());
        assertEquals(200, gateway.status(get));
        assertAtRest();
    }

    @Test
    void givesUpAfterThreeRefusals() {
        List<TestCell> cells = List.of(
                TestCell.serving(nest, "a", 4, "/x"),
                TestCell.serving(nest, "b", 4, "/x"),
                TestCell.serving(nest, "c", 4, "/x"),
                TestCell.serving(nest, "d", 4, "/x"));
        long get = gateway.get("/x");
        int refusals = 0;
        for (int round = 0; round < 4; round++) {
            for (TestCell cell : cells) {
                if (cell.waiting() > 0) {
                    cell.refuse(cell.take());
                    refusals++;
                }
            }
        }
        assertEquals(3, refusals);
        assertEquals("503 not-started", gateway.outcome(get));
        assertAtRest();
    }

    @Test
    void letsTheGatewayRepeatAnIdempotentRequestWhoseCellDied() {
        TestCell a = TestCell.serving(nest, "a", 4, "/x");
        long get = gateway.get("/x");
        a.take();
        TestCell b = TestCell.serving(nest, "b", 4, "/x");
        a.die();
        assertEquals("502 unknown", gateway.outcome(get));
        assertTrue(gateway.isRepeatable(get));
        assertEquals(0, b.waiting(), "the gateway repeats, nobody else");
        long again = gateway.send("GET", "/x", 0, Flags.RETRIED);
        assertTrue(b.take().has(Flags.RETRIED));
        b.die();
        assertEquals("502 unknown", gateway.outcome(again));
        assertFalse(gateway.isRepeatable(again));
        assertAtRest();
    }

    @Test
    void saysUnknownOfARepeatedRequestThatNoCellComesFor() {
        TestCell.serving(nest, "a", 0, "/x");
        long get = gateway.send("GET", "/x", 0, Flags.RETRIED);
        nest.advance(1900 * MS);
        assertNull(gateway.reply(get));
        nest.advance(200 * MS);
        assertEquals("503 unknown", gateway.outcome(get));
        assertAtRest();
    }

    @Test
    void neverStartsAPostTwice() {
        TestCell a = TestCell.serving(nest, "a", 4, "/x");
        TestCell b = TestCell.serving(nest, "b", 4, "/x");
        long post = gateway.send("POST", "/x", 0, 0);
        TestCell holder = a.waiting() == 1 ? a : b;
        TestCell other = holder == a ? b : a;
        holder.take();
        holder.die();
        assertEquals("502 unknown", gateway.outcome(post));
        assertFalse(gateway.isRepeatable(post));
        assertEquals(0, other.waiting());
        assertAtRest();
    }

    @Test
    void letsTheGatewayRepeatAPostIfItsRouteSaysThatItMay() {
        RouteInfo route = new RouteInfo("app", 1, "/x", List.of("POST"), 0, true, false, "", List.of());
        TestCell a = new TestCell(nest, "a");
        a.register(4, List.of(route), "app");
        TestCell b = new TestCell(nest, "b");
        b.register(4, List.of(route), "app");
        long post = gateway.send("POST", "/x", 0, 0);
        (a.waiting() == 1 ? a : b).die();
        assertEquals("502 unknown", gateway.outcome(post));
        assertTrue(gateway.isRepeatable(post));
    }

    @Test
    void letsNobodyRepeatWhatWasSentBefore() {
        TestCell a = TestCell.serving(nest, "a", 4, "/x");
        long get = gateway.send("GET", "/x", 0, Flags.RETRIED);
        assertTrue(a.take().has(Flags.RETRIED));
        TestCell.serving(nest, "b", 4, "/x");
        a.die();
        assertEquals("502 unknown", gateway.outcome(get));
        assertFalse(gateway.isRepeatable(get));
    }

    @Test
    void letsOnlySafeRequestsBeRepeatedWhenACellFallsSilent() {
        TestCell silent = TestCell.serving(nest, "a", 4, "/x");
        long get = gateway.get("/x");
        long post = gateway.send("POST", "/x", 0, 0);
        RouteInfo put = TestCell.route("app", 2, "/p", List.of("PUT"));
        silent.register(4, List.of(TestCell.route("app", 1, "/x", List.of("GET", "POST")), put), "app");
        long idempotent = gateway.send("PUT", "/p", 0, 0);
        silent.read();
        TestCell other = TestCell.serving(nest, "b", 4, "/x");
        for (int i = 0; i < 4; i++) {
            nest.advance(SECOND);
            other.heartbeat();
            nest.say(gateway.connection, Heartbeat.of(i));
        }
        assertEquals(0, other.waiting());
        assertTrue(gateway.isRepeatable(get));
        assertEquals("502 unknown", gateway.outcome(post));
        assertFalse(gateway.isRepeatable(post));
        assertFalse(gateway.isRepeatable(idempotent));
        silent.read();
        assertEquals("silent", silent.reject == null ? null : silent.reject.code());
        assertAtRest();
    }

    @Test
    void parksForAKnownRouteWhoseCellsAreFull() {
        TestCell cell = TestCell.serving(nest, "a", 1, "/x");
        long first = gateway.get("/x");
        long second = gateway.get("/x");
        long third = gateway.get("/x");
        assertEquals(1, cell.waiting(), "never more in flight than granted");
        cell.reply(cell.take());
        cell.reply(cell.take());
        assertEquals(200, gateway.status(first));
        assertEquals(200, gateway.status(second), "first in, first out");
        nest.advance(2100 * MS);
        assertNull(gateway.reply(third), "it runs");
        cell.reply(cell.take());
        assertEquals(200, gateway.status(third));
        assertAtRest();
    }

    @Test
    void refusesToParkPastItsBound() {
        TestNest small = new TestNest(null, 2, 1 << 20);
        small.advance(3 * SECOND);
        TestGateway asker = new TestGateway(small, "g");
        TestCell.serving(small, "a", 0, "/x");
        long first = asker.get("/x");
        asker.get("/x");
        long third = asker.get("/x");
        assertEquals("503 not-started", asker.outcome(third));
        assertEquals("1", asker.field(third, "retry-after"));
        assertNull(asker.reply(first));
    }

    @Test
    void answers503NotStartedWhenNoCellIsFreeInTime() {
        TestCell.serving(nest, "a", 0, "/x");
        long get = gateway.get("/x");
        nest.advance(1990 * MS);
        assertNull(gateway.reply(get));
        nest.advance(20 * MS);
        assertEquals("503 not-started", gateway.outcome(get));
        assertAtRest();
    }

    @Test
    void answers504WhenTheDeadlinePassesAndCancelsTheWork() {
        TestCell cell = TestCell.serving(nest, "a", 1, "/x");
        long get = gateway.send("GET", "/x", 500, 0);
        Request request = cell.take();
        assertTrue(request.budgetMs() <= 500 && request.budgetMs() > 490);
        nest.advance(499 * MS);
        assertNull(gateway.reply(get));
        nest.advance(20 * MS);
        assertEquals("504 unknown", gateway.outcome(get));
        cell.read();
        assertEquals(Cancel.Reason.DEADLINE, cell.cancels.get(0).reason());
        long next = gateway.get("/x");
        assertEquals(0, cell.waiting(), "its slot is free only with its final record");
        cell.reply(request);
        assertEquals(1, cell.waiting());
        cell.reply(cell.take());
        assertEquals(200, gateway.status(next));
        assertAtRest();
    }

    @Test
    void answers504NotStartedWhenTheDeadlinePassesInParking() {
        TestCell.serving(nest, "a", 0, "/x");
        long get = gateway.send("GET", "/x", 300, 0);
        nest.advance(310 * MS);
        assertEquals("504 not-started", gateway.outcome(get));
    }

    @Test
    void lowersTheDeadlineToTheRoutes() {
        TestCell cell = new TestCell(nest, "a");
        cell.register(
                1, List.of(new RouteInfo("app", 1, "/x", List.of("GET"), 100, null, false, "", List.of())), "app");
        long get = gateway.get("/x");
        assertEquals(100, cell.take().budgetMs());
        nest.advance(120 * MS);
        assertEquals("504 unknown", gateway.outcome(get));
    }

    @Test
    void cancelsWhatAGoneGatewayWaitedFor() {
        TestCell cell = TestCell.serving(nest, "a", 1, "/x");
        gateway.get("/x");
        Request running = cell.take();
        gateway.get("/x");
        nest.disconnect(gateway.connection);
        cell.read();
        assertEquals(Cancel.Reason.ASKER_GONE, cell.cancels.get(0).reason());
        assertEquals(0, nest.broker.status().parked());
        cell.reply(running);
        assertEquals(0, cell.waiting(), "what waited was dropped");
        assertAtRest();
    }

    @Test
    void passesACancelOnAndStillAnswersOnce() {
        TestCell cell = TestCell.serving(nest, "a", 1, "/x");
        long running = gateway.get("/x");
        long parked = gateway.get("/x");
        gateway.cancel(running);
        gateway.cancel(parked);
        cell.read();
        assertEquals(1, cell.cancels.size());
        assertEquals("503 not-started", gateway.outcome(parked));
        cell.reply(cell.take().exchange(), 204);
        assertEquals(204, gateway.status(running));
        assertAtRest();
    }

    @Test
    void letsNobodyRepeatACancelledRequest() {
        TestCell a = TestCell.serving(nest, "a", 1, "/x");
        long get = gateway.get("/x");
        gateway.cancel(get);
        TestCell b = TestCell.serving(nest, "b", 1, "/x");
        a.die();
        assertEquals("502 unknown", gateway.outcome(get));
        assertFalse(gateway.isRepeatable(get));
        assertEquals(0, b.waiting());
    }

    @Test
    void takesNothingForDispatchedThatTheSocketDidNotTake() {
        TestCell a = TestCell.serving(nest, "a", 4, "/x");
        TestCell b = TestCell.serving(nest, "b", 0, "/x");
        nest.full.add(a.connection);
        long post = gateway.send("POST", "/x", 0, 0);
        assertEquals(0, nest.broker.status().inFlight());
        assertEquals(1, nest.broker.status().parked());
        b.register(4, "app", "/x");
        Request request = b.take();
        assertFalse(request.has(Flags.RETRIED), "it was never dispatched");
        b.reply(request);
        assertEquals(200, gateway.status(post));
        nest.full.clear();
        nest.advance(10 * MS);
        assertEquals(0, a.waiting());
        assertAtRest();
    }

    @Test
    void givesWhatASocketDidNotTakeToAnotherCellAtOnce() {
        TestCell a = TestCell.serving(nest, "a", 4, "/x");
        TestCell b = TestCell.serving(nest, "b", 4, "/x");
        nest.full.add(a.connection);
        long first = gateway.send("POST", "/x", 0, 0);
        long second = gateway.send("POST", "/x", 0, 0);
        assertEquals(2, b.waiting());
        b.reply(b.take());
        b.reply(b.take());
        assertEquals(200, gateway.status(first));
        assertEquals(200, gateway.status(second));
        assertAtRest();
    }

    @Test
    void doesNotCountAsDispatchedWhatADyingConnectionDidNotTake() {
        TestCell a = TestCell.serving(nest, "a", 4, "/x");
        nest.gone.add(a.connection);
        long post = gateway.send("POST", "/x", 0, 0);
        TestCell b = TestCell.serving(nest, "b", 4, "/x");
        Request request = b.take();
        assertFalse(request.has(Flags.RETRIED));
        b.reply(request);
        assertEquals(200, gateway.status(post));
        assertAtRest();
    }

    @Test
    void sendsWhatWasHandedBackOnceTheSocketTakesItAgain() {
        TestCell a = TestCell.serving(nest, "a", 4, "/x");
        nest.full.add(a.connection);
        long first = gateway.get("/x");
        long second = gateway.get("/x");
        nest.full.clear();
        nest.advance(10 * MS);
        assertEquals(2, a.waiting());
        a.reply(a.take());
        assertEquals(200, gateway.status(first), "in their order");
        assertNull(gateway.reply(second));
        a.reply(a.take());
        assertEquals(200, gateway.status(second));
        assertAtRest();
    }

    @Test
    void keepsRoutesOfALostCellKnownForAWhile() {
        TestCell a = TestCell.serving(nest, "a", 4, "/x");
        a.die();
        long waiting = gateway.get("/x");
        nest.advance(SECOND);
        assertNull(gateway.reply(waiting));
        TestCell again = new TestCell(nest, "a", "a-2");
        again.register(4, "app", "/x");
        again.reply(again.take());
        assertEquals(200, gateway.status(waiting));
        again.die();
        for (int i = 0; i < 61; i++) {
            nest.advance(SECOND);
            nest.say(gateway.connection, Heartbeat.of(i));
        }
        assertEquals(404, gateway.status(gateway.get("/x")));
        assertAtRest();
    }

    @Test
    void forgetsRoutesThatARegistrationNoLongerNames() {
        TestCell a = TestCell.serving(nest, "a", 1, "/x", "/y");
        gateway.get("/x");
        long parked = gateway.get("/y");
        a.register(1, "app", "/x");
        assertEquals(404, gateway.status(parked));
        assertEquals(404, gateway.status(gateway.get("/y")));
    }

    @Test
    void parksWhatMatchesNothingUntilItHasBeenUpForAWhile() {
        TestNest young = new TestNest();
        TestGateway asker = new TestGateway(young, "g");
        long known = asker.get("/x");
        long unknown = asker.get("/y");
        assertNull(asker.reply(known));
        TestCell cell = TestCell.serving(young, "a", 4, "/x");
        cell.reply(cell.take());
        assertEquals(200, asker.status(known));
        assertNull(asker.reply(unknown));
        young.advance(2010 * MS);
        assertEquals(404, asker.status(unknown));
    }

    @Test
    void sendsNothingNewToADrainingCell() {
        TestCell a = TestCell.serving(nest, "a", 4, "/x");
        nest.say(a.connection, new Drain());
        long get = gateway.get("/x");
        assertEquals(0, a.waiting());
        TestCell b = TestCell.serving(nest, "b", 4, "/x");
        b.reply(b.take());
        assertEquals(200, gateway.status(get));
    }

    @Test
    void refusesWhatIsNewWhileItDrains() {
        TestCell a = TestCell.serving(nest, "a", 4, "/x");
        long before = gateway.get("/x");
        nest.broker.startDraining(nest.nowNs);
        nest.turn();
        long after = gateway.get("/x");
        gateway.read();
        assertTrue(gateway.others.contains(new Drain()));
        assertEquals("draining", gateway.refusal(after));
        assertFalse(nest.broker.isIdle());
        a.reply(a.take());
        assertEquals(200, gateway.status(before));
        assertTrue(nest.broker.isIdle());
    }

    @Test
    void hidesInnerRoutesFromGateways() {
        TestCell cell = new TestCell(nest, "a");
        cell.register(1, List.of(new RouteInfo("app", 1, "/x", List.of("GET"), 0, null, true, "", List.of())), "app");
        assertEquals(404, gateway.status(gateway.get("/x")));
    }

    @Test
    void startsNothingAfterAStallBeforeAllThatWaitsIsTakenIn() {
        TestCell a = TestCell.serving(nest, "a", 4, "/x");
        TestCell b = TestCell.serving(nest, "b", 4, "/x");
        nest.nowNs += 5 * SECOND;
        nest.broker.hold(5 * SECOND);
        long get = gateway.send("GET", "/x", 0, 0);
        long stale = gateway.send("GET", "/x", 4000, 0);
        assertEquals(0, a.waiting() + b.waiting());
        a.die();
        nest.broker.release(nest.nowNs);
        nest.turn();
        assertEquals(1, b.waiting(), "only to the cell that lives, only what is still in time");
        b.reply(b.take());
        assertEquals(200, gateway.status(get));
        assertEquals("504 not-started", gateway.outcome(stale));
        nest.advance(SECOND);
        assertNull(b.reject, "nobody is judged for the router's own absence");
    }

    private void assertAtRest() {
        BrokerStatus status = nest.broker.status();
        assertEquals(0, status.inFlight());
        assertEquals(0, status.parked());
        assertEquals(0, status.parkedBytes());
        assertEquals(0, status.retainedBytes());
        assertEquals(0, status.timers());
        assertEquals(0, status.admissions());
    }
}
