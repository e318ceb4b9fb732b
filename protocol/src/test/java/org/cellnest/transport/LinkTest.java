package org.cellnest.transport;

import static org.cellnest.transport.TransportFixture.HELLO;
import static org.cellnest.transport.TransportFixture.bytes;
import static org.cellnest.transport.TransportFixture.endpoint;
import static org.cellnest.transport.TransportFixture.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkTest {

    private final TransportFixture nest = new TransportFixture();

    @AfterEach
    void close() {
        nest.close();
    }

    /** A router played by hand: accepts one connection at a time. */
    private static ServerSocket listen() throws Exception {
        ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        server.setSoTimeout(30_000);
        return server;
    }

    private static String endpointOf(ServerSocket server) {
        return "tcp://127.0.0.1:" + server.getLocalPort();
    }

    /** A link and the hand-played router it has shaken hands with. */
    private record Pair(Link link, RawPeer router) {}

    private Pair shakeHands(ServerSocket server, LinkSettings settings) throws Exception {
        Link link = nest.link(endpointOf(server), settings);
        assertFalse(link.send(bytes("too early")));
        RawPeer router = nest.whilePumping(() -> {
            RawPeer peer = new RawPeer(server.accept());
            peer.shakeHands("ROUTER", Wire.NO_IDENTITY);
            return peer;
        });
        return new Pair(link, router);
    }

    /** The same, and the greeting is received. */
    private Pair connect(ServerSocket server, LinkSettings settings) throws Exception {
        Pair pair = shakeHands(server, settings);
        pair.router.send(HELLO);
        assertArrayEquals(HELLO, nest.nextFrame(pair.link));
        return pair;
    }

    private Pair connect(ServerSocket server) throws Exception {
        return connect(server, LinkSettings.defaults());
    }

    @Test
    void refusesToSendUntilItIsGreeted() throws Exception {
        try (ServerSocket server = listen()) {
            Pair pair = shakeHands(server, LinkSettings.defaults());
            try (RawPeer router = pair.router) {
                assertFalse(pair.link.send(bytes("still too early")));
                router.send(HELLO);
                assertArrayEquals(HELLO, nest.nextFrame(pair.link));
                assertTrue(pair.link.isUp());
                assertTrue(pair.link.send(bytes("now")));
                assertEquals("now", text(router.read()));
            }
        }
    }

    /** A cell may interrupt its threads at any time, and they send. */
    @Test
    void isNotHurtByAnInterruptOfTheThreadThatSends() throws Exception {
        try (ServerSocket server = listen()) {
            Pair pair = connect(server);
            try (RawPeer router = pair.router) {
                Thread.currentThread().interrupt();
                assertTrue(pair.link.send(bytes("interrupted")));
                assertTrue(Thread.interrupted(), "the interrupt stays");
                assertEquals("interrupted", text(router.read()));
                assertTrue(pair.link.isUp());
            }
        }
    }

    @Test
    void connectsOnceTheRouterIsThere() {
        RouterSocket first = nest.router();
        String endpoint = endpoint(first);
        nest.close(first);
        Link link = nest.link(endpoint);
        // as long as several attempts take
        assertSame(LinkEvent.TIMEOUT, link.receive(350));
        reopen(endpoint);
        assertArrayEquals(HELLO, nest.nextFrame(link));
    }

    @Test
    void deliversEveryFrameThatArrivedBeforeItSaysLost() throws Exception {
        try (ServerSocket server = listen()) {
            Pair pair = connect(server);
            Link link = pair.link;
            int frames = 10;
            try (RawPeer router = pair.router) {
                for (int i = 0; i < frames; i++) {
                    router.send(bytes("frame " + i));
                }
            }
            for (int i = 0; i < frames; i++) {
                assertEquals("frame " + i, text(nest.nextFrame(link)));
            }
            nest.nextIsLost(link);
            assertSame(LinkEvent.LOST, link.receive(0));
            assertFalse(link.send(bytes("x")));
            assertFalse(link.isUp());
            assertTrue(link.flush());
        }
    }

    @Test
    void deliversWhatCameBeforeTheRouterBrokeTheProtocol() throws Exception {
        try (ServerSocket server = listen()) {
            Pair pair = connect(server);
            try (RawPeer router = pair.router) {
                byte[] nonsense = {(byte) 0xf8};
                router.raw(Wire.concat(Wire.frame(0, bytes("one")), Wire.frame(0, bytes("two")), nonsense));
                assertEquals("one", text(nest.nextFrame(pair.link)));
                assertEquals("two", text(nest.nextFrame(pair.link)));
                nest.nextIsLost(pair.link);
            }
        }
    }

    /** Reading tells of what was sent before; that nothing more can be written is no reason to forget it. */
    @Test
    void deliversWhatCameThoughSendingFailed() throws Exception {
        try (ServerSocket server = listen()) {
            Pair pair = connect(server);
            try (RawPeer router = pair.router) {
                router.send(bytes("last words"));
            }
            Link link = pair.link;
            Await.until("the network refuses", () -> !link.send(bytes("to nobody")));
            assertFalse(link.isUp());
            assertEquals("last words", text(nest.nextFrame(link)));
            nest.nextIsLost(link);
        }
    }

    @Test
    void isLostWhenTheRouterDiesAndNeverConnectsAgain() {
        RouterSocket router = nest.router();
        String endpoint = endpoint(router);
        Link link = nest.upLink(router);
        nest.introduce(router, link);
        nest.close(router);
        nest.nextIsLost(link);
        RouterSocket second = reopen(endpoint);
        assertFalse(link.send(bytes("stale")));
        assertFalse(second.receive(nest.inbound, 500), "something stale arrived");
        assertSame(LinkEvent.LOST, link.receive(500));
        assertFalse(second.receive(nest.inbound, 500), "something stale arrived");
        assertEquals(0, second.counters().open());
        Link fresh = nest.upLink(second);
        nest.introduce(second, fresh);
    }

    private RouterSocket reopen(String endpoint) {
        RouterSocket[] router = new RouterSocket[1];
        Await.until("the port is free again", () -> {
            try {
                router[0] = nest.router(RouterSocketSettings.on(endpoint));
                return true;
            } catch (TransportException e) {
                return false;
            }
        });
        return router[0];
    }

    @Test
    void isLostWhenTheHandshakeFails() throws Exception {
        try (ServerSocket server = listen()) {
            Link link = nest.link(endpointOf(server));
            try (Socket other = server.accept()) {
                other.getOutputStream().write(bytes("220 mail.example ESMTP\r\n"));
                nest.nextIsLost(link);
            }
        }
    }

    @Test
    void isLostWhenTheConnectionEndsInItsHandshake() throws Exception {
        try (ServerSocket server = listen()) {
            Link link = nest.link(endpointOf(server));
            server.accept().close();
            nest.nextIsLost(link);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"DEALER", "REP", "PUB", "router"})
    void isLostWhenTheOtherSideIsNoRouter(String socketType) throws Exception {
        try (ServerSocket server = listen()) {
            Link link = nest.link(endpointOf(server));
            try (RawPeer other = new RawPeer(server.accept())) {
                other.raw(Wire.handshake(socketType));
                nest.nextIsLost(link);
            }
        }
    }

    @Test
    void isLostWhenTheOtherSideSaysNothing() throws Exception {
        try (ServerSocket server = listen()) {
            Link link = nest.link(endpointOf(server), LinkSettings.defaults().withHandshakeTimeoutMs(50));
            try (Socket other = server.accept()) {
                nest.nextIsLost(link);
                assertTrue(other.isConnected());
            }
        }
    }

    @Test
    void isLostWhenTheRouterShakesHandsAndDoesNotGreet() throws Exception {
        try (ServerSocket server = listen()) {
            Pair pair = shakeHands(server, LinkSettings.defaults().withHandshakeTimeoutMs(500));
            try (RawPeer router = pair.router) {
                // the end of the handshake is noticed within a wait that is longer
                assertSame(LinkEvent.LOST, pair.link.receive(60_000));
                assertTrue(router.written() > 0);
            }
        }
    }

    @Test
    void staysOnceItIsGreetedThoughTheRouterSaysNothingMore() throws Exception {
        RouterSocket router = nest.router();
        Link link = nest.link(endpoint(router), LinkSettings.defaults().withHandshakeTimeoutMs(1_000));
        assertArrayEquals(HELLO, nest.nextFrame(link));
        assertSame(LinkEvent.TIMEOUT, link.receive(1_100));
        nest.introduce(router, link);
    }

    @Test
    void isLostWhenTheRouterSendsMoreThanAllowed() throws Exception {
        try (ServerSocket server = listen()) {
            Pair pair = connect(server, LinkSettings.defaults().withMaxMessageBytes(1_000));
            try (RawPeer router = pair.router) {
                router.send(new byte[1_000]);
                assertEquals(1_000, nest.nextFrame(pair.link).length);
                router.announce(0, 1_001);
                nest.nextIsLost(pair.link);
            }
        }
    }

    @Test
    void isLostFromTheBeginningWhereTheHostIsUnknown() {
        Link link = nest.link("tcp://no-such-host.invalid:9");
        assertSame(LinkEvent.LOST, link.receive(0));
        assertFalse(link.send(bytes("x")));
        assertTrue(link.flush());
    }

    @Test
    void takesAForgedEndNoteForAFrame() throws Exception {
        try (ServerSocket server = listen()) {
            Pair pair = connect(server);
            try (RawPeer router = pair.router) {
                router.send(new byte[] {0});
                assertArrayEquals(new byte[] {0}, nest.nextFrame(pair.link));
                router.send(bytes("next"));
                assertEquals("next", text(nest.nextFrame(pair.link)));
            }
        }
    }

    @Test
    void answersThePingOfARouter() throws Exception {
        try (ServerSocket server = listen()) {
            Pair pair = connect(server);
            try (RawPeer router = pair.router) {
                router.write(Wire.COMMAND, Wire.command("PING", new byte[2], bytes("are you there?")));
                assertEquals("\4PONGare you there?", text(nest.whilePumping(router::readCommand)));
                assertTrue(pair.link.isUp());
            }
        }
    }

    /** Sends until nothing more is taken; returns how many frames were. */
    private static int fill(Link link, byte[] frame) {
        int sent = TransportFixture.untilFull(() -> link.send(frame));
        assertTrue(link.isUp());
        assertFalse(link.flush());
        return sent;
    }

    private static FutureTask<Integer> reads(TransportFixture nest, RawPeer router, int frames) {
        return nest.start(() -> {
            int bytes = 0;
            for (int i = 0; i < frames; i++) {
                bytes += router.read().length;
            }
            return bytes;
        });
    }

    @Test
    void refusesToSendWhenTheRouterDoesNotRead() throws Exception {
        try (ServerSocket server = listen()) {
            Pair pair = connect(server);
            try (RawPeer router = pair.router) {
                fill(pair.link, new byte[200_000]);
                router.reset();
                nest.nextIsLost(pair.link);
                assertTrue(pair.link.flush());
            }
        }
    }

    @Test
    void sendsWhatWaitsWhileItReceives() throws Exception {
        byte[] large = new byte[200_000];
        try (ServerSocket server = listen()) {
            Pair pair = connect(server);
            try (RawPeer router = pair.router) {
                int sent = fill(pair.link, large);
                FutureTask<Integer> read = reads(nest, router, sent);
                while (!read.isDone()) {
                    assertSame(LinkEvent.TIMEOUT, pair.link.receive(20));
                }
                assertEquals(sent * large.length, TransportFixture.result(read));
                assertTrue(pair.link.flush());
                assertTrue(pair.link.send(bytes("there is room again")));
                assertEquals("there is room again", text(router.read()));
            }
        }
    }

    @Test
    void sendsWhatWaitsWhenItIsFlushed() throws Exception {
        byte[] large = new byte[200_000];
        try (ServerSocket server = listen()) {
            Pair pair = connect(server);
            try (RawPeer router = pair.router) {
                int sent = fill(pair.link, large);
                FutureTask<Integer> read = reads(nest, router, sent);
                Await.until("nothing is left", pair.link::flush);
                assertEquals(sent * large.length, TransportFixture.result(read));
            }
        }
    }

    @Test
    void manyLinksReachOneRouter() {
        RouterSocket router = nest.router();
        Link[] links = new Link[20];
        int[] connections = new int[links.length];
        for (int i = 0; i < links.length; i++) {
            links[i] = nest.upLink(router);
            connections[i] = nest.introduce(router, links[i]);
        }
        for (int i = 0; i < links.length; i++) {
            assertSame(SendResult.SENT, router.send(connections[i], bytes("for " + i)));
        }
        for (int i = 0; i < links.length; i++) {
            assertEquals("for " + i, text(nest.nextFrame(links[i])));
        }
        nest.close(links[7]);
        nest.nextIsEndOf(connections[7], router);
    }

    @Test
    void doesNotWaitWithATimeoutOfZero() throws Exception {
        try (ServerSocket server = listen()) {
            Pair pair = connect(server);
            try (RawPeer router = pair.router) {
                assertSame(LinkEvent.TIMEOUT, pair.link.receive(0));
                assertTrue(router.written() > 0);
            }
        }
    }

    @Test
    void refusesUseAfterItsEnd() {
        RouterSocket router = nest.router();
        Link link = nest.upLink(router);
        nest.close(link);
        link.close();
        assertSame(LinkEvent.LOST, link.receive(0));
        assertFalse(link.isUp());
        assertFalse(link.send(bytes("x")));
        assertTrue(link.flush());
    }

    @Test
    void mayBeClosedBeforeItIsConnected() throws Exception {
        try (ServerSocket server = listen()) {
            Link link = nest.link(endpointOf(server));
            nest.close(link);
            assertSame(LinkEvent.LOST, link.receive(0));
            assertTrue(link.flush());
        }
    }

    @Test
    void hasNoThreadOfItsOwn() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        RouterSocket router = nest.router();
        nest.introduce(router, nest.upLink(router));
        Set<Thread> after = Thread.getAllStackTraces().keySet();
        assertTrue(before.containsAll(after), () -> before + " " + after);
    }

    @Test
    void saysWhatIsWrongWithAnEndpoint() {
        for (String wrong : new String[] {"tcp://h:0", "tcp://*:1", "tcp://h:*"}) {
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> nest.link(wrong));
            assertEquals(wrong + " (expected: a host and a port from 1 to 65535)", e.getMessage());
        }
    }
}
