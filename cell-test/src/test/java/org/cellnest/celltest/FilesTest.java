package org.cellnest.celltest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.cellnest.cell.Response;
import org.cellnest.cell.Route;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Tests the files that a client receives from a cell. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FilesTest {
    private static final int LARGE = 3 << 20;

    record Folder(Path path) {}

    public static final class Pages {
        private final Path folder;

        Pages(Folder folder) {
            this.folder = folder.path();
        }

        @Route("/pages/{name}")
        public Path page(String name) {
            return folder.resolve(name);
        }

        @Route("/later/{name}")
        public CompletionStage<Optional<Path>> later(String name) {
            return CompletableFuture.completedFuture(Optional.of(folder.resolve(name)));
        }

        @Route(
                value = "/tagged",
                methods = {"GET", "POST"})
        public Response tagged() {
            return Response.file(folder.resolve("a.html")).etag("\"v1\"");
        }

        @Route("/download")
        public Response download() {
            return Response.download(folder.resolve("a.html"), "R\u00e9sum\u00e9.html");
        }

        @Route("/gone")
        public Response gone() {
            return Response.status(410).body(folder.resolve("a.html"));
        }
    }

    private CellTest cell;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("a.html"), "<p>hello");
        Files.writeString(folder.resolve("empty.css"), "");
        Files.write(folder.resolve("large.bin"), new byte[LARGE]);
        Files.createDirectory(folder.resolve("inner"));
        cell = CellTest.builder(Pages.class)
                .provide(Folder.class, new Folder(folder))
                .start();
    }

    @AfterAll
    void close() {
        cell.close();
    }

    private CellResponse get(String path, String... headers) {
        return send("GET", path, headers);
    }

    private CellResponse send(String method, String path, String... headers) {
        CellRequest request = cell.request(method, path);
        for (int i = 0; i < headers.length; i += 2) {
            request = request.header(headers[i], headers[i + 1]);
        }
        return request.send();
    }

    private static String header(CellResponse response, String name) {
        return response.header(name).orElse("");
    }

    @Test
    void sendsAFileByItsPath() {
        CellResponse page = get("/pages/a.html");
        assertEquals(200, page.status());
        assertEquals("<p>hello", page.text());
        assertEquals("text/html;charset=utf-8", header(page, "content-type"));
        assertEquals("8", header(page, "content-length"));
        assertEquals("<p>hello", get("/later/a.html").text());
        assertEquals("0", header(get("/pages/empty.css"), "content-length"));
    }

    @Test
    void sendsRanges() {
        CellResponse part = get("/pages/a.html", "Range", "bytes=3-6");
        assertEquals(206, part.status());
        assertEquals("hell", part.text());
        assertEquals("bytes 3-6/8", header(part, "content-range"));
        assertEquals("4", header(part, "content-length"));
        CellResponse parts = get("/pages/a.html", "Range", "bytes=0-0,-1");
        assertTrue(header(parts, "content-type").startsWith("multipart/byteranges; boundary="));
        String boundary = header(parts, "content-type").replaceAll(".*=", "");
        assertTrue(parts.text().endsWith("\r\n\r\no\r\n--" + boundary + "--\r\n"), parts::text);
        CellResponse nothing = get("/pages/a.html", "Range", "bytes=8-");
        assertEquals(416, nothing.status());
        assertEquals("bytes */8", header(nothing, "content-range"));
        assertEquals(Optional.empty(), nothing.failure());
    }

    @Test
    void sendsTheLengthAloneToHead() {
        CellResponse head = send("HEAD", "/pages/a.html", "Range", "bytes=3-6");
        assertEquals(200, head.status());
        assertEquals("8", header(head, "content-length"));
        assertEquals(0, head.bytes().length);
        assertEquals(String.valueOf(LARGE), header(cell.head("/pages/large.bin"), "content-length"));
        assertEquals("0", header(cell.head("/pages/empty.css"), "content-length"));
    }

    @Test
    void sendsNothingTwice() {
        CellResponse tagged = get("/tagged");
        assertEquals("\"v1\"", header(tagged, "etag"));
        CellResponse same = get("/tagged", "If-None-Match", "\"v1\"", "Range", "bytes=0-1");
        assertEquals(304, same.status());
        assertEquals(0, same.bytes().length);
        assertFalse(same.headers().contains("content-length"));
        assertEquals(412, get("/tagged", "If-Match", "\"v2\"").status());
        assertEquals(200, send("POST", "/tagged", "If-Match", "\"v2\"").status());
        assertEquals(
                "he", get("/tagged", "Range", "bytes=3-4", "If-Range", "\"v1\"").text());
        assertEquals(
                "<p>hello",
                get("/tagged", "Range", "bytes=3-4", "If-Range", "\"v2\"").text());
        CellResponse page = get("/pages/a.html");
        assertEquals(
                304,
                get("/pages/a.html", "If-Modified-Since", header(page, "last-modified"))
                        .status());
    }

    @Test
    void offersDownloads() {
        assertEquals(
                "attachment; filename=\"R_sum_.html\"; filename*=UTF-8''R%C3%A9sum%C3%A9.html",
                header(get("/download"), "content-disposition"));
        CellResponse gone = get("/gone", "Range", "bytes=0-1");
        assertEquals(410, gone.status());
        assertEquals("<p>hello", gone.text());
        assertFalse(gone.headers().contains("accept-ranges"));
    }

    @Test
    void revealsNoPath() {
        for (String path : new String[] {"/pages/none.html", "/pages/inner"}) {
            CellResponse none = get(path);
            assertEquals(404, none.status());
            assertEquals(Optional.empty(), none.failure());
        }
    }

    @Test
    void sendsFilesOfAnySize() {
        CellResponse large = get("/pages/large.bin");
        assertEquals(200, large.status());
        assertEquals(Optional.of("" + LARGE), large.header("content-length"));
        assertEquals(LARGE, large.bytes().length);
        byte[] end = get("/pages/large.bin", "Range", "bytes=-1000").bytes();
        assertArrayEquals(new byte[1000], end);
    }
}
