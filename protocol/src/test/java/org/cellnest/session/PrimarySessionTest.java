package org.cellnest.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.cellnest.protocol.Drain;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Goodbye;
import org.cellnest.protocol.Heartbeat;
import org.cellnest.protocol.Hello;
import org.cellnest.protocol.KeyProof;
import org.cellnest.protocol.Limits;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.PeerKind;
import org.cellnest.protocol.Reject;
import org.cellnest.protocol.Welcome;
import org.cellnest.session.PrimarySession.State;
import org.junit.jupiter.api.Test;

class PrimarySessionTest implements PrimarySession.Listener {
    private static final long PERIOD_NS = TimeUnit.SECONDS.toNanos(1);
    private static final Hello HELLO = new Hello(1, "r", "i", 1_000, 3, false, Limits.DEFAULT);
    private static final Welcome WELCOME = new Welcome("s", 1, true, 0, List.of());

    private final List<String> events = new ArrayList<>();
    private final PrimarySession session = new PrimarySession(
            Handshake.ofPrimary(
                    new Identity(PeerKind.CELL, "c", "i", 1, Map.of(), null, false),
                    (hello, hint) -> List.of(MessageCodec.encode(new Goodbye())),
                    () -> new byte[KeyProof.NONCE_BYTES]),
            0,
            this);
    private long nowNs = 1_000;

    @Override
    public void send(byte[] frame) {
        events.add("send");
    }

    @Override
    public void onLive(Hello hello, Welcome welcome, long atNs) {
        events.add("live " + welcome.session() + " at " + atNs);
    }

    @Override
    public void onMessage(Message message, long atNs) {
        events.add(message.type() + " at " + atNs);
    }

    @Override
    public void onOver(ErrorCode code, String reason) {
        events.add("over " + code.wireName() + ": " + reason);
        session.end(ErrorCode.UNEXPECTED, "from within the end");
    }

    private void receive(Message... messages) {
        for (Message message : messages) {
            session.onMessage(message, nowNs);
        }
    }

    @Test
    void passesOnWhatIsNotItsOwnOnceItIsLive() {
        receive(HELLO, WELCOME, Heartbeat.of(1), new Drain(), WELCOME);
        assertEquals(List.of("send", "live s at 1000", "DRAIN at 1000", "WELCOME at 1000"), events);
        assertEquals(State.LIVE, session.state());
    }

    @Test
    void isRegisteringFromTheFirstMessageUntilItIsWelcome() {
        assertFalse(session.isRegistering());
        receive(HELLO);
        nowNs++;
        assertTrue(session.isRegistering());
        assertEquals(1_000, session.greetedNs());
        receive(WELCOME);
        assertFalse(session.isRegistering());
    }

    @Test
    void endsOnceAndIgnoresWhatFollows() {
        receive(HELLO, WELCOME, new Reject("slow", "too slow"), new Drain(), HELLO);
        session.end(ErrorCode.LANE_LOST, "again");
        nowNs += 10 * PERIOD_NS;
        session.endIfSilent();
        assertEquals(List.of("send", "live s at 1000", "over slow: too slow"), events);
        assertEquals(State.OVER, session.state());
    }

    @Test
    void endsWhereTheHandshakeFails() {
        receive(new Drain());
        assertEquals(List.of("over unexpected: DRAIN while AWAITING_HELLO"), events);
    }

    @Test
    void endsWhereItsConnectionIsReplaced() {
        receive(HELLO, WELCOME, HELLO);
        assertEquals("over lane-lost: the connection was replaced", events.get(events.size() - 1));
    }

    @Test
    void endsAfterThreeSilentPeriodsAndNotBefore() {
        session.endIfSilent();
        assertFalse(session.onTurn(nowNs + PERIOD_NS));
        receive(HELLO, WELCOME);
        for (int i = 0; i < 3; i++) {
            nowNs += PERIOD_NS;
            session.onTurn(nowNs);
            session.endIfSilent();
        }
        assertEquals(State.LIVE, session.state());
        session.onTurn(nowNs + 1);
        session.endIfSilent();
        assertEquals("over silent: the router was silent", events.get(events.size() - 1));
    }

    @Test
    void reportsAStallOnlyBeyondItsBound() {
        receive(HELLO, WELCOME);
        assertEquals(2 * PERIOD_NS, session.stallNs());
        nowNs += session.stallNs();
        assertFalse(session.onTurn(nowNs));
        assertTrue(session.onTurn(nowNs + session.stallNs() + 1));
    }
}
