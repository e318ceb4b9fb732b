package org.cellnest.process.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.cellnest.process.StartupException;
import org.cellnest.process.settings.Catalogue;
import org.cellnest.process.settings.Settings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that health checks and operators are answered, however many connections other clients hold. */
class OpsCrowdTest {
    private static final int CROWD = ConnectionLimiter.MAX_CONNECTIONS + 150;
    private static final String HOST = " HTTP/1.1\r\nHost: localhost\r\n";
    private static final String TOKEN = "Authorization: Bearer sesame-sesame-42\r\n";

    private final List<Socket> sockets = new ArrayList<>();
    private final Queue<OpsStream> streams = new ConcurrentLinkedQueue<>();
    private final Queue<CompletableFuture<OpsAnswer>> held = new ConcurrentLinkedQueue<>();
    private @Nullable OpsServer server;

    private void start(String... settings) throws StartupException {
        String[] all = new String[settings.length + 1];
        System.arraycopy(settings, 0, all, 1, settings.length);
        all[0] = "router.ops.port=0";
        byte[] large = new byte[8 << 20];
        server = OpsServer.with(() -> Health.UP, () -> Health.UP)
                .get("/page", request -> OpsAnswer.json("page").now())
                .get("/large", request -> new OpsAnswer.Bytes(200, "text/plain", large).now())
                .get("/stream", request -> new OpsAnswer.Streamed("text/plain", new byte[0], streams::add).now())
                .get("/held", request -> held())
                .handle("POST", "/things", request -> OpsAnswer.json("thing").now())
                .start(
                        Settings.of(all),
                        Catalogue.ROUTER_OPS_HOST,
                        Catalogue.ROUTER_OPS_PORT,
                        Catalogue.ROUTER_OPS_TOKEN);
    }

    private OpsServer started() {
        return Objects.requireNonNull(server, "not started");
    }

    private CompletionStage<OpsAnswer> held() {
        CompletableFuture<OpsAnswer> answer = new CompletableFuture<>();
        held.add(answer);
        return answer;
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        started().stop();
    }

    /**
     * Tests crowds that send nothing, a head without an end, and a body without an end. Other crowds do not read their
     * answer, open streams, or request health checks.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GET /page" + HOST + "X-Slow: ",
                "POST /things" + HOST + "Content-Length: 100\r\n\r\n{",
                "GET /large" + HOST + "\r\n",
                "GET /stream" + HOST + "\r\n",
                "GET /healthz" + HOST + "\r\n"
            })
    void answersWhileACrowdHoldsConnections(String sent) throws Exception {
        start();
        for (int i = 0; i < CROWD; i++) {
            send(connect(), sent);
        }
        assertAnswers("/healthz", "");
        assertAnswers("/readyz", "");
        // What a crowd asks for all at once is more than may wait; others are told to come again.
        await(() -> get("/page", "").status() == 200);
    }

    @Test
    void refusesTheStreamsThatAreTooMany() throws Exception {
        start();
        for (int i = 0; i < ConnectionLimiter.MAX_STREAMS; i++) {
            Socket reader = connect();
            send(reader, "GET /stream" + HOST + "\r\n");
            assertEquals("HTTP/1.1 200 OK", line(reader));
        }
        RawAnswer refused = RawAnswer.of(started().port(), "GET /stream HTTP/1.1", "Host: localhost");
        assertEquals(503, refused.status());
        assertTrue(refused.body().contains("streams are open"), refused.body());
        // A place that becomes free is taken again.
        streams.remove().end();
        await(() -> RawAnswer.of(started().port(), "HEAD /stream HTTP/1.1", "Host: localhost")
                        .status()
                == 200);
    }

    @Test
    void refusesTheRequestsThatHandlersHaveNoRoomFor() throws Exception {
        start();
        List<Socket> waiting = new ArrayList<>();
        for (int i = 0; i < ConnectionLimiter.MAX_WORKING; i++) {
            Socket socket = connect();
            send(socket, "GET /held" + HOST + "\r\n");
            waiting.add(socket);
        }
        await(() -> held.size() == ConnectionLimiter.MAX_WORKING);
        RawAnswer refused = RawAnswer.of(started().port(), "GET /held HTTP/1.1", "Host: localhost");
        assertEquals(503, refused.status());
        assertTrue(refused.head().contains("Retry-After: 1"), refused.head());
        for (int i = 0; i < CROWD; i++) {
            connect();
        }
        assertAnswers("/healthz", "");
        held.forEach(answer -> answer.complete(OpsAnswer.json("done")));
        for (Socket socket : waiting) {
            assertEquals("HTTP/1.1 200 OK", line(socket));
        }
    }

    @Test
    void closesNoConnectionOfAnOperatorForThoseOfStrangers() throws Exception {
        start("router.ops.token=sesame-sesame-42");
        Socket reader = connect();
        send(reader, "GET /stream" + HOST + TOKEN + "\r\n");
        assertEquals("HTTP/1.1 200 OK", line(reader));
        Socket kept = connect();
        send(kept, "GET /page" + HOST + TOKEN + "\r\n");
        assertEquals("HTTP/1.1 200 OK", line(kept));
        for (int i = 0; i < 2 * CROWD; i++) {
            send(connect(), i % 2 == 0 ? "" : "GET /stream" + HOST + "\r\n");
        }
        assertAnswers("/healthz", "");
        assertAnswers("/page", TOKEN);
        assertEquals(1, streams.size());
        assertTrue(streams.remove().send("still here\n".getBytes(UTF_8)));
        assertTrue(linesUntil(reader, "still here"));
        send(kept, "GET /page" + HOST + TOKEN + "Connection: close\r\n\r\n");
        assertTrue(linesUntil(kept, "HTTP/1.1 200 OK"));
    }

    @Test
    void closesTheConnectionsOfTheAddressThatHoldsTheMost() throws Exception {
        start();
        Socket other = connect("127.0.0.2");
        for (int i = 0; i < 2 * CROWD; i++) {
            connect();
        }
        assertAnswers("/healthz", "");
        send(other, "GET /healthz" + HOST + "Connection: close\r\n\r\n");
        assertEquals("HTTP/1.1 200 OK", line(other));
    }

    private Socket connect() throws IOException {
        return connect("127.0.0.1");
    }

    private Socket connect(String from) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(from, 0));
        // An answer that nobody reads stays with the server.
        socket.setReceiveBufferSize(4096);
        socket.setSoTimeout(10_000);
        socket.connect(new InetSocketAddress(
                InetAddress.getLoopbackAddress(), started().port()));
        sockets.add(socket);
        return socket;
    }

    /** Sends bytes; a failure is ignored, since the connection may have been closed for another. */
    private static void send(Socket socket, String bytes) {
        try {
            socket.getOutputStream().write(bytes.getBytes(UTF_8));
        } catch (IOException e) {
            assertTrue(socket.isConnected());
        }
    }

    private void assertAnswers(String path, String fields) throws IOException {
        assertEquals(200, get(path, fields).status(), path);
    }

    private RawAnswer get(String path, String fields) throws IOException {
        String[] head = fields.isEmpty()
                ? new String[] {"GET " + path + " HTTP/1.1", "Host: localhost"}
                : new String[] {"GET " + path + " HTTP/1.1", "Host: localhost", fields.strip()};
        return RawAnswer.of(started().port(), head);
    }

    private static boolean linesUntil(Socket socket, String wanted) throws IOException {
        while (true) {
            String line = line(socket);
            if (line.endsWith(wanted)) {
                return true;
            }
        }
    }

    private static String line(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = socket.getInputStream().read();
                b != '\n';
                b = socket.getInputStream().read()) {
            if (b < 0) {
                throw new IOException("closed after " + line);
            }
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(Condition condition) throws IOException {
        long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.holds()) {
            assertTrue(System.nanoTime() - untilNs < 0, "not in time");
            LockSupport.parkNanos(1_000_000);
        }
    }
}
