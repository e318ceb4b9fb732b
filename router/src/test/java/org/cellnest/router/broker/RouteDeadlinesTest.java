package org.cellnest.router.broker;

import static org.cellnest.router.broker.TestNest.MS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.cellnest.protocol.Attributes;
import org.cellnest.protocol.Deadline;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.RouteInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From when a route's timeout counts, and how gateways learn of it. */
class RouteDeadlinesTest {
    private static final int TIMEOUT_MS = 4_000;

    private final TestNest nest = TestNest.ready();
    private final TestGateway gateway = new TestGateway(nest, "gateway-1");

    private TestCell cell(String id, int concurrency) {
        TestCell cell = new TestCell(nest, id);
        cell.register(
                concurrency,
                List.of(
                        new RouteInfo("app", 1, "/x", List.of("GET"), TIMEOUT_MS, null, false, "", List.of()),
                        new RouteInfo("app", 2, "/plain", List.of("GET"), 0, null, false, "", List.of())),
                "app");
        return cell;
    }

    private long sendAged(int flags, String age, int budgetMs) {
        return gateway.sendWith(
                Fields.of("host", "localhost", Attributes.AGE_MS, age), "GET", "/x", budgetMs, flags | Flags.AGED);
    }

    private List<Message> told() {
        gateway.read();
        List<Message> told = List.copyOf(gateway.others);
        gateway.others.clear();
        return told.stream().filter(message -> message instanceof Deadline).toList();
    }

    @Test
    void countsATimeoutFromTheArrivalAtTheGateway() {
        TestCell cell = cell("a", 1);
        long get = sendAged(Flags.RETRIED, "3400", 26_600);
        assertEquals(600, cell.take().budgetMs());
        nest.advance(599 * MS);
        assertNull(gateway.reply(get));
        nest.advance(20 * MS);
        assertEquals("504 unknown", gateway.outcome(get));
    }

    @Test
    void countsWhatWaitedInParkingFromThereToo() {
        cell("a", 0);
        long get = sendAged(0, "3400", 26_600);
        nest.advance(620 * MS);
        assertEquals("504 not-started", gateway.outcome(get));
    }

    @Test
    void startsNothingWhoseTimeIsOver() {
        TestCell cell = cell("a", 1);
        long first = sendAged(0, "4000", 26_000);
        long second = sendAged(Flags.RETRIED, "999999999", 26_000);
        assertEquals(0, cell.waiting());
        assertEquals("504 not-started", gateway.outcome(first));
        assertEquals("504 unknown", gateway.outcome(second));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1e3", "9999999999", " 5"})
    void takesAnAgeThatIsNoneForNone(String age) {
        TestCell cell = cell("a", 1);
        sendAged(0, age, 30_000);
        assertEquals(TIMEOUT_MS, cell.take().budgetMs());
    }

    @Test
    void believesNoAgeWithoutItsFlag() {
        TestCell cell = cell("a", 1);
        gateway.sendWith(Fields.of(Attributes.AGE_MS, "3400"), "GET", "/x", 30_000, 0);
        assertEquals(TIMEOUT_MS, cell.take().budgetMs());
    }

    @Test
    void doesNotPassTheFlagOn() {
        TestCell cell = cell("a", 1);
        sendAged(0, "10", 30_000);
        assertEquals(0, cell.take().flags());
    }

    @Test
    void tellsTheGatewayADeadlineThatItDoesNotKnowOnceTheAnswerTakesAWhile() {
        TestCell cell = cell("a", 1);
        long get = gateway.send("GET", "/x", 30_000, 0);
        nest.advance(24 * MS);
        assertEquals(List.of(), told());
        nest.advance(10 * MS);
        assertEquals(List.of(new Deadline(get, TIMEOUT_MS)), told());
        nest.advance(1_000 * MS);
        cell.reply(cell.take());
        assertEquals(200, gateway.status(get));
        assertEquals(List.of(), told(), "it is told once");
    }

    @Test
    void tellsNothingOfWhatIsAnsweredSoonOrIsNoNews() {
        TestCell cell = cell("a", 3);
        gateway.send("GET", "/x", 30_000, 0);
        cell.reply(cell.take());
        gateway.send("GET", "/x", TIMEOUT_MS - 1_000, 0);
        gateway.send("GET", "/plain", 30_000, 0);
        nest.advance(500 * MS);
        assertEquals(List.of(), told());
    }

    @Test
    void tellsAtOnceWhereARouterWasLostAlready() {
        cell("a", 2);
        long again = sendAged(Flags.RETRIED, "1", 29_999);
        long late = sendAged(0, "1500", 28_500);
        assertEquals(List.of(new Deadline(again, TIMEOUT_MS), new Deadline(late, TIMEOUT_MS)), told());
    }

    @Test
    void tellsOfRequestsThatWaitForACell() {
        cell("a", 0);
        long get = gateway.send("GET", "/x", 30_000, 0);
        nest.advance(40 * MS);
        assertEquals(List.of(new Deadline(get, TIMEOUT_MS)), told());
        nest.advance(2_000 * MS);
        assertEquals("503 not-started", gateway.outcome(get));
    }

    @Test
    void tellsOfTheRoutersOwnTimeout() {
        cell("a", 1);
        long get = gateway.send("GET", "/plain", 60_000, 0);
        nest.advance(40 * MS);
        assertEquals(List.of(new Deadline(get, 30_000)), told());
    }

    @Test
    void takesAStallOffTheTimeoutOfARoute() {
        TestCell cell = cell("a", 1);
        nest.broker.hold(1_500 * MS);
        gateway.send("GET", "/x", 30_000, 0);
        nest.broker.release(nest.nowNs);
        nest.turn();
        assertEquals(TIMEOUT_MS - 1_500, cell.take().budgetMs());
    }
}
