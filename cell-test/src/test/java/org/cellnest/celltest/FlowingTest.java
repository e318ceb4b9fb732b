package org.cellnest.celltest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.cellnest.cell.Body;
import org.cellnest.cell.Response;
import org.cellnest.cell.Route;
import org.cellnest.cell.StreamResetException;
import org.cellnest.cell.Upload;
import org.cellnest.cell.Writing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FlowingTest {
    private static final int LONG = 3_000_000;

    @TempDir
    private static Path folder;

    public static class Cell {
        private final CompletableFuture<String> seen;

        public Cell(CompletableFuture<String> seen) {
            this.seen = seen;
        }

        @Route(value = "/files/{name}", methods = "PUT")
        public long put(String name, Upload upload) throws IOException {
            try {
                return upload.saveTo(folder.resolve(name));
            } catch (StreamResetException e) {
                seen.complete(e.code());
                throw e;
            }
        }

        @Route("/files/{name}")
        public Path get(String name) {
            return folder.resolve(name);
        }

        @Route(value = "/text", methods = "PUT")
        public int text(@Body String text) {
            return text.length();
        }

        @Route("/endless")
        public Writing endless() {
            return out -> {
                try {
                    while (true) {
                        out.write("tick\n".getBytes(StandardCharsets.US_ASCII));
                        out.flush();
                    }
                } catch (IOException e) {
                    seen.complete("ended");
                    throw e;
                }
            };
        }

        @Route("/broken")
        public Response broken() {
            return Response.stream("a/b", out -> {
                        out.write(new byte[LONG]);
                        throw new IOException("on purpose");
                    })
                    .length(LONG + 1);
        }
    }

    private final CompletableFuture<String> seen = new CompletableFuture<>();

    private CellTest start() {
        return CellTest.builder(Cell.class)
                .provide(CompletableFuture.class, seen)
                .start();
    }

    @Test
    void sendsAndReadsBodiesOfAnySize() throws Exception {
        try (CellTest cell = start()) {
            InputStream up = new ByteArrayInputStream(new byte[LONG]);
            assertEquals(
                    "" + LONG,
                    cell.request("PUT", "/files/a").body("", up).send().text());
            CellResponse whole = cell.get("/files/a");
            assertEquals(LONG, whole.bytes().length);
            assertEquals(Optional.of("" + LONG), whole.header("content-length"));
            assertEquals(
                    200_000,
                    cell.request("PUT", "/text")
                            .body("", new byte[200_000])
                            .send()
                            .json(int.class));
            CellResponse tooLong = cell.request("PUT", "/text")
                    .body("", new ByteArrayInputStream(new byte[LONG]))
                    .send();
            assertEquals(413, tooLong.status());
        }
    }

    @Test
    void readsAnswersWhileTheyAreWritten() throws Exception {
        try (CellTest cell = start()) {
            try (StreamedResponse answer = cell.request("GET", "/endless").open()) {
                assertEquals(200, answer.status());
                assertEquals("tick\ntick\n", new String(answer.stream().readNBytes(10), StandardCharsets.US_ASCII));
            }
            assertEquals("ended", seen.get(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void showsBrokenAnswers() throws Exception {
        try (CellTest cell = start()) {
            IllegalStateException broken = assertThrows(IllegalStateException.class, () -> cell.get("/broken"));
            assertTrue(String.valueOf(broken.getMessage()).startsWith("the answer broke off after " + LONG));
            try (StreamedResponse answer = cell.request("GET", "/broken").open()) {
                assertEquals(Optional.of("" + (LONG + 1)), answer.header("content-length"));
                StreamResetException reset = assertThrows(
                        StreamResetException.class, () -> answer.stream().transferTo(OutputStream.nullOutputStream()));
                assertEquals("broken", reset.code());
            }
        }
    }

    @Test
    void breaksOffBodiesWhoseStreamFails() throws Exception {
        try (CellTest cell = start()) {
            InputStream failing = new InputStream() {
                private int left = 100;

                @Override
                public int read() {
                    throw new UnsupportedOperationException("byte by byte");
                }

                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                    if (left-- == 0) {
                        throw new IOException("on purpose");
                    }
                    return length;
                }
            };
            assertEquals(
                    500,
                    cell.request("PUT", "/files/b").body("", failing).send().status());
            assertEquals("asker-gone", seen.get(10, TimeUnit.SECONDS));
            assertTrue(Files.notExists(folder.resolve("b")));
        }
    }
}
