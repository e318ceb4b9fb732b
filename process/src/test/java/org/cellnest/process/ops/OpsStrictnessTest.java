package org.cellnest.process.ops;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.cellnest.process.settings.Catalogue;
import org.cellnest.process.settings.Settings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that requests which are not exactly HTTP/1.1 are refused in the common form, and have no effect. */
class OpsStrictnessTest {
    private static final String HOST = "Host: localhost\r\n";

    private final AtomicInteger acted = new AtomicInteger();
    private OpsServer server;

    @BeforeEach
    void start() throws Exception {
        server = OpsServer.with(() -> Health.UP, () -> Health.UP)
                .handle(
                        "POST",
                        "/act",
                        request -> OpsAnswer.json(acted.incrementAndGet()).now())
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

    @ParameterizedTest
    @CsvSource({
        "'POST /act HTTP/1.1|Host: localhost|Transfer-Encoding: chunked||0||', 411",
        "'POST /act HTTP/1.1|Host: localhost|Transfer-Encoding: chunked||zz||', 411",
        "'POST /act HTTP/1.1|Host: localhost|Transfer-Encoding: x|Content-Length: 0||', 411",
        "'POST /act HTTP/1.1|Host: localhost|Content-Length: +0||', 400",
        "'POST /act HTTP/1.1|Host: localhost|Content-Length: 0, 0||', 400",
        "'POST /act HTTP/1.1|Host: localhost|Content-Length: 0|Content-Length: 0||', 400",
        "'POST /act HTTP/1.1|Host: localhost|Content-Length: 18446744073709551616||', 400",
        "'POST /act HTTP/1.1||', 400",
        "'POST /act HTTP/1.1|Host: localhost|Host: localhost||', 400",
        "'POST /act HTTP/1.1|Host: local host||', 400",
        "'POST /act HTTP/1.1|Host: localhost:99999||', 400",
        "'POST /act HTTP/1.1|Host: localhost| folded: x||', 400",
        "'POST /act HTTP/1.1|Host: localhost|Name : x||', 400",
        "'POST /act HTTP/1.1|Host: localhost|nocolon||', 400",
        "'POST  /act HTTP/1.1|Host: localhost||', 400",
        "'POST /act HTTP/1.10|Host: localhost||', 400",
        "'POST /act http/1.1|Host: localhost||', 400",
        "'POST /act HTTP/9.9|Host: localhost||', 505",
        "'POST /act|Host: localhost||', 400",
        "'POST act HTTP/1.1|Host: localhost||', 400",
        "'POST http://localhost/act HTTP/1.1|Host: localhost||', 400",
        "'POST /act?{ HTTP/1.1|Host: localhost||', 400",
        "'POST /act%2 HTTP/1.1|Host: localhost||', 400",
        "'POST /ä HTTP/1.1|Host: localhost||', 400",
        "'P(ST /act HTTP/1.1|Host: localhost||', 400",
        "'CONNECT /act HTTP/1.1|Host: localhost||', 501",
    })
    void refusesWhatIsNotExactlyARequest(String head, int status) throws IOException {
        String answer = exchange(head.replace("|", "\r\n"));
        assertProblem(status, answer);
        assertEquals(0, acted.get());
    }

    @Test
    void refusesLinesThatEndByLineFeedAlone() throws IOException {
        assertProblem(400, exchange("POST /act HTTP/1.1\nHost: localhost\n\n"));
        assertProblem(400, exchange("POST /act HTTP/1.1\r\nHost: localhost\r\nX: a\rb\r\n\r\n"));
        assertEquals(0, acted.get());
    }

    @Test
    void refusesHeadsThatAreTooLargeOrEndEarly() throws IOException {
        assertProblem(431, exchange("POST /act HTTP/1.1\r\n" + HOST + "X: " + "x".repeat(StrictHead.MAX_BYTES)));
        assertProblem(431, exchange("POST /act HTTP/1.1\r\n" + HOST + "X: 1\r\n".repeat(60) + "\r\n"));
        assertProblem(400, exchange("POST /act?" + "a=1&".repeat(60) + " HTTP/1.1\r\n" + HOST + "\r\n"));
        assertProblem(400, exchange("POST /act HTTP/1.1\r\nHost: loc"));
        assertEquals(0, acted.get());
    }

    /** Tests that the requests before a refused one are answered first, those after it never. */
    @Test
    void answersAPipelinedRefusalInItsTurn() throws IOException {
        String good = "POST /act HTTP/1.1\r\n" + HOST + "Content-Length: 2\r\n\r\n{}";
        String answers = exchange("\r\n" + good + good + "BAD\r\n\r\n" + good);
        List<String> statuses = Pattern.compile("HTTP/1\\.1 (\\d{3}) ")
                .matcher(answers)
                .results()
                .map(found -> found.group(1))
                .toList();
        assertEquals(List.of("200", "200", "400"), statuses, answers);
        assertEquals(2, acted.get());
    }

    /** Changes, deletes or duplicates one octet of a valid request, with a fixed seed. */
    @Test
    void leavesNothingForUndertowToRefuse() throws IOException {
        Random random = new Random(20260131);
        String good = "POST /act?a=b%20c HTTP/1.1\r\n" + HOST + "Accept: a/b\r\nContent-Length: 2\r\n\r\n{}";
        for (int i = 0; i < 200; i++) {
            int at = random.nextInt(good.indexOf("\r\n\r\n"));
            char octet = (char) random.nextInt(256);
            String changed = switch (i % 3) {
                case 0 -> good.substring(0, at) + octet + good.substring(at + 1);
                case 1 -> good.substring(0, at) + good.substring(at + 1);
                default -> good.substring(0, at) + good.charAt(at) + good.substring(at);
            };
            String answer = exchange(changed);
            int status = answer.isEmpty() ? 0 : Integer.parseInt(answer.substring(9, 12));
            boolean ours = status == 200 || answer.contains("Content-Type: application/problem+json");
            assertTrue(ours, () -> "to " + changed + " came " + answer);
        }
    }

    /** Sends all bytes and no more, and reads until the connection ends. */
    private String exchange(String bytes) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    private static void assertProblem(int status, String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
        assertTrue(answer.contains("Content-Type: application/problem+json"), answer);
        assertTrue(answer.contains("\"status\":" + status), answer);
    }
}
