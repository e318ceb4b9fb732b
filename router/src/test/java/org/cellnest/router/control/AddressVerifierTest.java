package org.cellnest.router.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.cellnest.protocol.AddressProof;
import org.cellnest.router.control.AddressVerifier.Verdict;
import org.cellnest.router.snapshot.GatewaySnapshot;
import org.cellnest.transport.ManualClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AddressVerifierTest {
    private static final String KEY = "cd".repeat(32);

    private final ManualClock clock = new ManualClock();
    private final AddressVerifier verifier = new AddressVerifier(clock);
    /** The first lines of what was asked. */
    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    /** Has a number for each connection that its client has closed. */
    private final BlockingQueue<Integer> closed = new LinkedBlockingQueue<>();

    private ServerSocket port;
    private volatile UnaryOperator<String> answers = challenge -> ok(AddressProof.of(KEY, "g", challenge));

    @BeforeEach
    void listen() throws IOException {
        port = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread acceptor = new Thread(() -> {
            while (!port.isClosed()) {
                try (Socket socket = port.accept()) {
                    answer(socket);
                } catch (IOException e) {
                    // The test is over, or its client has had enough.
                }
            }
        });
        acceptor.setDaemon(true);
        acceptor.start();
    }

    @AfterEach
    void close() throws IOException {
        port.close();
    }

    private void answer(Socket socket) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        String first = String.valueOf(lines.readLine());
        asked.add(first);
        while (!lines.readLine().isEmpty()) {
            // Nothing in the fields is looked at.
        }
        String challenge = first.replaceAll(".*challenge=([0-9a-f]*) .*", "$1");
        try {
            socket.getOutputStream().write(answers.apply(challenge).getBytes(StandardCharsets.US_ASCII));
            if (socket.getInputStream().read() < 0) {
                closed.add(1);
            }
        } catch (SocketException reset) {
            // Closed with some of the answer unread.
            closed.add(1);
        }
    }

    private static String ok(String body) {
        return "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private GatewaySnapshot gateway(String session, @Nullable String key) {
        return new GatewaySnapshot(
                "g",
                "1",
                session,
                0,
                "127.0.0.1:1",
                "",
                "http://127.0.0.1:" + port.getLocalPort(),
                key,
                "1",
                1,
                0,
                1,
                0,
                false,
                0,
                Map.of());
    }

    private Verdict verify() throws Exception {
        return verifier.verify(gateway("s", KEY)).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void verifiesTheGatewayThatMeetsTheChallenge() throws Exception {
        assertEquals(Verdict.VERIFIED, verify());
        assertTrue(asked.remove().matches("GET /\\.well-known/cellnest-gateway\\?challenge=[0-9a-f]{64} HTTP/1\\.1"));
    }

    @Test
    void doesNotVerifyWhatKnowsAnotherKey() throws Exception {
        answers = challenge -> ok(AddressProof.of("0".repeat(64), "g", challenge));
        assertEquals("something else answers there", verify().problem());
    }

    @Test
    void doesNotVerifyWhatIsAnotherGatewayOrEchoes() throws Exception {
        answers = challenge -> ok(AddressProof.of(KEY, "h", challenge));
        assertFalse(verify().verified());
        clock.advanceMs(AddressVerifier.FAILED_FOR_MS);
        answers = AddressVerifierTest::ok;
        assertFalse(verify().verified());
    }

    @Test
    void followsNoRedirect() throws Exception {
        answers = challenge -> "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:" + port.getLocalPort()
                + "/secret\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
        assertFalse(verify().verified());
        assertEquals(1, asked.size());
    }

    @Test
    void endsTheConnectionOfWhatSaysNothingOrDrips() throws Exception {
        answers = challenge -> "";
        assertTrue(verify().problem().startsWith("nothing answers there"), verify().problem());
        assertEquals(1, closed.poll(10, TimeUnit.SECONDS));
        clock.advanceMs(AddressVerifier.FAILED_FOR_MS);
        answers = challenge -> "HTTP/1.1 200 OK\r\nContent-Length: 64\r\n\r\n0";
        assertTrue(verify().problem().startsWith("nothing answers there"), verify().problem());
        assertEquals(1, closed.poll(10, TimeUnit.SECONDS));
    }

    @Test
    void takesInNoMoreThanAProof() throws Exception {
        answers = challenge -> ok("0".repeat(1 << 20));
        assertFalse(verify().verified());
        assertEquals(1, closed.poll(10, TimeUnit.SECONDS));
    }

    @Test
    void asksAgainWhenAVerdictIsOldOrTheSessionAnother() throws Exception {
        assertTrue(verify().verified());
        clock.advanceMs(AddressVerifier.VERIFIED_FOR_MS - 1);
        assertTrue(verify().verified());
        assertEquals(1, asked.size());
        clock.advanceMs(1);
        answers = challenge -> ok("");
        assertFalse(verify().verified());
        assertEquals(2, asked.size());
        answers = challenge -> ok(AddressProof.of(KEY, "g", challenge));
        assertTrue(verifier.verify(gateway("later", KEY))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .verified());
        assertEquals(3, asked.size());
    }

    @Test
    void neverAsksTheAddressOfAGatewayWithoutAKey() throws Exception {
        GatewaySnapshot old = gateway("s", null);
        verifier.refresh(List.of(old));
        assertEquals(
                "its version cannot prove its address",
                verifier.verify(old)
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS)
                        .problem());
        assertEquals(
                "its version cannot prove its address", verifier.latest(old).problem());
        assertTrue(asked.isEmpty());
    }

    @Test
    void showsTheVerdictToThoseWhoOnlyLook() throws Exception {
        GatewaySnapshot gateway = gateway("s", KEY);
        assertEquals(Verdict.UNKNOWN, verifier.latest(gateway));
        verifier.refresh(List.of(gateway));
        assertTrue(verify().verified());
        assertEquals(Verdict.VERIFIED, verifier.latest(gateway));
        // Of whoever has gone nothing is kept.
        verifier.refresh(List.of());
        assertEquals(Verdict.UNKNOWN, verifier.latest(gateway));
        assertEquals(1, asked.size());
    }
}
