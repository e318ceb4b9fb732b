package org.cellnest.router.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.cellnest.process.ops.OpsException;
import org.cellnest.protocol.RouteInfo;
import org.cellnest.router.control.TestControl;
import org.cellnest.router.snapshot.NestSnapshot;
import org.cellnest.router.snapshot.RouteSnapshot;
import org.junit.jupiter.api.Test;

/** A large nest is seen in pieces whose size does not depend on it, and requests are served between them. */
class SnapshotWalkTest {
    private static final int CELLS = 200;
    private static final int ROUTES_OF_CELL = 100;

    @Test
    void seesALargeNestInSmallPieces() throws Exception {
        TestNest nest = TestNest.large();
        nest.advance(3 * TestNest.SECOND);
        for (int i = 0; i < CELLS; i++) {
            register(nest, i);
        }
        TestControl desk = new TestControl(nest);
        NestSnapshot nestSnapshot = desk.get(desk.desk.snapshot());
        assertEquals(CELLS, nestSnapshot.cells().size());
        assertEquals(CELLS * ROUTES_OF_CELL, nestSnapshot.routes().size());
        // So many units each: 200 cells with a deployment each, then 20,000 routes.
        int least = CELLS * 2 / SnapshotWalk.UNITS + 1 + CELLS * ROUTES_OF_CELL / SnapshotWalk.UNITS + 1;
        assertEquals(least, nestSnapshot.pieces());
        assertEquals(nestSnapshot.pieces(), desk.asked);
    }

    @Test
    void seesPeersAloneWithoutTheCostOfTheirRoutes() throws Exception {
        TestNest nest = TestNest.large();
        nest.advance(3 * TestNest.SECOND);
        for (int i = 0; i < 20; i++) {
            register(nest, i);
        }
        TestControl desk = new TestControl(nest);
        NestSnapshot peers = desk.get(desk.desk.peersSnapshot());
        assertEquals(20, peers.cells().size());
        assertEquals(ROUTES_OF_CELL, peers.cells().get(0).routes());
        assertEquals(List.of(), peers.routes());
        assertEquals(1, desk.asked);
        assertEquals(
                20 * ROUTES_OF_CELL, desk.get(desk.desk.snapshot()).routes().size());
    }

    @Test
    void seesOnlyThoseRoutesAnewWhereSomethingHasChanged() throws Exception {
        TestNest nest = TestNest.ready();
        TestGateway gateway = new TestGateway(nest, "g");
        TestCell cell = TestCell.serving(nest, "c1", 4, "/busy", "/idle");
        RouteSnapshot busy = look(nest, "/busy");
        RouteSnapshot idle = look(nest, "/idle");
        long exchange = gateway.get("/busy");
        cell.reply(cell.take());
        assertEquals(200, gateway.status(exchange));
        assertSame(idle, look(nest, "/idle"));
        assertEquals(0, busy.requests());
        assertEquals(1, look(nest, "/busy").requests());
        TestCell.serving(nest, "c2", 4, "/idle");
        assertEquals(List.of("c1", "c2"), look(nest, "/idle").cells());
    }

    /** The route of GET with a template, as a new desk sees it. */
    private static RouteSnapshot look(TestNest nest, String template) throws OpsException {
        TestControl desk = new TestControl(nest);
        return desk.get(desk.desk.snapshot()).routes().stream()
                .filter(route -> route.method().equals("GET")
                        && route.template().toString().equals(template))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void servesRequestsBetweenPieces() throws Exception {
        TestNest nest = TestNest.ready();
        TestGateway gateway = new TestGateway(nest, "g");
        String[] templates = new String[400];
        for (int i = 0; i < templates.length; i++) {
            templates[i] = "/r" + i;
        }
        TestCell cell = TestCell.serving(nest, "c1", 4, templates);
        TestControl desk = new TestControl(nest);
        CompletionStage<NestSnapshot> seen = desk.desk.snapshot();
        int served = 0;
        while (desk.answerOne()) {
            long exchange = gateway.get("/r" + served);
            cell.reply(cell.take());
            assertEquals(200, gateway.status(exchange));
            served++;
        }
        assertTrue(served > 3, "seen in " + served + " pieces");
        assertEquals(800, desk.get(seen).routes().size());
    }

    @Test
    void isNotUpsetByRoutesThatComeAndGo() throws Exception {
        TestNest nest = TestNest.ready();
        String[] templates = new String[400];
        for (int i = 0; i < templates.length; i++) {
            templates[i] = "/r" + i;
        }
        TestCell steady = TestCell.serving(nest, "c1", 4, templates);
        TestCell going = new TestCell(nest, "c2");
        going.register(4, "going", "/gone");
        TestControl desk = new TestControl(nest);
        CompletionStage<NestSnapshot> seen = desk.desk.snapshot();
        desk.answerOne();
        desk.answerOne();
        going.register(4, "going", "/come");
        List<RouteSnapshot> routes = desk.get(seen).routes();
        Set<Long> ids = new HashSet<>();
        routes.forEach(route -> assertTrue(ids.add(route.id()), route + " was seen twice"));
        assertEquals(
                800, routes.stream().filter(r -> r.cells().contains(steady.id)).count());
        assertEquals(
                0,
                routes.stream()
                        .filter(r -> r.template().toString().equals("/gone"))
                        .count());
        assertEquals(
                2,
                routes.stream()
                        .filter(r -> r.template().toString().equals("/come"))
                        .count());
    }

    private static void register(TestNest nest, int i) {
        String deployment = "app" + i;
        List<RouteInfo> routes = new ArrayList<>();
        for (int n = 0; n < ROUTES_OF_CELL; n++) {
            routes.add(TestCell.route(deployment, n + 1, "/app" + i + "/r" + n + "/{id}", List.of("GET")));
        }
        new TestCell(nest, "c" + i).register(8, routes, deployment);
    }
}
