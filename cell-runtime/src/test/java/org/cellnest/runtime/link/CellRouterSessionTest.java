package org.cellnest.runtime.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.cellnest.protocol.Challenge;
import org.cellnest.protocol.Drain;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Goodbye;
import org.cellnest.protocol.Heartbeat;
import org.cellnest.protocol.Hello;
import org.cellnest.protocol.KeyProof;
import org.cellnest.protocol.Limits;
import org.cellnest.protocol.LogLevel;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.PeerKind;
import org.cellnest.protocol.Reject;
import org.cellnest.protocol.Welcome;
import org.cellnest.session.Handshake;
import org.cellnest.session.Identity;
import org.cellnest.session.PrimarySession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CellRouterSessionTest {
    private static final Welcome WELCOME = new Welcome("s", 1, true, 0, List.of());

    private final List<String> told = new ArrayList<>();
    private long nowNs = 1_000;

    private CellRouterSession session(@Nullable String key, boolean insecure) {
        Identity identity =
                new Identity(PeerKind.CELL, "c1", "i1", 1, Map.of(), key == null ? null : new KeyProof(key), insecure);
        Handshake handshake = Handshake.ofPrimary(
                identity, (hello, hint) -> List.of(MessageCodec.encode(new Goodbye())), () -> new byte[32]);
        return new CellRouterSession(handshake, new CellRouterSession.Listener() {
            @Override
            public void send(byte[] frame) {
                told.add("send");
            }

            @Override
            public void onLive(Hello hello, Welcome welcome) {
                told.add("live " + welcome.session());
            }

            @Override
            public void onWelcome(Welcome welcome) {
                told.add("welcome " + welcome.revision());
            }

            @Override
            public void onLogLevel(LogLevel change) {}

            @Override
            public void onDrain() {
                told.add("drain");
            }

            @Override
            public void onOver(ErrorCode code, String reason) {
                told.add("over " + code.wireName());
            }
        });
    }

    private static Hello hello(int protocol, boolean keyRequired) {
        return new Hello(protocol, "r", "i", 1_000, 3, keyRequired, Limits.DEFAULT);
    }

    private CellRouterSession after(Message... messages) {
        CellRouterSession session = session(null, false);
        for (Message message : messages) {
            session.onMessage(message, nowNs);
        }
        return session;
    }

    @Test
    void registersOnHelloAndIsLiveOnWelcome() {
        after(hello(1, false), WELCOME, Heartbeat.of(1), new Welcome("s", 2, true, 0, List.of()), new Drain());
        assertEquals(List.of("send", "live s", "welcome 2", "drain"), told);
    }

    @Test
    void endsOnce() {
        CellRouterSession session = after(hello(1, false), WELCOME, new Goodbye(), new Goodbye());
        session.end(ErrorCode.LANE_LOST, "again");
        assertEquals(List.of("send", "live s", "over goodbye"), told);
        assertEquals(PrimarySession.State.OVER, session.state());
    }

    @Test
    void tellsWhyTheRouterRejects() {
        after(hello(1, false), new Reject(ErrorCode.ID_IN_USE.wireName(), "taken"));
        assertEquals(List.of("send", "over id-in-use"), told);
    }

    @Test
    void endsWhenItsConnectionIsReplaced() {
        after(hello(1, false), WELCOME, hello(1, false));
        assertEquals(List.of("send", "live s", "over lane-lost"), told);
    }

    @Test
    void refusesAnotherProtocolAndNonsense() {
        after(hello(2, false));
        after(hello(1, false), new Drain());
        after(hello(1, false), WELCOME, new Challenge(new byte[32], new byte[32]));
        assertEquals(List.of("over version", "send", "over unexpected", "send", "live s", "over unexpected"), told);
    }

    @Test
    void refusesARouterWithoutTheKeyUnlessToldOtherwise() {
        String key = "0123456789abcdef";
        session(key, false).onMessage(hello(1, false), nowNs);
        session(null, false).onMessage(hello(1, true), nowNs);
        session(key, true).onMessage(hello(1, false), nowNs);
        CellRouterSession unproved = session(key, false);
        unproved.onMessage(hello(1, true), nowNs);
        unproved.onMessage(WELCOME, nowNs);
        assertEquals(List.of("over key", "over key", "send", "send", "over key"), told);
    }

    @Test
    void givesAHandshakeFiveSeconds() {
        CellRouterSession session = after(hello(1, false));
        session.onTick(nowNs + TimeUnit.SECONDS.toNanos(10));
        assertEquals(PrimarySession.State.GREETING, session.state());
        session.onTick(nowNs + TimeUnit.SECONDS.toNanos(10) + 1);
        assertEquals(List.of("send", "over silent"), told);
    }

    @Test
    void endsAfterSilenceButNotForItsOwnAbsence() {
        CellRouterSession session = after(hello(1, false), WELCOME);
        nowNs += TimeUnit.SECONDS.toNanos(60);
        assertTrue(session.wasStalled(nowNs));
        session.onTick(nowNs);
        assertEquals(PrimarySession.State.LIVE, session.state());
        for (int i = 0; i < 12; i++) {
            nowNs += TimeUnit.MILLISECONDS.toNanos(250);
            assertFalse(session.wasStalled(nowNs));
            session.onTick(nowNs);
        }
        assertEquals(PrimarySession.State.LIVE, session.state());
        nowNs += 1;
        session.wasStalled(nowNs);
        session.onTick(nowNs);
        assertEquals(List.of("send", "live s", "over silent"), told);
    }
}
