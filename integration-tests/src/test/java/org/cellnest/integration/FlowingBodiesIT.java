package org.cellnest.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.cellnest.integration.harness.Await;
import org.cellnest.integration.harness.Failures;
import org.cellnest.integration.harness.HttpConnection;
import org.cellnest.integration.harness.Machine;
import org.cellnest.integration.harness.NestChild;
import org.cellnest.integration.harness.NestOfProcesses;
import org.cellnest.integration.harness.TestCells;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bodies that flow up and down, of announced and unknown length, while processes are killed: a transfer that seems whole to
 * its client is whole, and nothing stays behind when all is over.
 */
@Tag("transport")
@ExtendWith(Failures.class)
class FlowingBodiesIT {
    private static final int CLIENTS = 6;
    private static final int MAX_BYTES = 4 << 20;
    private static final Duration RELEASED_WITHIN = Duration.ofSeconds(5);
    private static final String FLOWS = """
            package flows;

            import java.io.InputStream;
            import java.io.OutputStream;
            import java.security.MessageDigest;
            import java.util.HexFormat;
            import java.util.Random;
            import org.cellnest.cell.Body;
            import org.cellnest.cell.Param;
            import org.cellnest.cell.Response;
            import org.cellnest.cell.Route;

            public final class Flows {
                @Route(value = "/flows/digest", methods = "PUT")
                public String digest(@Body InputStream body) throws Exception {
                    MessageDigest digest = MessageDigest.getInstance("SHA-256");
                    byte[] piece = new byte[8192];
                    for (int n; (n = body.read(piece)) > 0; ) {
                        digest.update(piece, 0, n);
                    }
                    return HexFormat.of().formatHex(digest.digest());
                }

                @Route("/flows/sized/{bytes}")
                public Response sized(int bytes) {
                    return Response.stream("application/octet-stream", out -> write(bytes, out)).length(bytes);
                }

                @Route("/flows/unsized/{bytes}")
                public Response unsized(int bytes) {
                    return Response.stream("application/octet-stream", out -> write(bytes, out));
                }

                private static void write(int bytes, OutputStream out) throws Exception {
                    Random random = new Random(bytes);
                    byte[] piece = new byte[10_000];
                    for (int left = bytes; left > 0; left -= piece.length) {
                        random.nextBytes(piece);
                        out.write(piece, 0, Math.min(left, piece.length));
                    }
                }
            }
            """;

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger whole = new AtomicInteger();
    private final AtomicInteger broken = new AtomicInteger();

    private static byte[] bytes(int length) {
        byte[] all = new byte[length];
        byte[] piece = new byte[10_000];
        Random random = new Random(length);
        for (int at = 0; at < length; at += piece.length) {
            random.nextBytes(piece);
            System.arraycopy(piece, 0, all, at, Math.min(piece.length, length - at));
        }
        return all;
    }

    private static String digest(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private void transferUntilTold(int port, long seed) {
        Random random = new Random(seed);
        while (!over.get()) {
            int length = 1 + random.nextInt(random.nextBoolean() ? 200_000 : MAX_BYTES);
            boolean isWhole;
            try {
                isWhole = switch (random.nextInt(5)) {
                    case 0 -> upload(port, BodyPublishers.ofByteArray(bytes(length)), length);
                    case 1 -> {
                        BodyPublisher unsized =
                                BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(bytes(length)));
                        yield upload(port, unsized, length);
                    }
                    case 2 -> download(port, "/flows/sized/" + length, length);
                    case 3 -> download(port, "/flows/unsized/" + length, length);
                    default -> downloadOld(port, "/flows/unsized/" + length, length);
                };
            } catch (IOException e) {
                isWhole = false; // broken off, and seen to be
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            (isWhole ? whole : broken).incrementAndGet();
        }
    }

    private URI uri(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private boolean upload(int port, BodyPublisher body, int length) throws Exception {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(uri(port, "/flows/digest")).PUT(body).build(), BodyHandlers.ofString());
        if (answer.statusCode() == 200) {
            assertEquals(digest(bytes(length)), answer.body());
        } else {
            assertRefused(answer.statusCode(), answer.body());
        }
        return answer.statusCode() == 200;
    }

    private boolean download(int port, String path, int length) throws Exception {
        HttpResponse<byte[]> answer =
                http.send(HttpRequest.newBuilder(uri(port, path)).build(), BodyHandlers.ofByteArray());
        if (answer.statusCode() == 200) {
            assertEquals(digest(bytes(length)), digest(answer.body()));
        } else {
            assertRefused(answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8));
        }
        return answer.statusCode() == 200;
    }

    /** Downloads as a client to which the end of the connection is the end of the body. */
    private static boolean downloadOld(int port, String path, int length) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(60_000);
            OutputStream out = socket.getOutputStream();
            out.write(("GET " + path + " HTTP/1.0\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            byte[] all;
            try (InputStream in = socket.getInputStream()) {
                all = in.readAllBytes();
            }
            String head = new String(all, 0, Math.min(all.length, 4_000), StandardCharsets.ISO_8859_1);
            int end = head.indexOf("\r\n\r\n");
            if (end < 0) {
                throw new IOException("no head");
            }
            int status = Integer.parseInt(head.substring(9, 12));
            byte[] body = java.util.Arrays.copyOfRange(all, end + 4, all.length);
            if (status == 200) {
                assertEquals(digest(bytes(length)), digest(body), "a cut answer that looks whole");
            } else {
                assertRefused(status, head);
            }
            return status == 200;
        }
    }

    private static void assertRefused(int status, String said) {
        assertTrue(status == 502 || status == 503, () -> status + ": " + said);
    }

    private void awaitMore(int transfers) {
        int until = whole.get() + transfers;
        Await.within(Machine.promised(Duration.ofSeconds(60)), "transfers", () -> whole.get() >= until);
    }

    @Test
    void areWholeOrSeenToBeBrokenWhileProcessesAreKilled() {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try (NestOfProcesses nest = NestOfProcesses.in(folder)) {
            TestCells.deploy(
                    nest.cells(),
                    "flows.jar",
                    TestCells.ofSource("flows.Flows", FLOWS, Map.of("Cellnest-Name", "flows")));
            // A router that has come back waits until both cells have, however busy the machine is.
            String patience = "router.parking-time=10s";
            List<NestChild> routers = List.of(nest.router(patience), nest.router(patience));
            NestChild gateway = nest.gateway(routers);
            List<NestChild> cells = List.of(nest.cell(routers), nest.cell(routers));
            int port = gateway.ready().port("http");
            Await.until(
                    "a route",
                    () -> HttpConnection.ask(port, "GET", "/flows/sized/1").status() == 200);
            List<CompletableFuture<Void>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                long seed = i;
                clients.add(CompletableFuture.runAsync(() -> transferUntilTold(port, seed), threads));
            }
            for (NestChild victim : List.of(cells.get(0), routers.get(0), cells.get(1), routers.get(1))) {
                awaitMore(20);
                victim.kill();
                awaitMore(10);
                victim.start().awaitReady();
            }
            awaitMore(20);
            over.set(true);
            clients.forEach(CompletableFuture::join);
            assertTrue(broken.get() > 0, "nothing was broken off in " + whole + " transfers");
            for (NestChild each : List.of(routers.get(0), routers.get(1), gateway)) {
                Await.within(
                        Machine.promised(RELEASED_WITHIN), "nothing on its way through " + each, () -> isAtRest(each));
            }
        } finally {
            over.set(true);
            threads.shutdownNow();
        }
    }

    /** Whether a process shows no chunk, request or stream, of its own or of its peers. */
    private static boolean isAtRest(NestChild process) throws IOException {
        String page =
                HttpConnection.get(process.ready().port("ops"), "/metrics").text();
        return page.lines()
                .filter(line -> line.startsWith("cellnest_chunks_in_use{")
                        || line.startsWith("cellnest_in_flight{")
                        || line.startsWith("cellnest_outstanding{")
                        || line.startsWith("cellnest_streams{"))
                .allMatch(line -> line.endsWith(" 0.0"));
    }
}
