package org.cellnest.router.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.cellnest.process.ops.OpsException;
import org.cellnest.protocol.Reject;
import org.cellnest.protocol.Request;
import org.cellnest.router.broker.LastServingCell;
import org.cellnest.router.broker.TestCell;
import org.cellnest.router.broker.TestGateway;
import org.cellnest.router.broker.TestNest;
import org.cellnest.router.snapshot.CellSnapshot;
import org.cellnest.router.snapshot.CellState;
import org.cellnest.router.snapshot.NestSnapshot;
import org.cellnest.router.snapshot.RouteSnapshot;
import org.cellnest.router.snapshot.RoutingDecision;
import org.cellnest.router.snapshot.Sample;
import org.junit.jupiter.api.Test;

class BrokerControlTest {
    private final TestNest nest = TestNest.ready();
    private final TestControl desk = new TestControl(nest);
    private final TestGateway gateway = new TestGateway(nest, "g");
    private final TestCell cell = TestCell.serving(nest, "c1", 4, "/orders/{id}");

    @Test
    void seesCellsGatewaysAndRoutes() throws OpsException {
        gateway.get("/orders/7");
        cell.reply(cell.take());
        NestSnapshot nestSnapshot = desk.get(desk.desk.snapshot());
        CellSnapshot one = nestSnapshot.cells().get(0);
        assertEquals("c1", one.id());
        assertEquals(CellState.SERVING, one.state());
        assertEquals(2, one.routes());
        assertEquals(1, one.requests());
        assertEquals("g", nestSnapshot.gateways().get(0).id());
        assertEquals(1, nestSnapshot.gateways().get(0).requests());
        RouteSnapshot route = nestSnapshot.routes().get(0);
        assertEquals("/orders/{id}", route.template().toString());
        assertEquals(
                1,
                nestSnapshot.routes().stream()
                        .mapToLong(RouteSnapshot::requests)
                        .sum());
    }

    @Test
    void samplesWhatWasAnsweredAndHowFast() throws OpsException {
        gateway.get("/orders/1");
        Request slow = cell.take();
        nest.advance(20 * TestNest.MS);
        cell.reply(slow);
        gateway.get("/orders/2");
        cell.reply(cell.take().exchange(), 503);
        gateway.get("/orders/3");
        Sample sample = desk.get(desk.desk.sample());
        assertEquals(2, sample.durations().count());
        assertEquals(20 * TestNest.MS, sample.durations().sumNs());
        assertEquals(1, sample.errors());
        assertEquals(1, sample.inFlight());
        assertEquals(nest.nowNs, sample.atNs());
    }

    @Test
    void samplesWhatEachRouteHasAnsweredSinceTheSampleBefore() throws OpsException {
        gateway.get("/orders/1");
        cell.reply(cell.take());
        gateway.get("/orders/2");
        cell.reply(cell.take().exchange(), 503);
        gateway.get("/orders/3");
        Sample sample = desk.get(desk.desk.sample());
        assertEquals(
                List.of(new Sample.Answered(2, 1)),
                List.copyOf(sample.answeredByRoute().values()));
        assertEquals(List.of(3L, 3L), List.copyOf(sample.requestsBySession().values()));
        assertEquals(Map.of(), desk.get(desk.desk.sample()).answeredByRoute());
        cell.reply(cell.take());
        assertEquals(
                List.of(new Sample.Answered(1, 0)),
                List.copyOf(desk.get(desk.desk.sample()).answeredByRoute().values()));
    }

    @Test
    void sharesWhatWasSeenForASecond() throws OpsException {
        CompletionStage<NestSnapshot> first = desk.desk.snapshot();
        assertSame(first, desk.desk.snapshot());
        NestSnapshot nestSnapshot = desk.get(first);
        int asked = desk.asked;
        nest.advance(TestNest.SECOND - 1);
        assertSame(nestSnapshot, desk.get(desk.desk.snapshot()));
        assertEquals(asked, desk.asked);
        nest.advance(1);
        NestSnapshot later = desk.get(desk.desk.snapshot());
        assertTrue(later.atNs() > nestSnapshot.atNs());
    }

    @Test
    void givesADrainedCellNothingNewAndLetsItFinish() throws OpsException {
        long first = gateway.get("/orders/1");
        Request running = cell.take();
        assertEquals(CellState.DRAINED, desk.get(desk.desk.drain("c1", true)).state());
        gateway.get("/orders/2");
        assertEquals(0, cell.waiting());
        cell.reply(running);
        assertEquals(200, gateway.status(first));
        assertTrue(desk.get(desk.desk.resume("c1")).isPresent());
        assertEquals(1, cell.waiting());
    }

    @Test
    void refusesTheLastCellOfARouteWhereThatIsAskedFor() throws OpsException {
        OpsException last = assertThrows(OpsException.class, () -> desk.get(desk.desk.drain("c1", false)));
        assertEquals(412, last.status());
        assertTrue(last.detail().startsWith("cell c1 is the last that serves "), last.detail());
        assertTrue(last.detail().contains(" /orders/{id}"), last.detail());
        assertEquals(CellState.SERVING, seenCell("c1").state());
        assertEquals(
                412,
                assertThrows(OpsException.class, () -> desk.get(desk.desk.kick("c1", false)))
                        .status());
        TestCell.serving(nest, "c2", 4, "/orders/{id}");
        assertEquals(CellState.DRAINED, desk.get(desk.desk.drain("c1", false)).state());
        // One that is drained serves nothing: the other one is the last now.
        assertEquals(
                412,
                assertThrows(OpsException.class, () -> desk.get(desk.desk.drain("c2", false)))
                        .status());
        assertEquals(0, desk.get(desk.desk.kick("c1", false)));
        assertEquals(CellState.DRAINED, desk.get(desk.desk.drain("c2", true)).state());
    }

    @Test
    void looksForTheLastCellOfManyRoutesInPieces() {
        String[] templates = new String[400];
        for (int i = 0; i < templates.length; i++) {
            templates[i] = "/many/" + i;
        }
        TestCell many = new TestCell(nest, "many");
        many.register(4, "many", templates);
        int before = desk.asked;
        OpsException last = assertThrows(OpsException.class, () -> desk.get(desk.desk.kick("many", false)));
        assertTrue(last.detail().contains(" and 795 more;"), last.detail());
        int routes = 2 * templates.length;
        assertEquals(1 + routes / LastServingCell.PIECE + 1, desk.asked - before);
    }

    @Test
    void refusesASecondDrainAndChangesNothing() throws OpsException {
        desk.get(desk.desk.drain("c1", true));
        OpsException again = assertThrows(OpsException.class, () -> desk.get(desk.desk.drain("c1", true)));
        assertEquals(409, again.status());
        assertEquals("cell c1 is drained already", again.detail());
        assertEquals(CellState.DRAINED, seenCell("c1").state());
    }

    @Test
    void refusesToResumeWhatIsNeitherDrainedNorAway() {
        assertEquals(
                409,
                assertThrows(OpsException.class, () -> desk.get(desk.desk.resume("c1")))
                        .status());
    }

    @Test
    void knowsNoCellThatIsNotThere() {
        assertEquals(
                404,
                assertThrows(OpsException.class, () -> desk.get(desk.desk.drain("c9", true)))
                        .status());
        assertEquals(
                404,
                assertThrows(OpsException.class, () -> desk.get(desk.desk.resume("c9")))
                        .status());
        assertEquals(
                404,
                assertThrows(OpsException.class, () -> desk.get(desk.desk.kick("c9", true)))
                        .status());
        // A gateway is no cell.
        assertEquals(
                404,
                assertThrows(OpsException.class, () -> desk.get(desk.desk.kick("g", true)))
                        .status());
    }

    @Test
    void keepsACellDrainedThatRegistersAnew() throws OpsException {
        desk.get(desk.desk.drain("c1", true));
        cell.die();
        TestCell again = new TestCell(nest, "c1", "another");
        again.register(4, "app", "/orders/{id}");
        assertEquals(CellState.DRAINED, seenCell("c1").state());
        gateway.get("/orders/1");
        assertEquals(0, again.waiting());
        desk.get(desk.desk.resume("c1"));
        assertEquals(1, again.waiting());
    }

    @Test
    void sendsACellAwayUntilItIsStartedAgain() throws OpsException {
        long posted = gateway.send("POST", "/orders/1", 0, 0);
        cell.take();
        assertEquals(1, desk.get(desk.desk.kick("c1", true)));
        assertEquals("502 unknown", gateway.outcome(posted));
        cell.read();
        assertEquals("kicked", code(cell));
        assertEquals(CellState.KICKED, seenCell("c1").state());
        assertEquals(
                409,
                assertThrows(OpsException.class, () -> desk.get(desk.desk.kick("c1", true)))
                        .status());
        assertEquals(
                409,
                assertThrows(OpsException.class, () -> desk.get(desk.desk.drain("c1", true)))
                        .status());

        TestCell same = new TestCell(nest, "c1");
        same.register(4, "app", "/orders/{id}");
        assertEquals("kicked", code(same));
        assertNull(same.welcome);

        TestCell restarted = new TestCell(nest, "c1", "another");
        restarted.register(4, "app", "/orders/{id}");
        assertNotNull(restarted.welcome);
        nest.advance(TestNest.SECOND);
        assertEquals(CellState.SERVING, seenCell("c1").state());
    }

    @Test
    void letsACellBackThatWasSentAway() throws OpsException {
        desk.get(desk.desk.kick("c1", true));
        assertTrue(desk.get(desk.desk.resume("c1")).isEmpty());
        TestCell same = new TestCell(nest, "c1");
        same.register(4, "app", "/orders/{id}");
        assertNotNull(same.welcome);
    }

    @Test
    void repeatsOnlyWhatIsSafeOfACellThatWasSentAway() throws OpsException {
        TestCell putting = new TestCell(nest, "c2");
        putting.register(4, List.of(TestCell.route("p", 1, "/put", List.of("PUT"))), "p");
        long put = gateway.send("PUT", "/put", 0, 0);
        long read = gateway.get("/orders/1");
        desk.get(desk.desk.kick("c2", true));
        desk.get(desk.desk.kick("c1", true));
        // It may be running all the same.
        assertFalse(gateway.isRepeatable(put));
        assertTrue(gateway.isRepeatable(read));
    }

    @Test
    void judgesWithoutTakingATurn() throws OpsException {
        TestCell other = TestCell.serving(nest, "c2", 4, "/orders/{id}");
        RoutingDecision first = desk.get(desk.desk.judge("GET", "/orders/7"));
        RoutingDecision second = desk.get(desk.desk.judge("GET", "/orders/7"));
        assertEquals(first.pick(), second.pick());
        gateway.get("/orders/7");
        TestCell picked = "c1".equals(first.pick()) ? cell : other;
        assertEquals(1, picked.waiting());
    }

    @Test
    void saysWhyACellIsNotPicked() throws OpsException {
        TestCell.serving(nest, "c2", 1, "/orders/{id}");
        desk.get(desk.desk.drain("c1", true));
        gateway.get("/orders/7");
        RoutingDecision routingDecision = desk.get(desk.desk.judge("GET", "/orders/7"));
        assertNull(routingDecision.pick());
        assertEquals(CellState.DRAINED, routingDecision.candidates().get(0).state());
        assertEquals(CellState.FULL, routingDecision.candidates().get(1).state());
    }

    private static String code(TestCell cell) {
        cell.read();
        Reject reject = cell.reject;
        return reject == null ? "none" : reject.code();
    }

    private CellSnapshot seenCell(String id) throws OpsException {
        NestSnapshot nestSnapshot = desk.get(desk.desk.snapshot());
        return nestSnapshot.cells().stream()
                .filter(c -> c.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
