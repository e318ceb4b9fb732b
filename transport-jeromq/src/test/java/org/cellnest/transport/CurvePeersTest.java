package org.cellnest.transport;

import static org.cellnest.transport.TransportFixture.HELLO;
import static org.cellnest.transport.TransportFixture.bytes;
import static org.cellnest.transport.TransportFixture.endpoint;
import static org.cellnest.transport.TransportFixture.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cellnest.transport.jeromq.AllowList;
import org.cellnest.transport.jeromq.CurveKeyPair;
import org.cellnest.transport.jeromq.CurveServer;
import org.cellnest.transport.jeromq.JeroMqTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/** Connects sockets of JeroMQ and of libzmq to a router that demands CURVE. */
class CurvePeersTest {

    private static final String PYTHON = "/usr/bin/python3";
    private static final int PATIENCE_MS = 30_000;

    /**
     * A peer that prints the greeting it receives, sends a frame and echoes frames; or prints how the handshake failed.
     */
    private static final String PEER = """
            import sys, zmq
            from zmq.utils.monitor import recv_monitor_message
            socket = zmq.Context().socket(zmq.DEALER)
            socket.curve_publickey, socket.curve_secretkey, socket.curve_serverkey = [k.encode() for k in sys.argv[2:5]]
            FAILED = zmq.EVENT_HANDSHAKE_FAILED_AUTH | zmq.EVENT_HANDSHAKE_FAILED_PROTOCOL
            FAILED |= zmq.EVENT_HANDSHAKE_FAILED_NO_DETAIL
            monitor = socket.get_monitor_socket(FAILED)
            socket.connect(sys.argv[1])
            poller = zmq.Poller()
            poller.register(socket, zmq.POLLIN)
            poller.register(monitor, zmq.POLLIN)
            ready = dict(poller.poll(int(sys.argv[5])))
            if not ready:
                print('nothing', flush=True)
                sys.exit()
            if monitor in ready:
                event = recv_monitor_message(monitor)
                print('auth' if event['event'] == zmq.EVENT_HANDSHAKE_FAILED_AUTH else 'failed', event['value'], flush=True)
                sys.exit()
            print(socket.recv().decode(), flush=True)
            socket.send(b'from libzmq')
            while True:
                socket.send(socket.recv())
            """;

    @TempDir
    Path folder;

    private final CurveKeyPair routerKeys = CurveKeyPair.generate();
    private final CurveKeyPair listed = CurveKeyPair.generate();
    private final CurveKeyPair stranger = CurveKeyPair.generate();
    private final TransportFixture nest = new TransportFixture(
            JeroMqTransport.curve(new CurveServer(routerKeys, List.of(() -> list(listed))), List.of()));
    private final RouterSocket router = nest.router();
    private final JeroMqSockets peers = new JeroMqSockets();

    @AfterEach
    void close() {
        try {
            nest.close();
        } finally {
            peers.close();
        }
    }

    private static AllowList list(CurveKeyPair keys) {
        try {
            return AllowList.parse(AllowList.line(keys.publicKey(), "listed"), "a test");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns the secret of a pair from its file. */
    private String secret(CurveKeyPair keys) throws IOException {
        Path file = folder.resolve("key-" + keys.hashCode());
        if (!Files.exists(file)) {
            keys.write(file);
        }
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith("secret = "))
                .map(line -> line.substring("secret = ".length()))
                .findFirst()
                .orElseThrow();
    }

    private ZMQ.Socket dealer(CurveKeyPair keys, CurveKeyPair ofRouter) throws Exception {
        ZMQ.Socket socket = peers.create(SocketType.DEALER);
        socket.setCurvePublicKey(keys.publicKey().bytes());
        socket.setCurveSecretKey(ZMQ.Curve.z85Decode(secret(keys)));
        socket.setCurveServerKey(ofRouter.publicKey().bytes());
        return socket;
    }

    @Test
    void aSocketOfJeroMqWithAListedKeyExchangesFrames() throws Exception {
        ZMQ.Socket dealer = dealer(listed, routerKeys);
        assertTrue(dealer.connect(endpoint(router)));
        dealer.setReceiveTimeOut(PATIENCE_MS);
        assertArrayEquals(HELLO, nest.whilePumping(() -> dealer.recv()));
        assertTrue(dealer.send("from JeroMQ"));
        assertEquals("from JeroMQ", text(nest.nextFrame(router)));
        assertEquals("listed", router.peerKey(nest.inbound.connection()));
        byte[] large = new byte[300_000];
        assertSame(SendResult.SENT, router.send(nest.inbound.connection(), large));
        assertArrayEquals(large, nest.whilePumping(() -> dealer.recv()));
    }

    @Test
    void aSocketOfJeroMqIsRefusedForAStrangersKeyAWrongRouterKeyAndNoKey() throws Exception {
        ZMQ.Socket ofStranger = dealer(stranger, routerKeys);
        assertTrue(ofStranger.connect(endpoint(router)));
        nest.await("the refusal of the stranger's key", () -> router.counters().refusedKeys() > 0);
        assertHearsNothing(ofStranger);
        long refused = router.counters().refusedKeys();
        for (ZMQ.Socket dealer : List.of(dealer(listed, stranger), peers.create(SocketType.DEALER))) {
            assertTrue(dealer.connect(endpoint(router)));
            assertHearsNothing(dealer);
        }
        assertEquals(refused, router.counters().refusedKeys(), "nobody else came so far as to prove one");
    }

    private void assertHearsNothing(ZMQ.Socket dealer) throws Exception {
        dealer.setReceiveTimeOut(500);
        assertNull(nest.whilePumping(() -> dealer.recv()));
        dealer.close();
    }

    @Test
    void aSocketOfLibzmqWithAListedKeyExchangesFrames() throws Exception {
        Process peer = start(listed, routerKeys, PATIENCE_MS);
        try (BufferedReader out = reader(peer)) {
            try {
                assertEquals("hello", nest.whilePumping(out::readLine));
                assertEquals("from libzmq", text(nest.nextFrame(router)));
                int connection = nest.inbound.connection();
                assertEquals("listed", router.peerKey(connection));
                byte[] large = "large ".repeat(50_000).getBytes(StandardCharsets.UTF_8);
                assertSame(SendResult.SENT, router.send(connection, large));
                assertArrayEquals(large, nest.nextFrame(router));
                peer.destroyForcibly();
                nest.nextIsEndOf(connection, router);
            } finally {
                end(peer);
            }
        }
    }

    @Test
    void aSocketOfLibzmqIsToldThatItsKeyIsRefused() throws Exception {
        assertEquals("auth 400", outcome(stranger, routerKeys, PATIENCE_MS));
        assertTrue(router.counters().refusedKeys() > 0);
    }

    /** Libzmq silently accepts an ERROR without a reason, and does not reconnect. */
    @Test
    void aSocketOfLibzmqWhoseRouterKeyIsWrongIsNeverGreeted() throws Exception {
        assertEquals("nothing", outcome(listed, stranger, 1_000));
        assertEquals(0, router.counters().refusedKeys());
    }

    private String outcome(CurveKeyPair keys, CurveKeyPair ofRouter, int patienceMs) throws Exception {
        Process peer = start(keys, ofRouter, patienceMs);
        try (BufferedReader out = reader(peer)) {
            try {
                return nest.whilePumping(out::readLine);
            } finally {
                end(peer);
            }
        }
    }

    private Process start(CurveKeyPair keys, CurveKeyPair ofRouter, int patienceMs) throws Exception {
        Process probe = new ProcessBuilder(PYTHON, "-c", "import sys, zmq; sys.exit(not zmq.has('curve'))").start();
        assumeTrue(probe.waitFor() == 0, PYTHON + " has no zmq with CURVE");
        return new ProcessBuilder(
                        PYTHON,
                        "-c",
                        PEER,
                        endpoint(router),
                        keys.publicKey().toString(),
                        secret(keys),
                        ofRouter.publicKey().toString(),
                        String.valueOf(patienceMs))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static BufferedReader reader(Process peer) {
        return new BufferedReader(new InputStreamReader(peer.getInputStream(), StandardCharsets.UTF_8));
    }

    private static void end(Process peer) throws InterruptedException {
        peer.destroyForcibly();
        assertTrue(peer.waitFor(10, TimeUnit.SECONDS));
    }

    @Test
    void aStrangersBytesAfterTheGreetingEndItAlone() throws Exception {
        ZMQ.Socket dealer = dealer(listed, routerKeys);
        assertTrue(dealer.connect(endpoint(router)));
        dealer.setReceiveTimeOut(PATIENCE_MS);
        assertArrayEquals(HELLO, nest.whilePumping(() -> dealer.recv()));
        try (RawPeer raw = RawPeer.connect(endpoint(router))) {
            raw.raw(Wire.greeting(3, "CURVE"));
            raw.write(Wire.COMMAND, Wire.ready("DEALER", Wire.NO_IDENTITY));
            assertTrue(nest.whilePumping(raw::isClosedByPeer));
        }
        assertTrue(dealer.send(bytes("still here")));
        assertEquals("still here", text(nest.nextFrame(router)));
    }
}
