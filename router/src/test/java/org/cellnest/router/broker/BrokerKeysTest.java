package org.cellnest.router.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.cellnest.protocol.Join;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.PeerKind;
import org.cellnest.protocol.Register;
import org.cellnest.protocol.Reject;
import org.cellnest.protocol.Welcome;
import org.junit.jupiter.api.Test;

/** What peers may do by the CURVE keys that their connections have proved. */
class BrokerKeysTest {
    private final TestNest nest = TestNest.ready();

    /** A connection with a key. */
    private int connect(String key, int listener) {
        nest.nextKey = key;
        nest.nextListener = listener;
        return nest.connect();
    }

    private Message register(int connection, PeerKind kind, String id) {
        nest.say(connection, Register.of(kind, id, id + "-1").build());
        return nest.received(connection).get(0);
    }

    private Message join(int connection, Message welcome) {
        nest.say(connection, new Join(assertInstanceOf(Welcome.class, welcome).session(), 1, null));
        return nest.received(connection).get(0);
    }

    private static void assertRefused(String reason, Message message) {
        Reject reject = assertInstanceOf(Reject.class, message);
        assertEquals("key", reject.code());
        assertEquals(reason, reject.reason());
    }

    @Test
    void letsAGatewayRegisterAtTheFrontAndACellAtTheBack() {
        assertInstanceOf(Welcome.class, register(connect("g", FrameSink.FRONT), PeerKind.GATEWAY, "g"));
        assertInstanceOf(Welcome.class, register(connect("c", FrameSink.BACK), PeerKind.CELL, "c"));
    }

    @Test
    void refusesTheOtherKindAtEitherListenerAndNamesTheRightOne() {
        assertRefused(
                "a cell with the key 'g' at router.front (expected: a gateway; cells connect to router.back)",
                register(connect("g", FrameSink.FRONT), PeerKind.CELL, "c"));
        assertRefused(
                "a gateway with the key 'c' at router.back (expected: a cell; gateways connect to router.front)",
                register(connect("c", FrameSink.BACK), PeerKind.GATEWAY, "g"));
        assertEquals(0, nest.broker.status().cells());
        assertEquals(0, nest.broker.status().gateways());
        assertTrue(nest.log.get(0).startsWith("refused key: a cell with the key 'g' at router.front"));
    }

    @Test
    void asksNoPeerWithoutAKeyWhichListenerItCameTo() {
        assertInstanceOf(Welcome.class, register(connect("", FrameSink.FRONT), PeerKind.CELL, "c"));
        assertInstanceOf(Welcome.class, register(connect("", FrameSink.BACK), PeerKind.GATEWAY, "g"));
    }

    @Test
    void letsALaneJoinThatHasTheKeyOfItsPrimary() {
        Message welcome = register(connect("g", FrameSink.FRONT), PeerKind.GATEWAY, "g");
        assertInstanceOf(Welcome.class, join(connect("g", FrameSink.FRONT), welcome));
    }

    @Test
    void refusesALaneWithAnotherKeyAndLeavesTheSessionAlone() {
        Message welcome = register(connect("g", FrameSink.FRONT), PeerKind.GATEWAY, "g");
        assertRefused(
                "a lane with the key 'h' (expected: 'g', as the primary has)",
                join(connect("h", FrameSink.FRONT), welcome));
        assertEquals(1, nest.broker.status().gateways());
        assertInstanceOf(Welcome.class, join(connect("g", FrameSink.FRONT), welcome), "its lane is still free");
    }

    @Test
    void refusesALaneAtTheOtherListenerAlsoWhereItsKeyHasTheSameName() {
        Message welcome = register(connect("x", FrameSink.FRONT), PeerKind.GATEWAY, "g");
        assertRefused(
                "a gateway with the key 'x' at router.back (expected: a cell; gateways connect to router.front)",
                join(connect("x", FrameSink.BACK), welcome));
    }

    @Test
    void replacesASessionForItsOwnKeyAlone() {
        TestCell before = cellWithKey("one");
        TestCell thief = cellWithKey("two");
        assertEquals("id-in-use", thief.reject == null ? null : thief.reject.code());
        before.read();
        assertNull(before.reject);
        TestCell again = cellWithKey("one");
        assertNotNull(again.welcome);
        before.read();
        assertEquals("replaced", before.reject == null ? null : before.reject.code());
    }

    /** A process of one incarnation. */
    private TestCell cellWithKey(String key) {
        nest.nextKey = key;
        nest.nextListener = FrameSink.BACK;
        return TestCell.serving(nest, "a", 4, "/x");
    }
}
