package org.cellnest.process.ops;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import org.cellnest.process.settings.Catalogue;
import org.cellnest.process.settings.Settings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests that on a persistent connection the next request begins right after the body, wherever TCP splits the bytes.
 */
class OpsBodyFramingTest {
    record Thing(String name) {}

    private static final String FIELDS = " HTTP/1.1\r\nHost: localhost\r\n";
    private static final String NEXT = "GET /next" + FIELDS + "\r\n";

    private OpsServer server;

    @BeforeEach
    void start() throws Exception {
        server = OpsServer.with(() -> Health.UP, () -> Health.UP)
                .get("/next", request -> OpsAnswer.json(new Thing("next")).now())
                .handle(
                        "POST",
                        "/things",
                        request -> OpsAnswer.json(request.json(Thing.class)).now())
                .start(
                        Settings.of("router.ops.port=0"),
                        Catalogue.ROUTER_OPS_HOST,
                        Catalogue.ROUTER_OPS_PORT,
                        Catalogue.ROUTER_OPS_TOKEN);
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    /** Tests four requests; the last two need no body and are answered without it. */
    @ParameterizedTest
    @CsvSource({
        "POST /things, '', 400, about:blank",
        "POST /things, '{\"name\":\"x\"}', 200, {\"name\":\"x\"}",
        "POST /healthz, 'xy', 405, POST /healthz (expected: GET",
        "GET /healthz, 'xy', 200, UP",
    })
    void findsTheEndOfABodyWhereverItIsCut(String line, String content, int status, String body) throws Exception {
        String bytes = line + FIELDS + "Content-Type: application/json\r\nContent-Length: " + content.length()
                + "\r\n\r\n" + content + NEXT;
        try (Socket socket = connect();
                Socket other = connect()) {
            for (int cut = 1; cut <= bytes.length(); cut++) {
                send(socket, bytes.substring(0, cut));
                // What came before this, the one event loop has read when this is answered.
                send(other, "GET /healthz" + FIELDS + "\r\n");
                assertAnswered(other, 200, "UP", "another connection");
                send(socket, bytes.substring(cut));
                assertAnswered(socket, status, body, "cut at " + cut);
                assertAnswered(socket, 200, "next", "cut at " + cut);
            }
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(10_000);
        // Each send is a segment of its own.
        socket.setTcpNoDelay(true);
        return socket;
    }

    private static void send(Socket socket, String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
    }

    private static void assertAnswered(Socket socket, int status, String body, String which) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        int length = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            head.append(line).append('\n');
            if (line.startsWith("Content-Length: ")) {
                length = Integer.parseInt(line.substring(16));
            }
        }
        String content = new String(in.readNBytes(length), UTF_8);
        assertEquals("HTTP/1.1 " + status, head.substring(0, Math.min(12, head.length())), which + ": " + head);
        assertTrue(content.contains(body), which + ": " + content);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }
}
