package org.cellnest.router.broker;

import static org.cellnest.router.broker.TestNest.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.cellnest.buffer.Slice;
import org.cellnest.protocol.Challenge;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Goodbye;
import org.cellnest.protocol.Heartbeat;
import org.cellnest.protocol.Join;
import org.cellnest.protocol.KeyHint;
import org.cellnest.protocol.KeyProof;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.PeerKind;
import org.cellnest.protocol.Prove;
import org.cellnest.protocol.Register;
import org.cellnest.protocol.Reject;
import org.cellnest.protocol.Reply;
import org.cellnest.protocol.Request;
import org.cellnest.protocol.RouteInfo;
import org.cellnest.protocol.Routes;
import org.cellnest.protocol.Welcome;
import org.cellnest.protocol.WireRecord;
import org.cellnest.session.ConnectionEnd;
import org.junit.jupiter.api.Test;

/** Who gets in, who is thrown out, and what a registration does to the routes. */
class BrokerSessionsTest {
    private final TestNest nest = TestNest.ready();

    @Test
    void tellsAStrangerWhoSpeaksOutOfTurnOnceAndIgnoresIt() {
        int stranger = nest.connect();
        nest.say(stranger, TestGateway.request(1, "GET", "/", 0, 0));
        nest.say(stranger, TestGateway.request(2, "GET", "/", 0, 0));
        List<Message> told = nest.received(stranger);
        assertEquals(1, told.size());
        assertEquals("unexpected", assertInstanceOf(Reject.class, told.get(0)).code());
    }

    @Test
    void refusesGarbage() {
        int stranger = nest.connect();
        nest.frame(stranger, "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertInstanceOf(Reject.class, nest.received(stranger).get(0));
        TestCell cell = TestCell.serving(nest, "a", 4, "/x");
        nest.frame(cell.connection, new byte[] {0, 0, 0, 99});
        cell.read();
        assertNotNull(cell.reject);
        assertEquals(0, nest.broker.status().cells());
    }

    @Test
    void endsTheSessionOfACellThatSendsRequestsAndOfAGatewayThatReusesASlot() {
        TestCell cell = TestCell.serving(nest, "a", 4, "/x");
        nest.say(cell.connection, TestGateway.request(1, "GET", "/x", 0, 0));
        cell.read();
        assertEquals("unexpected", cell.reject == null ? null : cell.reject.code());

        TestGateway gateway = new TestGateway(nest, "g");
        TestCell.serving(nest, "b", 4, "/x");
        nest.say(gateway.connection, TestGateway.request(5, "GET", "/x", 0, 0));
        nest.say(gateway.connection, TestGateway.request(5, "GET", "/x", 0, 0));
        gateway.read();
        assertTrue(gateway.others.stream().anyMatch(message -> message instanceof Reject));
    }

    @Test
    void dropsRepliesThatAreStaleOrOfAnotherCell() {
        TestGateway gateway = new TestGateway(nest, "g");
        TestCell a = TestCell.serving(nest, "a", 4, "/x");
        long get = gateway.get("/x");
        Request request = a.take();
        TestCell b = TestCell.serving(nest, "b", 4, "/x");
        b.reply(request.exchange(), 200);
        assertNull(gateway.reply(get));
        assertEquals(1, nest.broker.status().counters().forgedRecords());
        a.reply(request);
        a.reply(request);
        a.reply(request.exchange() + (1L << 20), 200);
        assertEquals(200, gateway.status(get));
        assertEquals(2, nest.broker.status().counters().staleRecords());
        assertNull(a.reject);
    }

    @Test
    void refusesASecondPeerWithALiveIdUntilTheHolderFallsSilent() {
        TestCell holder = TestCell.serving(nest, "a", 4, "/x");
        TestCell second = new TestCell(nest, "a", "other");
        second.register(4, "app", "/x");
        assertEquals("id-in-use", second.reject == null ? null : second.reject.code());
        assertNull(holder.reject);
        nest.advance(2 * SECOND + SECOND / 2);
        TestCell third = new TestCell(nest, "a", "third");
        third.register(4, "app", "/x");
        assertNotNull(third.welcome);
        assertTrue(nest.log.contains("left a silent"));
    }

    @Test
    void letsTheSamePeerRegisterAnewAtOnce() {
        TestCell before = TestCell.serving(nest, "a", 4, "/x");
        TestCell after = new TestCell(nest, "a");
        after.register(4, "app", "/x");
        assertNotNull(after.welcome);
        before.read();
        assertEquals("replaced", before.reject == null ? null : before.reject.code());
    }

    @Test
    void endsASessionWhenAnyLaneOfItCloses() {
        TestCell cell = TestCell.serving(nest, "a", 4, "/x");
        String session = cell.welcome == null ? "" : cell.welcome.session();
        int lane = nest.connect();
        nest.say(lane, new Join(session, 1, null));
        assertInstanceOf(Welcome.class, nest.received(lane).get(0));
        TestGateway gateway = new TestGateway(nest, "g");
        long get = gateway.get("/x");
        nest.say(lane, new Reply(cell.take().exchange(), 0, 200, Fields.EMPTY, Slice.EMPTY));
        assertEquals(200, gateway.status(get));
        nest.disconnect(lane);
        assertEquals(0, nest.broker.status().cells());
        cell.read();
        assertEquals("lane-lost", cell.reject == null ? null : cell.reject.code());
        nest.say(nest.connect(), new Join(session, 1, null));
    }

    @Test
    void saysWhyAConnectionOfALostSessionEnded() {
        TestCell cell = TestCell.serving(nest, "a", 4, "/x");
        nest.disconnect(cell.join(1), "the key 'a' was taken off the list");
        cell.read();
        assertEquals(
                "the connection ended: the key 'a' was taken off the list",
                cell.reject == null ? null : cell.reject.reason());
        TestCell other = TestCell.serving(nest, "b", 4, "/x");
        nest.disconnect(other.join(1));
        other.read();
        assertEquals(ConnectionEnd.CLOSED, other.reject == null ? null : other.reject.reason());
    }

    @Test
    void refusesALaneTwiceAndALaneOfNoSession() {
        TestCell cell = TestCell.serving(nest, "a", 4, "/x");
        String session = cell.welcome == null ? "" : cell.welcome.session();
        nest.say(nest.connect(), new Join(session, 1, null));
        int twice = nest.connect();
        nest.say(twice, new Join(session, 1, null));
        assertInstanceOf(Reject.class, nest.received(twice).get(0));
        int lost = nest.connect();
        nest.say(lost, new Join("no-such-session", 1, null));
        assertEquals(
                "session",
                assertInstanceOf(Reject.class, nest.received(lost).get(0)).code());
    }

    @Test
    void judgesAPeerDeadAfterThreeSilentPeriodsAndNotBefore() {
        TestCell cell = TestCell.serving(nest, "a", 4, "/x");
        nest.advance(3 * SECOND + SECOND / 2);
        assertEquals(1, nest.broker.status().cells(), "it spoke within the first of them");
        nest.advance(SECOND);
        assertEquals(0, nest.broker.status().cells());
        cell.read();
        assertTrue(cell.others.stream().anyMatch(message -> message instanceof Heartbeat));
    }

    @Test
    void takesLeaveOfACellThatSaysGoodbye() {
        TestCell cell = TestCell.serving(nest, "a", 4, "/x");
        nest.say(cell.connection, new Goodbye());
        assertEquals(0, nest.broker.status().cells());
        assertEquals(2, nest.broker.status().routes(), "they stay known");
    }

    // Registrations.

    @Test
    void refusesADeploymentWhoseRouteAnotherHoldsAndLeavesTheOthers() {
        TestCell.serving(nest, "a", 4, "/orders/{id}");
        TestCell b = new TestCell(nest, "b");
        b.register(
                4,
                List.of(
                        TestCell.route("other", 1, "/orders/{number}", List.of("GET")),
                        TestCell.route("third", 2, "/z", List.of("GET"))),
                "other",
                "third");
        Welcome welcome = b.welcome;
        assertNotNull(welcome);
        assertEquals("route-conflict", welcome.deployments().get(0).code());
        assertEquals("/orders/{number}", welcome.deployments().get(0).route());
        assertTrue(welcome.deployments().get(0).reason().contains("belongs to deployment app"));
        assertTrue(welcome.deployments().get(1).accepted());
    }

    @Test
    void keepsWhatARefusedDeploymentAnnouncedBefore() {
        TestGateway gateway = new TestGateway(nest, "g");
        TestCell.serving(nest, "a", 4, "/taken");
        TestCell b = new TestCell(nest, "b");
        b.register(4, List.of(TestCell.route("mine", 1, "/mine", List.of("GET"))), "mine");
        b.register(
                4,
                List.of(
                        TestCell.route("mine", 2, "/mine", List.of("GET")),
                        TestCell.route("mine", 3, "/taken", List.of("GET"))),
                "mine");
        long get = gateway.get("/mine");
        Request request = b.take();
        assertEquals(1, request.route(), "the version that was good");
        b.reply(request);
        assertEquals(200, gateway.status(get));
    }

    @Test
    void namesBothWhenADeploymentHasARouteTwiceAndTheReasonOfABadTemplate() {
        TestCell cell = new TestCell(nest, "a");
        cell.register(
                4,
                List.of(
                        TestCell.route("twice", 1, "/{a}", List.of("GET")),
                        TestCell.route("twice", 2, "/{b}", List.of("GET")),
                        TestCell.route("bad", 3, "/{", List.of("GET"))),
                "twice",
                "bad");
        Welcome welcome = cell.welcome;
        assertNotNull(welcome);
        assertTrue(welcome.deployments().get(0).reason().contains("/{a}"));
        assertTrue(welcome.deployments().get(0).reason().contains("/{b}"));
        assertEquals("route-invalid", welcome.deployments().get(1).code());
        assertEquals("/{", welcome.deployments().get(1).route());
    }

    @Test
    void letsARouteMoveBetweenDeploymentsOfOneCell() {
        TestCell cell = new TestCell(nest, "a");
        RouteInfo x = TestCell.route("old", 1, "/x", List.of("GET"));
        RouteInfo y = TestCell.route("old", 2, "/y", List.of("GET"));
        cell.register(4, List.of(x, y), "old");
        cell.register(
                4,
                List.of(TestCell.route("new", 3, "/x", List.of("GET")), TestCell.route("old", 4, "/y", List.of("GET"))),
                "new",
                "old");
        Welcome welcome = cell.welcome;
        assertNotNull(welcome);
        assertTrue(
                welcome.deployments().get(0).accepted(), welcome.deployments().toString());
        assertTrue(welcome.deployments().get(1).accepted());
    }

    @Test
    void letsALiveDeploymentTakeWhatOnlyALostOneHeld() {
        TestGateway gateway = new TestGateway(nest, "g");
        TestCell a = TestCell.serving(nest, "a", 4, "/x");
        a.die();
        long waiting = gateway.get("/x");
        TestCell b = new TestCell(nest, "b");
        b.register(4, "renamed", "/x");
        b.reply(b.take());
        assertEquals(200, gateway.status(waiting));
    }

    @Test
    void refusesPagesOutOfOrderAndMoreThanAnnounced() {
        int connection = nest.connect();
        nest.say(
                connection,
                Register.of(PeerKind.CELL, "a", "1")
                        .concurrency(1)
                        .routesPages(2)
                        .build());
        nest.say(connection, new Routes(1, 2, List.of()));
        assertInstanceOf(Reject.class, nest.received(connection).get(0));
    }

    @Test
    void givesUpOnARegistrationThatIsNeverFinished() {
        int connection = nest.connect();
        nest.say(
                connection,
                Register.of(PeerKind.CELL, "a", "1")
                        .concurrency(1)
                        .routesPages(2)
                        .build());
        nest.advance(12 * SECOND);
        assertInstanceOf(Reject.class, nest.received(connection).get(0));
        assertEquals(0, nest.broker.status().admissions());
    }

    @Test
    void doesNotGiveUpOnARegistrationThatItsParserHasYetToComeTo() {
        TestCell cell = new TestCell(nest, "a");
        nest.parserWaits = true;
        cell.register(4, "app", "/x");
        nest.advance(12 * SECOND);
        cell.read();
        assertNull(cell.reject);
        nest.parserWaits = false;
        nest.turn();
        cell.read();
        assertNotNull(cell.welcome);
    }

    @Test
    void refusesARevisionThatIsNotHigherAndAnotherIdentityOnASession() {
        TestCell cell = TestCell.serving(nest, "a", 4, "/x");
        nest.say(
                cell.connection,
                Register.of(PeerKind.CELL, "a", "a-1").concurrency(1).build());
        cell.read();
        assertEquals("unexpected", cell.reject == null ? null : cell.reject.code());
    }

    // The key.

    private final KeyProof key = new KeyProof("a secret of some length");

    private TestNest guarded() {
        TestNest guarded = new TestNest(key, 100, 1 << 20);
        guarded.advance(3 * SECOND);
        return guarded;
    }

    private static Register register(KeyHint hint) {
        return Register.of(PeerKind.CELL, "a", "1")
                .concurrency(1)
                .routesPages(1)
                .key(hint)
                .build();
    }

    @Test
    void admitsAPeerThatProvesTheKeyAndProvesItInTurn() {
        TestNest guarded = guarded();
        byte[] nonce = new byte[KeyProof.NONCE_BYTES];
        int connection = guarded.connect();
        WireRecord record = MessageCodec.record(register(new KeyHint(key.keyId(), nonce)));
        guarded.frame(connection, record.frame());
        guarded.say(connection, new Routes(1, 1, List.of(TestCell.route("app", 1, "/x", List.of("GET")))));
        Challenge challenge =
                assertInstanceOf(Challenge.class, guarded.received(connection).get(0));
        assertTrue(KeyProof.matches(key.ofRouter(nonce, challenge.nonce()), challenge.proof()));
        assertEquals(0, guarded.broker.status().cells());
        guarded.say(connection, new Prove(key.ofPeer(PeerKind.CELL, "a", "1", 0, nonce, challenge.nonce(), record)));
        Welcome welcome =
                assertInstanceOf(Welcome.class, guarded.received(connection).get(0));

        int lane = guarded.connect();
        WireRecord join = MessageCodec.record(new Join(welcome.session(), 1, new KeyHint(key.keyId(), nonce)));
        guarded.frame(lane, join.frame());
        Challenge again =
                assertInstanceOf(Challenge.class, guarded.received(lane).get(0));
        guarded.say(lane, new Prove(key.ofPeer(PeerKind.CELL, "a", "1", 1, nonce, again.nonce(), join)));
        assertInstanceOf(Welcome.class, guarded.received(lane).get(0));
    }

    @Test
    void refusesAPeerWithoutTheKeyWithAnotherAndWithAWrongProof() {
        TestNest guarded = guarded();
        int without = guarded.connect();
        guarded.say(without, Register.of(PeerKind.CELL, "a", "1").concurrency(1).build());
        assertEquals(
                "key",
                assertInstanceOf(Reject.class, guarded.received(without).get(0)).code());

        int other = guarded.connect();
        KeyProof wrong = new KeyProof("another secret of some length");
        guarded.say(other, register(new KeyHint(wrong.keyId(), new byte[KeyProof.NONCE_BYTES])));
        assertEquals(
                "key",
                assertInstanceOf(Reject.class, guarded.received(other).get(0)).code());

        int liar = guarded.connect();
        guarded.say(liar, register(new KeyHint(key.keyId(), new byte[KeyProof.NONCE_BYTES])));
        assertInstanceOf(Challenge.class, guarded.received(liar).get(0));
        guarded.say(liar, new Prove(new byte[KeyProof.MAC_BYTES]));
        assertEquals(
                "key",
                assertInstanceOf(Reject.class, guarded.received(liar).get(0)).code());
        assertEquals(0, guarded.broker.status().admissions());
    }

    @Test
    void keepsOnlySoManyPeersThatHaveNotProvedTheKey() {
        TestNest guarded = guarded();
        KeyHint hint = new KeyHint(key.keyId(), new byte[KeyProof.NONCE_BYTES]);
        for (int i = 0; i < 256; i++) {
            guarded.say(guarded.connect(), register(hint));
        }
        int late = guarded.connect();
        guarded.say(late, register(hint));
        assertEquals(
                "busy",
                assertInstanceOf(Reject.class, guarded.received(late).get(0)).code());
        guarded.advance(12 * SECOND);
        assertEquals(0, guarded.broker.status().admissions());
    }

    @Test
    void endsEverySessionWhenItLeavesAndLetsNobodyIn() {
        TestCell cell = TestCell.serving(nest, "a", 4, "/x");
        nest.broker.sayGoodbye(nest.nowNs);
        assertEquals(0, nest.broker.status().cells());
        cell.read();
        assertTrue(cell.others.contains(new Goodbye()));
        TestCell late = new TestCell(nest, "b");
        late.register(4, "app", "/y");
        assertEquals("draining", late.reject == null ? null : late.reject.code());
    }

    @Test
    void takesAFrameOfUnknownRecordsForASignOfLife() {
        TestCell cell = TestCell.serving(nest, "a", 4, "/x");
        for (int i = 0; i < 8; i++) {
            nest.advance(SECOND);
            byte[] frame = MessageCodec.encode(new Goodbye());
            frame[5] = (byte) 0x7e;
            nest.frame(cell.connection, frame);
        }
        assertEquals(1, nest.broker.status().cells());
        assertEquals(8, nest.broker.status().counters().unknownTypes());
    }
}
