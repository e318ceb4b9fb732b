package org.cellnest.runtime.multipart;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.cellnest.cell.FormFile;
import org.cellnest.cell.PartStream;
import org.cellnest.cell.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
    private static final String TYPE = "multipart/form-data; boundary=b";

    @TempDir
    private Path folder;

    /** Zeros without an array of them. */
    private static InputStream zeros(long count) {
        return new InputStream() {
            private long left = count;

            @Override
            public int read() {
                return left-- > 0 ? 0 : -1;
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                if (left <= 0) {
                    return -1;
                }
                int fits = (int) Math.min(left, length);
                Arrays.fill(into, offset, offset + fits, (byte) 0);
                left -= fits;
                return fits;
            }
        };
    }

    private static InputStream form(long bytes) {
        return new SequenceInputStream(Collections.enumeration(List.of(
                ascii("--b\r\ncontent-disposition: form-data; name=f; filename=n\r\ncontent-type: a/b\r\n\r\n"),
                zeros(bytes),
                ascii("\r\n--b--\r\n"))));
    }

    private static InputStream ascii(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static PartLayout layout(int maxBytes) {
        return new PartLayout(Map.of("f", new PartRule(true, maxBytes)));
    }

    private long files() throws IOException {
        try (var all = Files.list(folder)) {
            return all.count();
        }
    }

    @Test
    void keepsLongFilesOnDiskUntilItIsClosed() throws IOException {
        Spool spool = new Spool(folder);
        FormFile file = CollectedParts.read(TYPE, form(200_000), layout(PartRule.MAX_FILE_BYTES), spool)
                .files("f")
                .get(0);
        assertInstanceOf(SpooledFile.class, file);
        assertEquals("f \"n\" a/b, 200000 bytes", file.toString());
        assertEquals(200_000, file.length());
        assertEquals(1, files());
        InputStream stream = file.stream();
        assertArrayEquals(new byte[200_000], stream.readAllBytes());
        assertEquals(-1, stream.read(), "it is closed at its end");
        assertEquals(0, file.stream().read());
        assertEquals(200_000, file.saveTo(folder.resolve("saved")));
        spool.close();
        assertEquals(1, files());
        assertThrows(UncheckedIOException.class, file::stream);
        assertThrows(
                IOException.class,
                () -> CollectedParts.read(TYPE, form(200_000), layout(PartRule.MAX_FILE_BYTES), spool));
    }

    @Test
    void leavesShortFilesInMemory() throws IOException {
        Spool spool = new Spool(folder);
        FormFile file = CollectedParts.read(TYPE, form(Spool.MEMORY_BYTES), layout(PartRule.MAX_FILE_BYTES), spool)
                .files("f")
                .get(0);
        spool.close();
        assertEquals(0, files());
        assertEquals(Spool.MEMORY_BYTES, file.stream().readAllBytes().length);
    }

    @Test
    void boundsFilesAndForms() throws IOException {
        Spool spool = new Spool(folder);
        Problem part =
                assertThrows(Problem.class, () -> CollectedParts.read(TYPE, form(200_000), layout(100_000), spool));
        assertEquals(413, part.status());
        assertEquals("f (part): more than 100000 bytes (expected: at most 100000)", part.detail());
        spool.close();
        assertEquals(0, files());
    }

    @Test
    void aStreamedPartTakesNoMoreMemoryThanAShortOne() throws IOException {
        long length = 1L << 30;
        PartStream part = new MultipartReader(TYPE, form(length)).next().orElseThrow();
        assertEquals(length, part.stream().transferTo(OutputStream.nullOutputStream()));
    }
}
