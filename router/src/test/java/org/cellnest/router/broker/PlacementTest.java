package org.cellnest.router.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.cellnest.buffer.Bytes;
import org.cellnest.protocol.Batch;
import org.cellnest.protocol.ExchangeId;
import org.cellnest.protocol.Limits;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.ProtocolException;
import org.cellnest.protocol.Reply;
import org.cellnest.protocol.RouteInfo;
import org.cellnest.protocol.WireRecord;
import org.cellnest.route.PathTemplate;
import org.cellnest.router.broker.Exchange.State;
import org.cellnest.transport.SendResult;
import org.junit.jupiter.api.Test;

/** A placement with the router's own tables and queues, and connections that are a list. */
class PlacementTest {
    private static final long BUDGET_NS = 10_000;
    private static final int PARKING = 4;
    private static final int PARKING_BYTES = 4_000;
    private static final int TICKETS = 6;
    /** The concurrency that a cell of the fixture grants. */
    private static final int CONCURRENCY = 4;

    private final BrokerSettings settings = new BrokerSettings(
            "router-1",
            "incarnation-1",
            1_000,
            3,
            BUDGET_NS,
            5_000,
            PARKING,
            PARKING_BYTES,
            1 << 20,
            1_000,
            64,
            TICKETS,
            1 << 20,
            100,
            16,
            Limits.DEFAULT,
            null);
    private final List<byte[]> sentToGateway = new ArrayList<>();
    private final GatewaySession gateway = SessionFixture.gateway();
    private final CellSession cell = SessionFixture.cell(2);
    private final BrokerCounters counters = new BrokerCounters();
    private final RouteTable routes = new RouteTable();
    private final BrokerMetrics metrics = new BrokerMetrics(routes.asked());
    private final RequestObservers observers = new RequestObservers(counters, metrics, null);
    private final Outboxes outboxes = new Outboxes(this::send, Limits.DEFAULT, 1_000, metrics);
    private final CellDispatcher dispatcher = new CellDispatcher(settings, outboxes, observers, 1);
    private final ParkingLot lot = new ParkingLot(PARKING, PARKING_BYTES);
    private final DeadlineWheel timers = new DeadlineWheel(0);
    private final Outcomes outcomes = new Outcomes(settings.limits(), outboxes, dispatcher, lot, timers, observers);
    private final RequestDeadlines deadlines = new RequestDeadlines(
            settings.parkingNs(), timers, outcomes, outboxes, observers, new Tasks(new StepSlice()));
    private final Placement placement =
            new Placement(settings, routes, dispatcher, lot, deadlines, outcomes, observers);
    private int nextSlot;

    private SendResult send(int connection, Bytes... parts) {
        if (connection == gateway.outbox.connection) {
            sentToGateway.add(Bytes.join(parts));
        }
        return SendResult.SENT;
    }

    /** Adds a route that no cell serves yet. */
    private Route route(String method, String path) {
        PathTemplate template = PathTemplate.parse(path);
        RouteInfo info = new RouteInfo("app", 7, path, List.of(method), 0, null, false, "", List.of());
        Route route = routes.add(new RouteKey(method, template.canonicalShape()), template, info, 0);
        route.onKnown();
        return route;
    }

    /** Lets a cell serve a route; its claim stands. */
    private static Claim serve(CellSession by, Route route) {
        Claim claim = new Claim(by, "app", "1");
        claim.add(route);
        route.announce(claim, route.info());
        claim.stand();
        return claim;
    }

    private Exchange request(String method, String path) {
        long id = ExchangeId.of(nextSlot++, 1);
        WireRecord record = MessageCodec.record(TestGateway.request(id, method, path, 0, 0));
        Exchange exchange = new Exchange(gateway, gateway.outbox, record, method, path, 0, 0, BUDGET_NS, BUDGET_NS);
        gateway.add(exchange);
        return exchange;
    }

    private Exchange placed(String method, String path, long nowNs) {
        Exchange exchange = request(method, path);
        placement.place(exchange, nowNs);
        return exchange;
    }

    /** The answers that the gateway was sent since the last call, such as {@code 503 not-started}. */
    private List<String> answers() throws ProtocolException {
        outboxes.flush(new NoTrouble(), 0);
        List<String> answers = new ArrayList<>();
        for (byte[] frame : sentToGateway) {
            for (WireRecord record : Batch.parse(frame, Limits.DEFAULT)) {
                Reply reply = MessageCodec.reply(record);
                String allow = reply.fields().first("allow");
                String outcome = reply.fields().first("nest-outcome");
                String status = Integer.toString(reply.status());
                answers.add(status + (allow == null ? "" : " " + allow) + (outcome == null ? "" : " " + outcome));
            }
        }
        sentToGateway.clear();
        return answers;
    }

    private static final class NoTrouble implements Outboxes.Listener {
        @Override
        public void onBlocked(Session session, List<WireRecord> handedBack, long nowNs) {
            throw new AssertionError(session + " is blocked");
        }

        @Override
        public void onClear(Session session, long nowNs) {}

        @Override
        public void onUnreachable(Session session, boolean tooSlow, List<WireRecord> handedBack, long nowNs) {
            throw new AssertionError(session + " is unreachable");
        }
    }

    @Test
    void dispatchesToACellWithRoomAndParksTheNext() throws Exception {
        Route route = route("GET", "/x");
        serve(cell, route);
        for (int i = 0; i < CONCURRENCY; i++) {
            Exchange exchange = placed("GET", "/x", 0);
            assertEquals(State.DISPATCHED, exchange.state());
            assertSame(cell, exchange.cell());
            assertSame(route, exchange.route());
        }
        Exchange next = placed("GET", "/x", 0);
        assertEquals(State.PARKED, next.state());
        assertSame(route.parked, next.queue());
        assertEquals(CONCURRENCY, cell.inFlight());
        assertEquals(1, lot.requests());
        assertEquals(CONCURRENCY + 1, deadlines.timerCount());
        assertEquals(List.of(), answers());
    }

    @Test
    void parksWhileAllTicketsAreInUse() {
        Route route = route("GET", "/x");
        serve(cell, route);
        serve(SessionFixture.cell(3), route);
        for (int i = 0; i < TICKETS; i++) {
            assertEquals(State.DISPATCHED, placed("GET", "/x", 0).state());
        }
        Exchange parked = placed("GET", "/x", 0);
        assertEquals(State.PARKED, parked.state());
        assertTrue(placement.pick(route, parked) != null, "a cell has room");
    }

    @Test
    void dispatchesNothingWhileItHolds() {
        Route route = route("GET", "/x");
        serve(cell, route);
        serve(SessionFixture.cell(3), route);
        placement.hold();
        assertTrue(placement.isHolding());
        Exchange waiting = placed("GET", "/x", 0);
        assertEquals(State.PARKED, waiting.state());
        assertNull(placement.pick(route, waiting));
        assertEquals(0, route.turn(), "a pick that is held uses up no turn");
        placement.release();
        assertFalse(placement.isHolding());
        assertSame(cell, Objects.requireNonNull(placement.pick(route, waiting)).cell());
        assertEquals(1, route.turn());
        assertEquals(State.DISPATCHED, placed("GET", "/x", 0).state());
    }

    @Test
    void answersWhatMatchesNoRouteOnceItIsReady() throws Exception {
        route("GET", "/x");
        serve(cell, Objects.requireNonNull(routes.get(new RouteKey("GET", "/x"))));
        assertFalse(placement.isReady());
        Exchange early = placed("GET", "/y", 0);
        assertEquals(State.PARKED, early.state());
        assertSame(lot.unrouted(), early.queue());
        assertEquals(List.of(), answers());

        placement.becomeReady();
        assertTrue(placement.isReady());
        assertEquals(State.DONE, placed("GET", "/y", 0).state());
        placed("POST", "/x", 0);
        placed("OPTIONS", "/x", 0);
        placed("OPTIONS", "/y", 0);
        assertEquals(List.of("404", "405 GET, HEAD, OPTIONS", "204 GET, HEAD, OPTIONS", "404"), answers());
        assertEquals(State.PARKED, early.state());
    }

    @Test
    void forgetsARouteThatTheTableHasNoMore() {
        Route route = route("GET", "/x");
        Claim claim = serve(cell, route);
        Exchange exchange = request("GET", "/x");
        exchange.matched(route);
        claim.drop();
        assertNull(placement.match(exchange));
        placement.place(exchange, 0);
        assertNull(exchange.route());
        assertSame(lot.unrouted(), exchange.queue());
    }

    @Test
    void letsRequestsOfARestWaitOnlyWhileItsCellIsExpectedBack() throws Exception {
        Claim claim = serve(cell, route("GET", "/files/{rest...}"));
        claim.lose(100, 1_000);
        assertEquals(State.PARKED, placed("GET", "/files/a", 99).state());
        assertEquals(State.DONE, placed("GET", "/files/a", 100).state());
        assertEquals(List.of("503 not-started"), answers());
    }

    @Test
    void letsRequestsOfOtherRoutesWaitAsLongAsTheRouteIsKnown() {
        serve(cell, route("GET", "/x")).lose(100, 1_000);
        assertEquals(State.PARKED, placed("GET", "/x", 100).state());
    }

    @Test
    void expiresAtTheDeadlineAndNotBefore() throws Exception {
        Route route = route("GET", "/x");
        assertNull(placement.match(request("GET", "/x")), "no claim is in force");
        ServingCell serving = new ServingCell(serve(cell, route), 7);
        Exchange late = request("GET", "/x");
        placement.dispatch(late, serving, BUDGET_NS);
        assertEquals(State.DONE, late.state());
        Exchange lateToWait = request("GET", "/x");
        placement.park(lateToWait, false, BUDGET_NS);
        assertEquals(State.DONE, lateToWait.state());
        assertEquals(List.of("504 not-started", "504 not-started"), answers());
        assertEquals(2, counters.counts().expired());

        Exchange inTime = request("GET", "/x");
        placement.dispatch(inTime, serving, BUDGET_NS - 1);
        assertEquals(State.DISPATCHED, inTime.state());
        Exchange inTimeToWait = request("GET", "/x");
        placement.park(inTimeToWait, false, BUDGET_NS - 1);
        assertEquals(State.PARKED, inTimeToWait.state());
        assertEquals(List.of(), answers());
    }

    @Test
    void startsNothingForAGatewayThatIsGone() throws Exception {
        ServingCell serving = new ServingCell(serve(cell, route("GET", "/x")), 7);
        Exchange orphan = request("GET", "/x");
        gateway.end();
        placement.dispatch(orphan, serving, 0);
        assertEquals(State.DONE, orphan.state());
        assertEquals(0, cell.inFlight());
        assertEquals(List.of(), answers());
    }

    @Test
    void isOverloadedUntilHalfTheRoomForRequestsIsFreeAgain() throws Exception {
        serve(cell, route("GET", "/x")).lose(100, 1_000);
        List<Exchange> parked = new ArrayList<>();
        for (int i = 0; i < PARKING; i++) {
            parked.add(placed("GET", "/x", 0));
        }
        assertFalse(placement.isOverloaded(), "full, but none was refused");
        assertEquals(State.DONE, placed("GET", "/x", 0).state());
        assertEquals(List.of("503 not-started"), answers());
        assertTrue(placement.isOverloaded());
        outcomes.finish(parked.get(0), 0);
        assertTrue(placement.isOverloaded(), "3 of 4 wait");
        outcomes.finish(parked.get(1), 0);
        assertFalse(placement.isOverloaded(), "2 of 4 wait");
        parked.add(placed("GET", "/x", 0));
        parked.add(placed("GET", "/x", 0));
        assertFalse(placement.isOverloaded(), "4 wait again, but none was refused since");
    }

    @Test
    void isOverloadedUntilHalfTheRoomForBytesIsFreeAgain() {
        String path = "/x/" + "y".repeat(1_400);
        serve(cell, route("GET", "/x/{y}")).lose(100, 1_000);
        Exchange first = placed("GET", path, 0);
        placed("GET", path, 0);
        assertEquals(State.DONE, placed("GET", path, 0).state());
        assertTrue(placement.isOverloaded(), "2 of 4 wait, with " + lot.bytes() + " of " + PARKING_BYTES + " bytes");
        outcomes.finish(first, 0);
        assertFalse(placement.isOverloaded());
    }

    @Test
    void parksAtTheFrontOnRequest() {
        Route route = route("GET", "/x");
        serve(cell, route).lose(100, 1_000);
        Exchange first = placed("GET", "/x", 0);
        Exchange second = request("GET", "/x");
        second.matched(route);
        placement.park(second, true, 0);
        assertSame(second, route.parked.first());
        lot.remove(second);
        assertSame(first, route.parked.first());
    }

    @Test
    void countsARequestThatChangesItsQueueAsParkedOnce() {
        Exchange exchange = placed("GET", "/x", 10);
        assertSame(lot.unrouted(), exchange.queue());
        Route route = route("GET", "/x");
        serve(cell, route).lose(100, 1_000);
        lot.remove(exchange);
        placement.place(exchange, 20);
        assertSame(route.parked, exchange.queue());
        assertEquals(10, exchange.parkedSinceNs());
        assertEquals(1, counters.counts().parked());
    }
}
