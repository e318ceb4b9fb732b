package org.cellnest.transport;

import static org.cellnest.transport.TransportFixture.bytes;
import static org.cellnest.transport.TransportFixture.endpoint;
import static org.cellnest.transport.TransportFixture.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A peer written with libzmq, through Python's binding; the only tests that are left out where a tool is missing. */
class LibzmqPeerTest {

    private static final String PYTHON = "/usr/bin/python3";

    /** Says what it is greeted with, sends a frame, echoes what it is sent, and then waits to be killed. */
    private static final String PEER = """
            import sys, zmq
            socket = zmq.Context().socket(zmq.DEALER)
            if sys.argv[2]:
                socket.setsockopt(zmq.IDENTITY, bytes.fromhex(sys.argv[2]))
            socket.connect(sys.argv[1])
            print(socket.recv().decode(), flush=True)
            socket.send(b'from libzmq')
            while True:
                socket.send_multipart([b'echo', socket.recv()])
            """;

    private final TransportFixture nest = new TransportFixture();

    @BeforeAll
    static void needsPythonWithZmq() throws Exception {
        assumeTrue(new File(PYTHON).canExecute(), PYTHON + " is not there");
        Process probe = new ProcessBuilder(PYTHON, "-c", "import zmq").start();
        assumeTrue(probe.waitFor() == 0, PYTHON + " has no zmq");
    }

    @AfterEach
    void close() {
        nest.close();
    }

    private static Process start(String endpoint, String identityHex) throws IOException {
        return new ProcessBuilder(PYTHON, "-c", PEER, endpoint, identityHex)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @Test
    void isGreetedExchangesFramesAndIsMissedAsSoonAsItIsKilled() throws Exception {
        RouterSocket router = nest.router();
        Process peer = start(endpoint(router), "");
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(peer.getInputStream(), StandardCharsets.UTF_8))) {
            assertEquals("hello", nest.whilePumping(out::readLine));
            assertEquals("from libzmq", text(nest.nextFrame(router)));
            int connection = nest.inbound.connection();
            assertSame(SendResult.SENT, router.send(connection, bytes("ping")));
            // a message of two frames is two messages here
            assertEquals("echo", text(nest.nextFrame(router)));
            assertEquals("ping", text(nest.nextFrame(router)));
            byte[] large = "large ".repeat(50_000).getBytes(StandardCharsets.UTF_8);
            assertSame(SendResult.SENT, router.send(connection, large));
            assertEquals("echo", text(nest.nextFrame(router)));
            assertArrayEquals(large, nest.nextFrame(router));
            peer.destroyForcibly();
            nest.nextIsEndOf(connection, router);
        } finally {
            end(peer);
        }
    }

    @Test
    void hasAnAddressOfOurMakingThoughItChoseOne() throws Exception {
        RouterSocket router = nest.router();
        Process peer = start(endpoint(router), "0001020304");
        try {
            assertEquals("from libzmq", text(nest.nextFrame(router)));
            assertEquals(1, router.counters().chosenIds());
            assertSame(SendResult.GONE, router.send(0x01020304, bytes("x")));
            assertSame(SendResult.SENT, router.send(nest.inbound.connection(), bytes("ping")));
            assertEquals("echo", text(nest.nextFrame(router)));
        } finally {
            end(peer);
        }
    }

    private static void end(Process peer) throws InterruptedException {
        peer.destroyForcibly();
        assertTrue(peer.waitFor(10, TimeUnit.SECONDS));
    }
}
