package org.cellnest.router.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.cellnest.buffer.Slice;
import org.cellnest.protocol.ExchangeId;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.Reply;
import org.cellnest.protocol.Request;
import org.cellnest.protocol.RouteInfo;
import org.junit.jupiter.api.Test;

/** A registration goes into the table in pieces, and into force all at once. */
class RegistrationTest {
    private static final int MANY = 20_000;
    private static final int STEPS = 100;
    /** That a request takes, and its answer. */
    private static final int TURNS = 2;

    private final TestNest nest = TestNest.large();
    private final TestGateway gateway;

    RegistrationTest() {
        nest.advance(3 * TestNest.SECOND);
        gateway = new TestGateway(nest, "g");
    }

    @Test
    void registersManyRoutesInPiecesAndServesRequestsBetweenThem() {
        TestCell small = TestCell.serving(nest, "small", 4, "/small");
        TestCell large = new TestCell(nest, "large");
        inPieces(STEPS);
        large.register(4, routes("large", MANY), "large");
        int served = serveWhileBusy(small);
        // Each route is given to its deployment, checked, put into the table, and tidied.
        assertTrue(nest.slice.steps >= 4 * MANY, nest.slice.steps + " steps");
        assertTrue(nest.slice.steps <= 4 * MANY + STEPS, nest.slice.steps + " steps");
        assertTrue(nest.slice.pieces >= nest.slice.steps / STEPS, nest.slice.pieces + " pieces");
        assertTrue(served >= 4 * MANY / STEPS / TURNS - 2, "served " + served + " requests meanwhile");
        large.read();
        assertNotNull(large.welcome);
        assertEquals(2 + MANY, nest.broker.status().routes());
        gateway.get("/large/r" + (MANY - 1));
        assertEquals(MANY, large.take().route());
    }

    @Test
    void sendsNothingToACellBeforeItsWelcome() {
        TestCell cell = new TestCell(nest, "a");
        inPieces(1);
        cell.register(4, "app", "/x", "/y");
        List<Long> asked = new ArrayList<>();
        while (nest.broker.isBusy()) {
            asked.add(gateway.get("/x"));
            cell.read();
            assertTrue(cell.welcome != null || cell.requests.isEmpty(), "a request came before WELCOME");
        }
        assertTrue(asked.size() > 3);
        assertEquals(404, gateway.status(asked.get(0)), "nobody knows the route until it stands");
        cell.reply(cell.take());
    }

    @Test
    void changesAllRoutesAtOnce() {
        TestCell cell = new TestCell(nest, "a");
        cell.register(
                64,
                List.of(
                        route("one", 1, "/one"),
                        route("one", 2, "/moves"),
                        route("one", 3, "/stays"),
                        route("two", 4, "/two")),
                "one",
                "two");
        inPieces(1);
        cell.welcome = null;
        cell.register(
                64,
                List.of(
                        route("one", 11, "/stays"),
                        route("one", 12, "/new"),
                        route("three", 13, "/moves"),
                        route("three", 14, "/{else}")),
                "one",
                "three");
        int before = 0;
        int after = 0;
        while (nest.broker.isBusy()) {
            boolean stands = cell.welcome != null;
            String numbers = numbers(cell, "/one", "/moves", "/stays", "/two", "/new");
            if (!stands) {
                assertEquals("1 2 3 4 404", numbers);
                before++;
            } else {
                assertEquals("14 13 11 14 12", numbers);
                after++;
            }
        }
        assertTrue(before > 0 && after > 0, before + " looks before, " + after + " after");
        assertEquals(4, nest.broker.table().size());
        assertEquals(4, nest.broker.table().createdAfter(0).size());
    }

    /** The numbers of the routes by which a cell is asked for paths, or the status where it is not. */
    private String numbers(TestCell cell, String... paths) {
        StringBuilder numbers = new StringBuilder();
        for (String path : paths) {
            nest.broker.onFrame(
                    gateway.connection,
                    Slice.of(MessageCodec.encode(TestGateway.request(nextExchange(), "GET", path, 0, 0))),
                    nest.nowNs);
        }
        nest.broker.flush(nest.nowNs);
        cell.read();
        for (String path : paths) {
            Request request = cell.requests.peek();
            boolean came = request != null && request.path().equals(path);
            numbers.append(numbers.isEmpty() ? "" : " ")
                    .append(came ? cell.requests.remove().route() : 404);
            if (came) {
                nest.broker.onFrame(
                        cell.connection,
                        Slice.of(MessageCodec.encode(new Reply(request.exchange(), 0, 200, Fields.EMPTY, Slice.EMPTY))),
                        nest.nowNs);
            }
        }
        nest.turn();
        cell.read();
        return numbers.toString();
    }

    private int exchanges;

    private long nextExchange() {
        exchanges++;
        return ExchangeId.of(exchanges % 64, 1_000 + exchanges);
    }

    @Test
    void leavesNothingOfARegistrationWhoseCellDiesMeanwhile() {
        TestCell lost = TestCell.serving(nest, "lost", 4, "/moves");
        lost.die();
        int known = nest.broker.table().size();
        long revision = nest.broker.table().revision();
        TestCell cell = new TestCell(nest, "a");
        inPieces(1);
        cell.register(4, List.of(route("new", 1, "/moves"), route("new", 2, "/x"), route("new", 3, "/y")), "new");
        while (nest.broker.table().size() < known + 2) {
            nest.turn();
        }
        cell.die();
        nest.singleTurns = false;
        nest.turn();
        assertNull(cell.welcome);
        assertEquals(known, nest.broker.table().size());
        assertEquals(known, nest.broker.table().createdAfter(0).size());
        assertEquals(revision, nest.broker.table().revision());
        assertEquals(404, gateway.status(gateway.get("/x")));
        long waiting = gateway.get("/moves");
        assertNull(gateway.reply(waiting), "the lost cell may come back");
    }

    @Test
    void forgetsTheManyRoutesOfALostCellAtOnceAndTidiesInPieces() {
        TestCell large = new TestCell(nest, "large");
        large.register(4, routes("large", MANY), "large");
        TestCell small = TestCell.serving(nest, "small", 4, "/small");
        inPieces(STEPS);
        large.die();
        TestGateway other = new TestGateway(nest, "h");
        long parked = other.get("/large/r1");
        assertNull(other.reply(parked), "known, since the cell may come back");
        assertTrue(serveWhileBusy(small) >= MANY / STEPS / TURNS - 2);
        nest.nowNs += 61 * TestNest.SECOND;
        nest.broker.sessions().all().forEach(session -> session.onHeard(nest.nowNs));
        nest.turn();
        assertEquals(404, gateway.status(gateway.get("/large/r" + (MANY - 1))));
        assertTrue(nest.broker.status().routes() > MANY / 2, "it is only begun");
        assertTrue(serveWhileBusy(small) >= MANY / STEPS / TURNS - 2);
        assertEquals(2, nest.broker.status().routes());
    }

    @Test
    void doesNotCountTheSilenceOfACellThatWaitsForItsWelcome() {
        TestCell cell = new TestCell(nest, "a");
        inPieces(1);
        cell.register(4, "app", "/x", "/y", "/z");
        for (int second = 0; second < 8; second++) {
            nest.nowNs += TestNest.SECOND;
            nest.turn();
        }
        cell.read();
        assertNull(cell.welcome);
        assertNull(cell.reject);
        assertTrue(cell.others.isEmpty(), "nothing is said before WELCOME");
        nest.singleTurns = false;
        nest.turn();
        cell.read();
        assertNotNull(cell.welcome);
    }

    @Test
    void takesOnlyTheLatestOfTheRegistrationsThatWait() {
        TestCell large = new TestCell(nest, "large");
        TestCell cell = TestCell.serving(nest, "a", 4, "/v1");
        inPieces(1);
        large.register(4, routes("large", 50), "large");
        cell.register(4, "app", "/v2");
        cell.register(4, "app", "/v3");
        int steps = 0;
        while (nest.broker.isBusy()) {
            nest.turn();
            assertFalse(nest.broker.table().find("/v2", "GET", true) != null);
            steps++;
        }
        cell.read();
        assertEquals(3, cell.welcome == null ? 0 : cell.welcome.revision());
        assertNotNull(nest.broker.table().find("/v3", "GET", true));
        assertTrue(steps < 300, steps + " steps");
    }

    @Test
    void decidesOnAChainOfDeploymentsThatTakeRoutesFromOneAnother() {
        TestCell cell = new TestCell(nest, "a");
        int deployments = 100;
        String[] names = new String[deployments];
        List<RouteInfo> before = new ArrayList<>();
        List<RouteInfo> after = new ArrayList<>();
        for (int i = 0; i < deployments; i++) {
            names[i] = "d" + i;
            before.add(route(names[i], i + 1, "/r" + i));
            // Each takes the route of the one after it, which is decided on later.
            after.add(route(names[i], 1_000 + i, "/r" + (i + 1)));
        }
        cell.register(4, before, names);
        nest.slice.steps = 0;
        cell.register(4, after, names);
        assertTrue(cell.welcome != null && cell.welcome.revision() == 2);
        cell.welcome.deployments().forEach(verdict -> assertTrue(verdict.accepted(), verdict::toString));
        assertTrue(nest.slice.steps < deployments * deployments, nest.slice.steps + " steps");
        assertNull(nest.broker.table().find("/r0", "GET", true));
        assertNotNull(nest.broker.table().find("/r" + deployments, "GET", true));
    }

    private void inPieces(int steps) {
        nest.singleTurns = true;
        nest.slice.limit = steps;
        nest.slice.steps = 0;
        nest.slice.pieces = 0;
    }

    /** Serves a request in each turn until nothing is left to do; returns how many. */
    private int serveWhileBusy(TestCell by) {
        int served = 0;
        while (nest.broker.isBusy()) {
            long exchange = gateway.get("/small");
            by.reply(by.take());
            assertEquals(200, gateway.status(exchange));
            served++;
        }
        return served;
    }

    private static List<RouteInfo> routes(String deployment, int count) {
        List<RouteInfo> routes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            routes.add(route(deployment, i + 1, "/" + deployment + "/r" + i));
        }
        return routes;
    }

    private static RouteInfo route(String deployment, int number, String template) {
        return TestCell.route(deployment, number, template, List.of("GET"));
    }
}
