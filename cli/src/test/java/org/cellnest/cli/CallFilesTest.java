package org.cellnest.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.cellnest.cli.NestFixture.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests calls whose bodies come from files and go into files, and those that break off. */
class CallFilesTest {
    private static final int LARGE_BYTES = 3 << 20;

    @TempDir
    private Path folder;

    private NestFixture nest;
    private FakeRouter gateway;

    @BeforeEach
    void start() throws IOException {
        nest = new NestFixture();
        nest.folder = folder;
        gateway = new FakeRouter();
        gateway.on("PUT /files/a", FakeRouter.whole(200, "text/plain", "taken"))
                .on("POST /files/a", FakeRouter.whole(200, "text/plain", "taken"))
                .on("GET /files/a", FakeRouter.whole(200, "text/plain", "a whole file"))
                .on("GET /missing", FakeRouter.whole(404, "text/plain", "none"));
    }

    @AfterEach
    void stop() {
        nest.close();
        gateway.close();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void sendsAFileAsItIsRead() throws IOException {
        String body = "0123456789abcdef".repeat(LARGE_BYTES / 16);
        Files.writeString(folder.resolve("large.txt"), body);
        Result result = nest.nest("call", gateway.url() + "/files/a", "-T", "large.txt");
        assertEquals("taken", result.out(), result.err());
        assertEquals(0, result.code());
        assertEquals("PUT /files/a", gateway.lastAsked().line());
        assertEquals(body, gateway.lastAsked().body());
        assertEquals(String.valueOf(LARGE_BYTES), gateway.lastAsked().header("Content-Length"));
        assertTrue("100-continue".equalsIgnoreCase(gateway.lastAsked().header("Expect")));
    }

    @Test
    void sendsStandardInputAndEmptyFiles() throws IOException {
        nest.in = "from standard input";
        assertEquals(
                "taken",
                nest.nest("call", "POST", gateway.url() + "/files/a", "-T", "-").out());
        assertEquals("from standard input", gateway.lastAsked().body());
        Files.createFile(folder.resolve("empty"));
        assertEquals(
                "taken",
                nest.nest("call", gateway.url() + "/files/a", "-T", "empty").out());
        assertEquals("", gateway.lastAsked().body());
        assertEquals("0", gateway.lastAsked().header("Content-Length"));
    }

    @Test
    void writesTheBodyIntoAFile() throws IOException {
        Files.writeString(folder.resolve("a"), "what was there before, and longer");
        Result result = nest.nest("call", gateway.url() + "/files/a", "-o", "a");
        assertEquals("", result.out());
        assertEquals(0, result.code());
        assertTrue(result.err().contains("saved 12 B in " + folder.resolve("a")), result.err());
        assertEquals("a whole file", Files.readString(folder.resolve("a")));
        assertEquals(List.of("a"), files());
        JsonNode document = Json.read(nest.nest("call", gateway.url() + "/files/a", "-o", "b", "--json")
                .out());
        assertEquals(folder.resolve("b").toString(), document.path("file").asText());
        assertEquals(12, document.path("bytes").asInt());
        assertTrue(document.path("body").isNull());
        assertTrue(document.path("bodyBase64").isNull());
    }

    @Test
    void showsAnErrorInPlaceOfAFile() throws IOException {
        Result result = nest.nest("call", gateway.url() + "/missing", "-o", "a");
        assertEquals("none", result.out());
        assertEquals(1, result.code());
        assertEquals(List.of(), files());
    }

    @Test
    void leavesNothingOfADownloadThatBreaksOff() throws Exception {
        Files.writeString(folder.resolve("a"), "what was there before");
        for (String head : List.of("Content-Length: 100000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n8000\r\n")) {
            try (RawGateway broken = new RawGateway((socket, in, out) -> {
                out.write(RawGateway.bytes("HTTP/1.1 200 OK\r\n" + head));
                out.write(new byte[0x8000]);
                out.flush();
            })) {
                Result result = nest.nest("call", broken.url() + "/files/a", "-o", "a");
                assertEquals(3, result.code());
                assertTrue(result.err().contains(broken.url() + " gave no whole answer: "), result.err());
                assertEquals("what was there before", Files.readString(folder.resolve("a")));
                assertEquals(List.of("a"), files());
            }
        }
    }

    @Test
    void givesUpADownloadThatStandsStill() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        try (RawGateway silent = new RawGateway((socket, in, out) -> {
            out.write(RawGateway.bytes("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"));
            out.flush();
            try {
                ended.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        })) {
            Result result = nest.nest("call", silent.url() + "/files/a", "-o", "a", "--timeout", "1");
            ended.countDown();
            assertEquals(3, result.code());
            assertTrue(result.err().contains("gave no whole answer: nothing came for 1 s"), result.err());
            assertEquals(List.of(), files());
        }
    }

    @Test
    void reportsAnUploadThatBreaksOff() throws Exception {
        Files.write(folder.resolve("large"), new byte[LARGE_BYTES]);
        try (RawGateway broken = new RawGateway((socket, in, out) -> {
            out.write(RawGateway.bytes("HTTP/1.1 100 Continue\r\n\r\n"));
            out.flush();
            in.readNBytes(1 << 16);
            socket.setSoLinger(true, 0);
        })) {
            Result result = nest.nest("call", broken.url() + "/files/a", "-T", "large");
            assertEquals(3, result.code());
            assertEquals("", result.out());
            assertTrue(result.err().contains("gave no whole answer: the upload has broken off after "), result.err());
        }
    }

    @Test
    void showsARefusalThatComesBeforeTheBody() throws Exception {
        Files.write(folder.resolve("large"), new byte[LARGE_BYTES]);
        try (RawGateway refusing = new RawGateway((socket, in, out) -> {
            out.write(RawGateway.bytes(
                    "HTTP/1.1 413 Content Too Large\r\nContent-Length: 5\r\nConnection: close\r\n\r\nlarge"));
            out.flush();
        })) {
            Result result = nest.nest("call", refusing.url() + "/files/a", "-T", "large");
            assertEquals(1, result.code(), result.err());
            assertTrue(result.err().contains("413 "), result.err());
            boolean isRead = Runtime.version().feature() >= 21;
            assertEquals(isRead ? "large" : "", result.out());
            assertEquals(!isRead, result.err().contains("Java 21 or later"), result.err());
        }
    }

    @Test
    void drawsTheProgressOnATerminalAndRemovesIt() throws IOException {
        nest.terminal = new TerminalSize(80, 24);
        Result result = nest.nest("call", gateway.url() + "/files/a", "-o", "a");
        assertTrue(result.err().startsWith("\rreceived [██████████████████████████████] 100 %  12 B of 12 B  "));
        String after = result.err().substring(result.err().lastIndexOf('\r') + 1);
        assertTrue(after.contains("200 OK"), after);
        Result silent = nest.nest("call", gateway.url() + "/files/a", "-o", "a", "-s");
        assertEquals("", silent.err());
        nest.terminal = null;
        assertFalse(
                nest.nest("call", gateway.url() + "/files/a", "-o", "a").err().contains("\r"));
    }

    @Test
    void writesADownloadByteForByte() throws Exception {
        byte[] body = new byte[LARGE_BYTES];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) (i * 31 ^ i >> 8);
        }
        gateway.on("GET /large", exchange -> {
            exchange.sendResponseHeaders(200, 0); // chunked
            try (var out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        assertEquals(
                0, nest.nest("call", gateway.url() + "/large", "--output", "a").code());
        assertArrayEquals(body, Files.readAllBytes(folder.resolve("a")));
    }

    @Test
    void saysWhatItExpects() throws IOException {
        String url = gateway.url() + "/files/a";
        Files.createDirectory(folder.resolve("sub"));
        RouterClientTest.assertFails(
                2,
                "--upload-file: " + folder.resolve("none") + " cannot be read (no such file)",
                nest.nest("call", url, "-T", "none"));
        RouterClientTest.assertFails(
                2, "--upload-file and a body (expected: one of them)", nest.nest("call", url, "-T", "none", "-d", "x"));
        RouterClientTest.assertFails(
                2,
                "--output: " + folder.resolve("sub") + " is a folder (expected: a file)",
                nest.nest("call", url, "-o", "sub"));
        RouterClientTest.assertFails(
                2,
                "--output: " + folder.resolve("none/a") + " is in no folder (expected: a folder that exists)",
                nest.nest("call", url, "-o", "none/a"));
        RouterClientTest.assertFails(
                2, "--output and --include (expected: one of them)", nest.nest("call", url, "-o", "a", "-i"));
        String nobody = "http://127.0.0.1:" + RouterClientTest.portOfNobody();
        Files.writeString(folder.resolve("small"), "x");
        RouterClientTest.assertFails(
                3,
                "no gateway at " + nobody + " (connection refused); --gateway says where one is",
                nest.nest("call", nobody + "/files/a", "-T", "small"));
    }
}
