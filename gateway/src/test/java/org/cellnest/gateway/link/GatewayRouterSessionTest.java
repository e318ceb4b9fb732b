package org.cellnest.gateway.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.cellnest.gateway.link.GatewayRouterSession.State;
import org.cellnest.protocol.Batch;
import org.cellnest.protocol.Challenge;
import org.cellnest.protocol.Description;
import org.cellnest.protocol.Drain;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Goodbye;
import org.cellnest.protocol.Heartbeat;
import org.cellnest.protocol.Hello;
import org.cellnest.protocol.Join;
import org.cellnest.protocol.KeyHint;
import org.cellnest.protocol.KeyProof;
import org.cellnest.protocol.Limits;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.PeerKind;
import org.cellnest.protocol.ProtocolException;
import org.cellnest.protocol.Prove;
import org.cellnest.protocol.Register;
import org.cellnest.protocol.Reject;
import org.cellnest.protocol.Welcome;
import org.cellnest.protocol.WireRecord;
import org.cellnest.session.Handshake;
import org.cellnest.session.Identity;
import org.junit.jupiter.api.Test;

class GatewayRouterSessionTest {
    private static final int HEARTBEAT_MS = 1_000;
    private static final int HANDSHAKE_MS = 3_000;
    private static final byte[] NONCE = new byte[KeyProof.NONCE_BYTES];
    private static final KeyProof KEY = new KeyProof("a key of sufficient length");

    private final List<byte[]> sent = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private final GatewayRouterSession.Listener listener = new GatewayRouterSession.Listener() {
        @Override
        public void send(byte[] frame) {
            sent.add(frame);
        }

        @Override
        public Map<String, Long> counters() {
            return Map.of("in-flight", 3L);
        }

        @Override
        public void onWelcome(Hello hello, Welcome welcome) {
            events.add("welcome " + welcome.session());
        }

        @Override
        public void onReady() {
            events.add("ready");
        }

        @Override
        public void onDescription(Description description) {
            events.add("description " + description.revision());
        }

        @Override
        public void onDrain() {
            events.add("drain");
        }

        @Override
        public void onOver(ErrorCode code, String reason) {
            events.add("over " + code.wireName());
        }
    };
    private long nowNs = 17;

    private GatewayRouterSession session(KeyProof... key) {
        Identity identity =
                new Identity(PeerKind.GATEWAY, "g", "i", 1, Map.of(), key.length == 0 ? null : key[0], false);
        return new GatewayRouterSession(identity, 2, HANDSHAKE_MS, NONCE::clone, listener);
    }

    private static Hello hello(boolean keyRequired) {
        return new Hello(1, "r", "ri", HEARTBEAT_MS, 3, keyRequired, Limits.DEFAULT);
    }

    private static Welcome welcome() {
        return new Welcome("s1", 1, true, 100, List.of());
    }

    private static WireRecord record(byte[] frame) {
        try {
            return Batch.parse(frame, Limits.DEFAULT).get(0);
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
    }

    private Message lastSent() {
        try {
            return MessageCodec.decode(record(sent.get(sent.size() - 1)));
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
    }

    private void advance(GatewayRouterSession session, long ms) {
        nowNs += TimeUnit.MILLISECONDS.toNanos(ms);
        session.onTick(nowNs);
    }

    private GatewayRouterSession ready() {
        GatewayRouterSession session = session();
        session.onMessage(hello(false), nowNs);
        session.onMessage(welcome(), nowNs);
        session.onLaneJoined();
        session.onLaneJoined();
        sent.clear();
        return session;
    }

    @Test
    void hasNoUseForARouterThatGrantsLessThanARequestForEachLane() {
        GatewayRouterSession session = session();
        session.onMessage(hello(false), nowNs);
        session.onMessage(new Welcome("s1", 1, true, 1, List.of()), nowNs);
        assertEquals(List.of("over limit"), events);
    }

    @Test
    void registersAndIsReadyOnceAllLanesHaveJoined() {
        GatewayRouterSession session = session();
        session.onMessage(hello(false), nowNs);
        Register register = (Register) lastSent();
        assertEquals(PeerKind.GATEWAY, register.kind());
        assertEquals(Map.of(), register.labels());
        session.onMessage(welcome(), nowNs);
        assertEquals(State.JOINING, session.state());
        session.onLaneJoined();
        assertEquals(State.JOINING, session.state());
        session.onLaneJoined();
        assertEquals(State.READY, session.state());
        assertEquals(List.of("welcome s1", "ready"), events);
    }

    @Test
    void provesTheKeyOnceTheRouterHas() {
        GatewayRouterSession session = session(KEY);
        session.onMessage(hello(true), nowNs);
        WireRecord register = record(sent.get(0));
        byte[] routerNonce = new byte[KeyProof.NONCE_BYTES];
        routerNonce[3] = 1;
        session.onMessage(new Challenge(routerNonce, KEY.ofRouter(NONCE, routerNonce)), nowNs);
        Prove prove = (Prove) lastSent();
        assertTrue(KeyProof.matches(
                KEY.ofPeer(PeerKind.GATEWAY, "g", "i", 0, NONCE, routerNonce, register), prove.proof()));
        session.onMessage(welcome(), nowNs);
        assertEquals(State.JOINING, session.state());
    }

    @Test
    void trustsNoRouterThatDoesNotProveTheKey() {
        byte[] nonce = new byte[KeyProof.NONCE_BYTES];
        GatewayRouterSession wrong = session(KEY);
        wrong.onMessage(hello(true), nowNs);
        wrong.onMessage(new Challenge(nonce, new byte[KeyProof.MAC_BYTES]), nowNs);
        GatewayRouterSession without = session(KEY);
        without.onMessage(hello(true), nowNs);
        without.onMessage(welcome(), nowNs);
        GatewayRouterSession open = session(KEY);
        open.onMessage(hello(false), nowNs);
        GatewayRouterSession closed = session();
        closed.onMessage(hello(true), nowNs);
        assertEquals(List.of("over key", "over key", "over key", "over key"), events);
    }

    @Test
    void talksToAnOpenRouterIfItIsSaidToBeInsecure() {
        Identity identity = new Identity(PeerKind.GATEWAY, "g", "i", 1, Map.of(), KEY, true);
        GatewayRouterSession session = new GatewayRouterSession(identity, 1, HANDSHAKE_MS, NONCE::clone, listener);
        session.onMessage(hello(false), nowNs);
        assertEquals(null, ((Register) lastSent()).key());
    }

    @Test
    void refusesAnotherVersion() {
        session().onMessage(new Hello(2, "r", "i", 1, 1, false, Limits.DEFAULT), nowNs);
        assertEquals(List.of("over version"), events);
    }

    @Test
    void beatsOnceInEachPeriod() {
        GatewayRouterSession session = ready();
        advance(session, HEARTBEAT_MS - 1);
        assertEquals(0, sent.size());
        advance(session, 1);
        assertEquals(new Heartbeat(1, 0, 0, 0, Map.of("in-flight", 3L)), lastSent());
        session.onHeard();
        advance(session, HEARTBEAT_MS);
        assertEquals(2, ((Heartbeat) lastSent()).sequence());
    }

    @Test
    void isOverAfterThreeSilentPeriodsAndNotBefore() {
        GatewayRouterSession session = ready();
        session.onMessage(Heartbeat.of(1), nowNs);
        advance(session, HEARTBEAT_MS);
        advance(session, HEARTBEAT_MS);
        advance(session, HEARTBEAT_MS);
        assertEquals(State.READY, session.state());
        advance(session, 1);
        assertEquals(State.OVER, session.state());
        assertEquals("over silent", events.get(events.size() - 1));
    }

    @Test
    void concludesNothingFromPeriodsInWhichItDidNotRun() {
        GatewayRouterSession session = ready();
        for (int i = 0; i < 5; i++) {
            advance(session, 10 * HEARTBEAT_MS);
        }
        assertEquals(State.READY, session.state());
        advance(session, HEARTBEAT_MS);
        advance(session, HEARTBEAT_MS);
        advance(session, HEARTBEAT_MS);
        assertEquals(State.READY, session.state());
        advance(session, 1);
        assertEquals(State.OVER, session.state());
    }

    @Test
    void givesUpAHandshakeThatDoesNotEnd() {
        GatewayRouterSession greeted = session();
        greeted.onTick(nowNs + TimeUnit.HOURS.toNanos(1));
        assertEquals(State.GREETING, greeted.state());
        greeted.onMessage(hello(false), nowNs);
        advance(greeted, HANDSHAKE_MS - 1);
        assertEquals(State.GREETING, greeted.state());
        advance(greeted, 1);
        assertEquals(State.OVER, greeted.state());
    }

    @Test
    void endsAtOnceOnGoodbyeWhenTheLanesHaveLeftBefore() {
        GatewayRouterSession session = ready();
        session.onMessage(new Drain(), nowNs);
        session.onMessage(new Drain(), nowNs);
        assertEquals(State.DRAINING, session.state());
        laneLeaves(session);
        laneLeaves(session);
        assertEquals(State.DRAINING, session.state());
        session.onMessage(new Goodbye(), nowNs);
        session.onMessage(new Goodbye(), nowNs);
        assertEquals(List.of("welcome s1", "ready", "drain", "over goodbye"), events);
    }

    @Test
    void waitsForTheLanesThatHaveNotLeftAndIsSentNothingNewMeanwhile() {
        GatewayRouterSession session = ready();
        laneLeaves(session);
        assertEquals(State.READY, session.state());
        session.onMessage(new Goodbye(), nowNs);
        assertEquals(State.LEAVING, session.state());
        assertEquals(List.of("welcome s1", "ready", "drain"), events);
        laneLeaves(session);
        assertEquals(List.of("welcome s1", "ready", "drain", "over goodbye"), events);
    }

    @Test
    void waitsForTheLanesThatHaveJoinedAndNoOthers() {
        GatewayRouterSession session = session();
        session.onMessage(hello(false), nowNs);
        session.onMessage(welcome(), nowNs);
        session.onLaneJoined();
        session.onMessage(new Goodbye(), nowNs);
        assertEquals(State.LEAVING, session.state());
        laneLeaves(session);
        assertEquals("over goodbye", lastEvent());

        GatewayRouterSession without = session();
        without.onMessage(hello(false), nowNs);
        without.onMessage(welcome(), nowNs);
        without.onMessage(new Goodbye(), nowNs);
        assertEquals(State.OVER, without.state());
    }

    @Test
    void waitsForTheLanesNoLongerThanASecondHoweverOftenTheRouterLeaves() {
        GatewayRouterSession session = ready();
        session.onMessage(new Goodbye(), nowNs);
        advance(session, 999);
        session.onMessage(new Goodbye(), nowNs);
        assertEquals(State.LEAVING, session.state());
        assertEquals(nowNs + TimeUnit.MILLISECONDS.toNanos(1), session.nextDueNs(nowNs));
        advance(session, 1);
        assertEquals("over goodbye", lastEvent());
    }

    @Test
    void takesALostLaneForOneThatHasLeftOnceTheRouterIsLeaving() {
        GatewayRouterSession leaving = ready();
        leaving.onMessage(new Goodbye(), nowNs);
        leaving.onLaneLost(ErrorCode.LANE_LOST, "gone", nowNs);
        assertEquals(State.LEAVING, leaving.state());
        leaving.onLaneLost(ErrorCode.LANE_LOST, "gone", nowNs);
        assertEquals("over goodbye", lastEvent());

        GatewayRouterSession staying = ready();
        staying.onLaneLost(ErrorCode.LANE_LOST, "gone", nowNs);
        assertEquals("over lane-lost", lastEvent());
    }

    @Test
    void endsWithItsPrimaryWhateverTheLanesDo() {
        GatewayRouterSession session = ready();
        session.onMessage(new Goodbye(), nowNs);
        session.onConnectionLost(ErrorCode.LANE_LOST, "gone");
        assertEquals("over lane-lost", lastEvent());
        laneLeaves(session);
        laneLeaves(session);
        assertEquals("over lane-lost", lastEvent());
    }

    private void laneLeaves(GatewayRouterSession session) {
        session.onLaneLost(ErrorCode.GOODBYE, "the router said goodbye", nowNs);
    }

    private String lastEvent() {
        return events.get(events.size() - 1);
    }

    @Test
    void endsByWhateverDoesNotBelong() {
        ready().onMessage(hello(false), nowNs);
        ready().onMessage(new Reject("slow", "too slow"), nowNs);
        ready().onMessage(new Join("s1", 1, null), nowNs);
        session().onMessage(welcome(), nowNs);
        ready().onConnectionLost(ErrorCode.LANE_LOST, "gone");
        assertEquals(
                List.of("over lane-lost", "over slow", "over unexpected", "over unexpected", "over lane-lost"),
                events.stream().filter(event -> event.startsWith("over")).toList());
    }

    @Test
    void joinsAsALaneOfItsSession() {
        Identity identity = new Identity(PeerKind.GATEWAY, "g", "i", 1, Map.of(), KEY, false);
        Handshake lane = Handshake.ofLane(identity, "s1", 4, NONCE::clone);
        List<byte[]> frames = lane.on(hello(true));
        Join join;
        try {
            join = (Join) MessageCodec.decode(record(frames.get(0)));
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
        assertEquals(4, join.lane());
        assertEquals(
                new KeyHint(KEY.keyId(), NONCE).id(),
                join.key() == null ? "" : join.key().id());
        byte[] nonce = new byte[KeyProof.NONCE_BYTES];
        assertEquals(
                1, lane.on(new Challenge(nonce, KEY.ofRouter(NONCE, nonce))).size());
        lane.on(new Welcome("other", 1, true, 1, List.of()));
        assertEquals(Handshake.State.FAILED, lane.state());
        assertEquals(ErrorCode.SESSION, lane.failure());
    }
}
