package org.cellnest.router.broker;

import static org.cellnest.router.broker.TestNest.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cellnest.buffer.Bytes;
import org.cellnest.buffer.Slice;
import org.cellnest.protocol.Batch;
import org.cellnest.protocol.BatchWriter;
import org.cellnest.protocol.Describe;
import org.cellnest.protocol.Description;
import org.cellnest.protocol.Limits;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.ProtocolException;
import org.cellnest.protocol.Reject;
import org.cellnest.protocol.RouteInfo;
import org.cellnest.protocol.WireRecord;
import org.cellnest.route.PathTemplate;
import org.cellnest.route.TemplateException;
import org.cellnest.transport.SendResult;
import org.junit.jupiter.api.Test;

/** How a gateway is told the routes. */
class DescribeResponderTest {
    private static final String SCHEMA = "{\"type\":\"string\"}";

    private final TestNest nest = TestNest.ready();
    private final TestGateway gateway = new TestGateway(nest, "g");

    private static RouteInfo route(int number, String template, List<String> methods, boolean inner) {
        return new RouteInfo(
                "app",
                number,
                template,
                methods,
                0,
                null,
                inner,
                "About " + template,
                List.of(Map.of("name", "id", "in", "path")),
                "text/plain",
                null,
                SCHEMA);
    }

    private Description ask(long after, long known) {
        nest.say(gateway.connection, new Describe(after, known));
        gateway.read();
        Message last = gateway.others.remove(gateway.others.size() - 1);
        return (Description) last;
    }

    private List<String> told(Description description) {
        return description.routes().stream()
                .map(route -> route.methods() + " " + route.template())
                .toList();
    }

    @Test
    void tellsWhatTheCellSaidOfEachMethodAndNothingOfInnerRoutes() {
        TestCell cell = new TestCell(nest, "c");
        cell.register(
                1,
                List.of(
                        route(1, "/a/{id}", List.of("GET", "POST"), false),
                        route(2, "/inner", List.of("GET"), true),
                        route(3, "/b", List.of("PUT"), false)),
                "app");
        Description description = ask(0, 0);
        assertEquals(List.of("[GET] /a/{id}", "[POST] /a/{id}", "[PUT] /b"), told(description));
        assertEquals(0, description.next());
        assertEquals(Map.of("app", "1"), description.versions());
        assertEquals(
                route(1, "/a/{id}", List.of("POST"), false),
                description.routes().get(1));
    }

    @Test
    void saysNothingToWhoHasItAll() {
        TestCell cell = TestCell.serving(nest, "c", 1, "/a");
        long known = ask(0, 0).revision();
        assertEquals(new Description(known, 0, 0, Map.of(), List.of()), ask(0, known));
        cell.register(1, "app", "/a", "/b");
        Description changed = ask(0, known);
        assertTrue(changed.revision() > known, changed::toString);
        assertEquals(4, changed.routes().size());
    }

    @Test
    void tellsAnotherDescriptionOfTheSameRoute() {
        TestCell cell = new TestCell(nest, "c");
        cell.register(1, List.of(TestCell.route("app", 1, "/a", List.of("GET"))), "app");
        long known = ask(0, 0).revision();
        cell.register(1, List.of(route(2, "/a", List.of("GET"), false)), "app");
        assertEquals("About /a", ask(0, known).routes().get(0).description());
    }

    @Test
    void keepsTellingRoutesWhoseCellMayComeBack() {
        TestCell cell = TestCell.serving(nest, "c", 1, "/a");
        long known = ask(0, 0).revision();
        cell.die();
        assertEquals(known, ask(0, 0).revision());
        assertEquals(2, ask(0, 0).routes().size());
        nest.advance(61 * SECOND);
        TestGateway another = new TestGateway(nest, "late");
        nest.say(another.connection, new Describe(0, known));
        another.read();
        assertEquals(List.of(), ((Description) another.others.get(another.others.size() - 1)).routes());
    }

    @Test
    void tellsTwentyThousandRoutesInSmallPieces() throws Exception {
        Direct direct = new Direct();
        for (int i = 1; i <= 20_000; i++) {
            direct.add(new RouteInfo(
                    "app",
                    i,
                    "/r" + i + "/{id}",
                    List.of("GET"),
                    0,
                    null,
                    i % 4 == 0,
                    "",
                    List.of(),
                    "",
                    null,
                    "x".repeat(i % 2000)));
        }
        Set<String> told = new HashSet<>();
        long after = 0;
        int pieces = 0;
        do {
            Description piece = direct.ask(after);
            assertEquals(after, piece.after());
            assertTrue(piece.routes().size() <= 256, () -> piece.routes().size() + " routes");
            assertTrue(MessageCodec.encode(piece).length <= 80 << 10, () -> "after " + piece.after());
            told(piece).forEach(route -> assertTrue(told.add(route), route + " twice"));
            after = piece.next();
            pieces++;
        } while (after != 0);
        assertEquals(15_000, told.size());
        assertTrue(pieces < 500, pieces + " pieces");
    }

    @Test
    void goesOnWhereRoutesHaveComeAndGoneMeanwhile() throws Exception {
        Direct direct = new Direct();
        List<Route> routes = new ArrayList<>();
        for (int i = 1; i <= 600; i++) {
            routes.add(direct.add(TestCell.route("app", i, "/r" + i, List.of("GET"))));
        }
        Description first = direct.ask(0);
        assertEquals(first.routes().size(), first.next());
        assertTrue(first.next() > 100 && first.next() <= 256, first::toString);
        routes.subList(50, 300).forEach(direct.table::remove);
        direct.add(TestCell.route("app", 601, "/late", List.of("GET")));
        Description second = direct.ask(first.next());
        assertTrue(second.revision() > first.revision());
        assertEquals("[GET] /r301", told(second).get(0));
        Description last = direct.ask(second.next());
        assertEquals(0, last.next());
        assertEquals("[GET] /late", told(last).get(last.routes().size() - 1));
    }

    @Test
    void answersOneGatewayInATurnSoThatRequestsGoOn() {
        nest.singleTurns = true;
        TestCell cell = TestCell.serving(nest, "c", 10, "/a");
        TestGateway other = new TestGateway(nest, "h");
        nest.broker.onFrame(gateway.connection, Slice.of(MessageCodec.encode(new Describe(0, 0))), nest.nowNs);
        nest.broker.onFrame(other.connection, Slice.of(MessageCodec.encode(new Describe(0, 0))), nest.nowNs);
        nest.broker.onFrame(
                other.connection, Slice.of(MessageCodec.encode(TestGateway.request(7, "GET", "/a", 0, 0))), nest.nowNs);
        nest.turn();
        assertEquals(1, cell.waiting());
        assertEquals(nest.nowNs, nest.broker.nextDeadlineNs(nest.nowNs));
        assertEquals(1, descriptions(gateway) + descriptions(other));
        nest.turn();
        assertEquals(2, descriptions(gateway) + descriptions(other));
        assertTrue(nest.broker.nextDeadlineNs(nest.nowNs) > nest.nowNs);
    }

    private static long descriptions(TestGateway of) {
        of.read();
        return of.others.stream().filter(Description.class::isInstance).count();
    }

    @Test
    void refusesASecondQuestionBeforeTheFirstIsAnswered() {
        BatchWriter batch = new BatchWriter(Limits.DEFAULT);
        MessageCodec.encode(new Describe(0, 0), batch);
        MessageCodec.encode(new Describe(0, 0), batch);
        byte[] frame = batch.poll();
        nest.frame(gateway.connection, frame == null ? new byte[0] : frame);
        gateway.read();
        Reject reject = (Reject) gateway.others.get(gateway.others.size() - 1);
        assertEquals("unexpected", reject.code());
    }

    @Test
    void tellsCellsNothing() {
        TestCell cell = TestCell.serving(nest, "c", 1, "/a");
        nest.say(cell.connection, new Describe(0, 0));
        cell.read();
        Reject reject = cell.reject;
        assertEquals("unexpected", reject == null ? "none" : reject.code());
    }

    @Test
    void leavesOutWhatOneRouteSaysTooLengthily() throws Exception {
        Direct direct = new Direct();
        RouteInfo lengthy = new RouteInfo(
                "app",
                1,
                "/a",
                List.of("GET"),
                0,
                null,
                false,
                "",
                Collections.nCopies(64, Map.of("name", "\u0001".repeat(1024))),
                "",
                SCHEMA,
                SCHEMA);
        direct.add(lengthy);
        direct.add(TestCell.route("app", 2, "/b", List.of("GET")));
        assertTrue(MessageCodec.encode(new Description(1, 0, 0, Map.of(), List.of(lengthy))).length
                > Limits.DEFAULT.maxRoutesPageBytes());
        Description first = direct.ask(0);
        assertEquals(List.of(TestCell.route("app", 1, "/a", List.of("GET"))), first.routes());
        assertEquals(List.of("[GET] /b"), told(direct.ask(first.next())));
    }

    @Test
    void keepsOnceWhatManyRoutesSayAlike() {
        RouteInfoInterner texts = new RouteInfoInterner();
        RouteInfo a = texts.share(route(1, "/a", List.of("GET"), false));
        RouteInfo b = texts.share(copied(route(2, "/b", List.of("GET"), false)));
        assertSame(a.response(), b.response());
        assertSame(a.parameters(), b.parameters());
        assertSame(a.methods(), b.methods());
        assertEquals(route(2, "/b", List.of("GET"), false), b);
    }

    /** Equal, but of other objects, as what is read from a record. */
    private static RouteInfo copied(RouteInfo info) {
        List<Map<String, String>> parameters = new ArrayList<>();
        info.parameters().forEach(parameter -> parameters.add(new HashMap<>(parameter)));
        return info.with(parameters, null, new String(SCHEMA.toCharArray()));
    }

    /** A listener of connections that take everything. */
    private static final class Undisturbed implements Outboxes.Listener {
        @Override
        public void onBlocked(Session session, List<WireRecord> handedBack, long nowNs) {
            throw new AssertionError(session + " is blocked");
        }

        @Override
        public void onClear(Session session, long nowNs) {
            // As it should be.
        }

        @Override
        public void onUnreachable(Session session, boolean tooSlow, List<WireRecord> handedBack, long nowNs) {
            throw new AssertionError(session + " is lost");
        }
    }

    /** A table of any size, and one gateway that asks. */
    private static final class Direct {
        final RouteTable table = new RouteTable();
        private final List<byte[]> frames = new ArrayList<>();
        private final Outboxes outboxes = new Outboxes(
                (connection, parts) -> {
                    frames.add(Bytes.join(parts));
                    return SendResult.SENT;
                },
                Limits.DEFAULT,
                1 << 20,
                new BrokerMetrics(table.asked()));
        private final DescribeResponder describeResponder =
                new DescribeResponder(table, outboxes, Limits.DEFAULT.maxRoutesPageBytes());
        private final GatewaySession gateway = SessionFixture.gateway();

        Route add(RouteInfo info) throws TemplateException {
            PathTemplate template = PathTemplate.parse(info.template());
            RouteKey key = new RouteKey("GET", template.canonicalShape());
            Route route = table.add(key, template, info, 0);
            Claim claim = new Claim(SessionFixture.cell(1), info.deployment(), "");
            route.announce(claim, info);
            claim.stand();
            table.onChanged();
            return route;
        }

        Description ask(long after) throws ProtocolException {
            frames.clear();
            describeResponder.onDescribe(gateway, new Describe(after, 0));
            describeResponder.onTurn();
            outboxes.flush(new Undisturbed(), 0);
            return (Description) MessageCodec.decode(
                    Batch.parse(frames.get(0), Limits.DEFAULT).get(0));
        }
    }
}
