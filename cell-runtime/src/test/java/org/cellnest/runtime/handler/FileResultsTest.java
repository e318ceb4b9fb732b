package org.cellnest.runtime.handler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cellnest.cell.Headers;
import org.cellnest.cell.Problem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileResultsTest {
    private static final int MAX_PIECE = 2000;
    private static final Instant MODIFIED = Instant.parse("2024-02-29T12:00:00.5Z");
    private static final String LAST_MODIFIED = "Thu, 29 Feb 2024 12:00:00 GMT";

    @TempDir
    private Path folder;

    private Path file = Path.of("");
    /** An hour from now, so that the change times of the test's files are long past. */
    private Instant now = Instant.now().plus(1, ChronoUnit.HOURS);

    /** Runs between the look at a file and the reading of its ranges. */
    private Runnable meanwhile = () -> {};

    private final FileResults files = new FileResults("test", MAX_PIECE, (InstantSource) () -> now, this::boundary);

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("digits.txt");
        Files.writeString(file, "0123456789");
        Files.setLastModifiedTime(file, FileTime.from(MODIFIED));
    }

    private String boundary() {
        meanwhile.run();
        return "frontier";
    }

    private void append(String text) {
        try {
            Files.writeString(file, text, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ResultFormat format(String produces) {
        return new ResultFormat("Cell.file()", produces, StandardCharsets.UTF_8);
    }

    private FileResults.Answer get(String... headers) throws Exception {
        return answer("GET", 200, Headers.EMPTY, headers);
    }

    private FileResults.Answer answer(String method, int status, Headers said, String... headers) throws Exception {
        return files.answer(status, said, file, format(""), Cells.request(method, "/file", headers));
    }

    private static String text(FileResults.Answer answer) {
        return new String(answer.body().toByteArray(), StandardCharsets.UTF_8);
    }

    private static String header(FileResults.Answer answer, String name) {
        return answer.headers().first(name).orElse("");
    }

    @Test
    void describesTheWholeFile() throws Exception {
        FileResults.Answer answer = get();
        assertEquals(200, answer.status());
        assertEquals("0123456789", text(answer));
        assertEquals("text/plain;charset=utf-8", header(answer, "content-type"));
        assertEquals("nosniff", header(answer, "x-content-type-options"));
        assertEquals("bytes", header(answer, "accept-ranges"));
        assertEquals(LAST_MODIFIED, header(answer, "last-modified"));
        assertTrue(header(answer, "etag").matches("\"[A-Za-z0-9_-]{20}\""), () -> header(answer, "etag"));
    }

    @Test
    void answersHeadWithTheLengthAlone() throws Exception {
        FileResults.Answer answer = answer("HEAD", 200, Headers.EMPTY, "range", "bytes=0-1");
        assertEquals(200, answer.status());
        assertTrue(answer.body().isEmpty());
        assertEquals(get().headers().with("content-length", "10"), answer.headers());
    }

    @Test
    void answersOneRange() throws Exception {
        FileResults.Answer answer = get("range", "bytes=2-4");
        assertEquals(206, answer.status());
        assertEquals("234", text(answer));
        assertEquals(get().headers().with("content-range", "bytes 2-4/10"), answer.headers());
        // of two, one is beyond the end
        assertEquals("9", text(get("range", "bytes=-1,10-")));
    }

    @Test
    void answersSeveralRangesInParts() throws Exception {
        FileResults.Answer answer = get("range", "bytes=7-,0-0");
        assertEquals(206, answer.status());
        assertEquals("multipart/byteranges; boundary=frontier", header(answer, "content-type"));
        assertFalse(answer.headers().contains("content-range"));
        assertEquals("""
                --frontier
                Content-Type: text/plain;charset=utf-8
                Content-Range: bytes 7-9/10

                789
                --frontier
                Content-Type: text/plain;charset=utf-8
                Content-Range: bytes 0-0/10

                0
                --frontier--
                """.replace("\n", "\r\n"), text(answer));
    }

    @Test
    void refusesRangesOfNothing() {
        Problem problem = assertThrows(Problem.class, () -> get("range", "bytes=10-"));
        assertEquals(416, problem.status());
        assertEquals("bytes */10", problem.headers().first("content-range").orElse(""));
    }

    @Test
    void ignoresRangesThatDoNotApply() throws Exception {
        assertEquals(200, get("range", "bytes=0-5,3-4").status());
        assertEquals(200, get("range", "bytes=0-1", "range", "bytes=0-1").status());
        assertEquals(200, get("range", "bytes=0-1", "if-range", "\"other\"").status());
        assertEquals(
                200, answer("POST", 200, Headers.EMPTY, "range", "bytes=0-1").status());
        assertEquals(
                203, answer("GET", 203, Headers.EMPTY, "range", "bytes=0-1").status());
        assertEquals(
                404,
                answer("GET", 404, Headers.EMPTY, "range", "bytes=0-1", "if-match", "\"x\"")
                        .status());
        Files.writeString(file, "");
        FileResults.Answer empty = get("range", "bytes=0-1");
        assertEquals(200, empty.status());
        assertTrue(empty.body().isEmpty());
    }

    @Test
    void resumesTheVersionThatTheClientHas() throws Exception {
        String etag = header(get(), "etag");
        assertEquals("6789", text(get("range", "bytes=6-", "if-range", etag)));
        assertEquals("6789", text(get("range", "bytes=6-", "if-range", LAST_MODIFIED)));
        assertEquals(304, get("range", "bytes=6-", "if-none-match", etag).status());
        assertEquals(
                412,
                assertThrows(Problem.class, () -> get("range", "bytes=6-", "if-match", "\"x\""))
                        .status());
    }

    @Test
    void answers304WithoutContent() throws Exception {
        String etag = header(get(), "etag");
        FileResults.Answer answer = answer(
                "GET",
                200,
                Headers.of("cache-control", "no-cache", "content-disposition", "attachment"),
                "if-none-match",
                etag,
                "if-modified-since",
                "Thu, 01 Jan 1970 00:00:00 GMT");
        assertEquals(304, answer.status());
        assertEquals(
                Headers.of("cache-control", "no-cache", "x-content-type-options", "nosniff", "etag", etag),
                answer.headers());
        assertEquals(304, get("if-modified-since", LAST_MODIFIED).status());
        assertEquals(
                304, answer("HEAD", 200, Headers.EMPTY, "if-none-match", "*").status());
        assertEquals(
                200, answer("POST", 200, Headers.EMPTY, "if-none-match", "*").status());
    }

    @Test
    void takesValidatorsAndTypesOfTheHandler() throws Exception {
        Headers said = Headers.of("etag", "\"v7\"", "content-type", "text/x", "last-modified", LAST_MODIFIED);
        FileResults.Answer answer = answer("GET", 200, said);
        assertEquals("\"v7\"", header(answer, "etag"));
        assertEquals("text/x", header(answer, "content-type"));
        assertEquals(304, answer("GET", 200, said, "if-none-match", "W/\"v7\"").status());
        FileResults.Answer declared =
                files.answer(200, Headers.EMPTY, file, format("image/x"), Cells.request("GET", "/file"));
        assertEquals("image/x", header(declared, "content-type"));
    }

    @Test
    void namesAnotherTagAfterEachChange() throws Exception {
        String etag = header(get(), "etag");
        assertEquals(etag, header(get(), "etag"));
        // as tools do that set times: the same size and modification time
        Path other = folder.resolve("other");
        Files.writeString(other, "9876543210");
        Files.setLastModifiedTime(other, FileTime.from(MODIFIED));
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        assertFalse(etag.equals(header(get(), "etag")));
        assertEquals("9876543210", text(get("if-none-match", etag, "range", "bytes=5-", "if-range", etag)));
    }

    @Test
    void trustsNoTimesThatAreTooFresh() throws Exception {
        String strong = header(get(), "etag");
        now = Files.readAttributes(file, "unix:ctime").get("ctime") instanceof FileTime changed
                ? changed.toInstant().plusMillis(1999)
                : now;
        String weak = header(get(), "etag");
        assertTrue(weak.startsWith("W/\""), weak);
        assertEquals(304, get("if-none-match", weak).status());
        assertEquals(200, get("range", "bytes=0-1", "if-range", weak).status());
        assertEquals(206, get("range", "bytes=0-1").status());
        now = now.plusMillis(1);
        assertEquals(strong, header(get(), "etag"));
        assertEquals(200, get("if-none-match", weak).status());
    }

    @Test
    void datesNoFileInTheFuture() throws Exception {
        Files.setLastModifiedTime(file, FileTime.from(now.plusSeconds(1000)));
        FileResults.Answer answer = get();
        assertEquals(HttpDates.format(now), header(answer, "last-modified"));
        assertTrue(header(answer, "etag").startsWith("W/"));
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH.minusSeconds(1)));
        assertFalse(get().headers().contains("last-modified"));
    }

    @Test
    void answers404ForWhatIsNoFile() throws Exception {
        Path whole = file;
        for (Path none : List.of(
                folder.resolve("none"),
                folder,
                whole.resolve("below"),
                folder.resolve("x".repeat(300)),
                Files.createSymbolicLink(folder.resolve("dangling"), Path.of("nowhere")))) {
            file = none;
            Problem problem = assertThrows(Problem.class, this::get);
            assertEquals(404, problem.status());
            assertEquals("", problem.detail());
        }
    }

    @Test
    void followsLinks() throws Exception {
        file = Files.createSymbolicLink(folder.resolve("link.html"), file);
        assertEquals("0123456789", text(get()));
        assertEquals("text/html;charset=utf-8", header(get(), "content-type"));
    }

    /** All of an answer, the rest read as it would be sent. */
    private static String all(FileResults.Answer answer) throws IOException {
        StringBuilder all = new StringBuilder(text(answer));
        try (FileSegments rest = Objects.requireNonNull(answer.rest(), "rest")) {
            byte[] buffer = new byte[7];
            while (!rest.isAtEnd()) {
                int count = rest.read(buffer, buffer.length);
                all.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
            }
        }
        return all.toString();
    }

    private String writeLarge() throws IOException {
        String large =
                IntStream.range(0, 500).mapToObj(i -> "%04d\n".formatted(i)).collect(Collectors.joining());
        Files.writeString(file, large);
        return large;
    }

    @Test
    void longContentsFlowAfterTheirFirstPiece() throws Exception {
        String large = writeLarge();
        FileResults.Answer whole = get();
        assertEquals(MAX_PIECE, whole.body().length());
        assertEquals("2500", header(whole, "content-length"));
        assertEquals(large, all(whole));
        FileResults.Answer range = get("range", "bytes=1-2100");
        assertEquals(206, range.status());
        assertEquals("2100", header(range, "content-length"));
        assertEquals("bytes 1-2100/2500", header(range, "content-range"));
        assertEquals(large.substring(1, 2101), all(range));
        FileResults.Answer ranges = get("range", "bytes=0-1999,2400-");
        assertEquals(
                "--frontier\r\nContent-Type: text/plain;charset=utf-8\r\nContent-Range: bytes 0-1999/2500\r\n\r\n"
                        + large.substring(0, 2000)
                        + "\r\n--frontier\r\nContent-Type: text/plain;charset=utf-8\r\nContent-Range: bytes"
                        + " 2400-2499/2500\r\n\r\n" + large.substring(2400) + "\r\n--frontier--\r\n",
                all(ranges));
        assertEquals("0499\n", text(get("range", "bytes=-5")));
        assertNull(get("range", "bytes=-5").rest());
        assertEquals("2500", header(answer("HEAD", 200, Headers.EMPTY), "content-length"));
        assertNull(get("range", "bytes=0-" + (MAX_PIECE - 1)).rest());
    }

    @Test
    void longContentsEndWithTheFile() throws Exception {
        writeLarge();
        FileResults.Answer answer = get();
        cut();
        EOFException cut = assertThrows(EOFException.class, () -> all(answer));
        assertEquals("the file ends at byte 5 (expected: more than 2000)", cut.getMessage());
    }

    @Test
    void readsAgainWhatChangesMeanwhile() throws Exception {
        meanwhile = () -> {
            meanwhile = () -> {};
            append("x");
        };
        FileResults.Answer answer = get("range", "bytes=0-0,-1");
        assertTrue(text(answer).contains("Content-Range: bytes 10-10/11\r\n\r\nx\r\n"), () -> text(answer));
        meanwhile = () -> {
            meanwhile = () -> {};
            cut();
        };
        assertTrue(text(get("range", "bytes=0-0,-1")).contains("Content-Range: bytes 4-4/5"));
        meanwhile = () -> append("x");
        IOException changing = assertThrows(IOException.class, () -> get("range", "bytes=0-0,-1"));
        assertTrue(changing.toString().contains("changed during each of 3"), changing::toString);
    }

    private void cut() {
        try {
            Files.writeString(file, "01234");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "index.html, text/html;charset=utf-8",
        "A.JPG, image/jpeg",
        "a.tar.gz, application/gzip",
        "site.css, text/css;charset=utf-8",
        "app.mjs, text/javascript;charset=utf-8",
        "data.json, application/json",
        "icon.svg, image/svg+xml",
        "README.md, text/markdown;charset=utf-8",
        "html, application/octet-stream",
        ".htaccess, application/octet-stream",
        "a., application/octet-stream",
        "a.unknown, application/octet-stream"
    })
    void namesTypesByExtension(String name, String type) {
        assertEquals(type, FileTypes.of(name));
    }
}
