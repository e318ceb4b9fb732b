package org.cellnest.process.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.cellnest.process.settings.Catalogue;
import org.cellnest.process.settings.Settings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpsStreamTest {
    private final BlockingQueue<OpsStream> streams = new LinkedBlockingQueue<>();
    private OpsServer server;

    @BeforeEach
    void start() throws Exception {
        server = OpsServer.with(() -> Health.UP, () -> Health.UP)
                .get("/stream", request -> new OpsAnswer.Streamed("text/plain", new byte[0], streams::add).now())
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

    @Test
    void sendsWhatComesAsItComes() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.url() + "/stream")).build();
        try (InputStream in = HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofInputStream())
                        .body();
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, UTF_8))) {
            OpsStream stream = opened();
            assertTrue(stream.send("one\n".getBytes(UTF_8)));
            assertEquals("one", lines.readLine());
            assertTrue(stream.send("two\n".getBytes(UTF_8)));
            assertTrue(stream.send("three\n".getBytes(UTF_8)));
            assertEquals("two", lines.readLine());
            assertEquals("three", lines.readLine());
            stream.end();
            assertEquals(null, lines.readLine());
            assertFalse(stream.send(new byte[1]));
        }
    }

    @Test
    void cutsAReaderOffThatDoesNotRead() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write("GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));
            OpsStream stream = opened();
            CountDownLatch closed = new CountDownLatch(1);
            stream.onClosed(closed::countDown);
            // More than any socket buffer takes.
            byte[] chunk = new byte[64 << 10];
            int sent = 0;
            while (sent < 4096 && stream.send(chunk)) {
                sent++;
            }
            assertTrue(sent < 4096, "never cut off");
            assertTrue(closed.await(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void noticesThatAReaderHasGone() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        OpsStream stream;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write("GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));
            stream = opened();
            stream.onClosed(closed::countDown);
            assertEquals('H', socket.getInputStream().read());
            // A reset, so that the next write fails at once.
            socket.setSoLinger(true, 0);
        }
        long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (stream.send(new byte[1024]) && System.nanoTime() - untilNs < 0) {
            Thread.onSpinWait();
        }
        assertTrue(closed.await(10, TimeUnit.SECONDS));
    }

    @Test
    void staysOpenForLongerThanAnyTimeoutWithNothingToTell() throws Exception {
        server.stop();
        OpsTimeouts timeouts = new OpsTimeouts(500, 2_000, 50);
        byte[] keepAlive = ": here\n".getBytes(UTF_8);
        server = OpsServer.with(() -> Health.UP, () -> Health.UP)
                .get("/stream", request -> new OpsAnswer.Streamed("text/plain", keepAlive, streams::add).now())
                .timeouts(timeouts)
                .start(
                        Settings.of("router.ops.port=0"),
                        Catalogue.ROUTER_OPS_HOST,
                        Catalogue.ROUTER_OPS_PORT,
                        Catalogue.ROUTER_OPS_TOKEN);
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.url() + "/stream")).build();
        try (InputStream in = HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofInputStream())
                        .body();
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, UTF_8))) {
            int longer = 2 * timeouts.transferMs() / timeouts.keepAliveMs();
            for (int i = 0; i < longer; i++) {
                assertEquals(": here", lines.readLine());
            }
            assertTrue(opened().send("still\n".getBytes(UTF_8)));
            String line = lines.readLine();
            while (": here".equals(line)) {
                line = lines.readLine();
            }
            assertEquals("still", line);
        }
    }

    private OpsStream opened() throws InterruptedException {
        OpsStream stream = streams.poll(10, TimeUnit.SECONDS);
        assertTrue(stream != null, "no stream was opened");
        return stream;
    }
}
