package org.cellnest.transport;

import static org.cellnest.transport.TransportFixture.HELLO;
import static org.cellnest.transport.TransportFixture.bytes;
import static org.cellnest.transport.TransportFixture.endpoint;
import static org.cellnest.transport.TransportFixture.next;
import static org.cellnest.transport.TransportFixture.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.cellnest.transport.Inbound.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LinkTest {

    private final TransportFixture nest = new TransportFixture();

    @AfterEach
    void close() {
        nest.close();
    }

    /** A router played by hand: accepts one connection at a time. */
    private static ServerSocket listen() throws Exception {
        return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    private static String endpointOf(ServerSocket server) {
        return "tcp://127.0.0.1:" + server.getLocalPort();
    }

    /** A link and the hand-played router it has shaken hands with. */
    private record Pair(Link link, RawPeer router) {}

    /** Shakes hands as a ROUTER would; where a connection comes to nothing, the link is opened again. */
    private Pair shakeHands(ServerSocket server, LinkSettings settings) throws Exception {
        for (int attempt = 0; attempt < 5; attempt++) {
            Link link = nest.link(endpointOf(server), settings);
            assertFalse(link.send(bytes("too early")));
            RawPeer router = new RawPeer(server.accept());
            try {
                router.greet();
                router.write(RawPeer.COMMAND, RawPeer.ready("ROUTER", new byte[0]));
                router.readReady();
                return new Pair(link, router);
            } catch (IOException e) {
                router.close();
                assertSame(LinkEvent.LOST, next(link));
            }
        }
        throw new AssertionError("no handshake in five attempts");
    }

    /** The same, and the greeting is received. */
    private Pair connect(ServerSocket server, LinkSettings settings) throws Exception {
        Pair pair = shakeHands(server, settings);
        pair.router.send(HELLO);
        assertSame(LinkEvent.FRAME, next(pair.link));
        assertArrayEquals(HELLO, pair.link.frame());
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
                assertSame(LinkEvent.FRAME, next(pair.link));
                assertTrue(pair.link.isUp());
                assertTrue(pair.link.send(bytes("now")));
                assertEquals("now", text(router.read()));
            }
        }
    }

    @Test
    void connectsOnceTheRouterIsThere() throws Exception {
        String endpoint;
        try (ServerSocket server = listen()) {
            endpoint = endpointOf(server);
        }
        Link link = nest.link(endpoint);
        assertSame(LinkEvent.TIMEOUT, link.receive(150));
        RouterSocket router = nest.router(RouterSocketSettings.on(endpoint));
        if (next(link) == LinkEvent.LOST) {
            link = nest.upLink(router);
        }
        assertArrayEquals(HELLO, link.frame());
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
                assertSame(LinkEvent.FRAME, next(link));
                assertEquals("frame " + i, text(link.frame()));
            }
            assertSame(LinkEvent.LOST, next(link));
            assertSame(LinkEvent.LOST, link.receive(0));
            assertFalse(link.send(bytes("x")));
            assertFalse(link.isUp());
        }
    }

    @Test
    void isLostWhenTheRouterDiesAndNeverConnectsAgain() {
        RouterSocket router = nest.router();
        String endpoint = endpoint(router);
        Link link = nest.upLink(router);
        nest.introduce(router, link);
        router.close();
        assertSame(LinkEvent.LOST, next(link));
        RouterSocket second = reopen(endpoint);
        assertFalse(link.send(bytes("stale")));
        assertFalse(second.receive(nest.inbound, 1_500), "something stale arrived");
        assertEquals(0, second.openConnections());
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
                assertSame(LinkEvent.LOST, next(link));
            }
        }
    }

    @Test
    void isLostWhenTheOtherSideSaysNothing() throws Exception {
        try (ServerSocket server = listen()) {
            Link link = nest.link(endpointOf(server), LinkSettings.defaults().withHandshakeTimeoutMs(50));
            try (Socket other = server.accept()) {
                assertSame(LinkEvent.LOST, next(link));
                assertTrue(other.isConnected());
            }
        }
    }

    @Test
    void isLostWhenTheRouterSendsMoreThanAllowed() throws Exception {
        try (ServerSocket server = listen()) {
            Pair pair = connect(server, LinkSettings.defaults().withMaxMessageBytes(1_000));
            try (RawPeer router = pair.router) {
                router.announce(0, 1_001);
                assertSame(LinkEvent.LOST, next(pair.link));
            }
        }
    }

    @Test
    void isLostFromTheBeginningWhereTheHostIsUnknown() {
        Link link = nest.link("tcp://no-such-host.invalid:9");
        assertSame(LinkEvent.LOST, link.receive(0));
    }

    @Test
    void takesAForgedEndNoteForAFrame() throws Exception {
        try (ServerSocket server = listen()) {
            Pair pair = connect(server);
            Link link = pair.link;
            try (RawPeer router = pair.router) {
                router.send(new byte[] {0});
                assertSame(LinkEvent.FRAME, next(link));
                assertArrayEquals(new byte[] {0}, link.frame());
                router.send(bytes("next"));
                assertSame(LinkEvent.FRAME, next(link));
            }
        }
    }

    @Test
    void refusesToSendWhenTheRouterDoesNotRead() throws Exception {
        try (ServerSocket server = listen()) {
            Pair pair = connect(server);
            try (RawPeer router = pair.router) {
                int sent = 0;
                while (pair.link.send(new byte[200_000])) {
                    assertTrue(++sent < 1_000, "never full");
                }
                assertTrue(pair.link.isUp());
                router.reset();
            }
        }
    }

    /** See {@link IoThreads#reviewRegistrations}: left alone, 3 in 100 of these wait until the handshake times out. */
    @Test
    void theFirstConnectionOfAProcessIsNeverForgotten() throws Exception {
        LinkSettings patient = LinkSettings.defaults().withHandshakeTimeoutMs(60_000);
        for (int i = 0; i < 60; i++) {
            try (Transport process = Transport.open();
                    ServerSocket server = listen();
                    Link link = Link.open(process, endpointOf(server), patient);
                    RawPeer router = new RawPeer(server.accept())) {
                router.greet();
                assertFalse(link.isUp());
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
            assertSame(LinkEvent.FRAME, next(links[i]));
            assertEquals("for " + i, text(links[i].frame()));
        }
        links[7].close();
        assertSame(Kind.DISCONNECTED, nest.next(router).kind());
        assertEquals(connections[7], nest.inbound.connection());
    }

    @Test
    void saysWhatIsWrongWithAnEndpoint() {
        for (String wrong : new String[] {"tcp://h:0", "tcp://*:1", "tcp://h:*"}) {
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> nest.link(wrong));
            assertEquals(wrong + " (expected: a host and a port from 1 to 65535)", e.getMessage());
        }
    }
}
