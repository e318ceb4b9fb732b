package org.cellnest.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadTest {
    @TempDir
    private Path folder;

    private List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void saysWhatTheClientAnnounced() {
        Upload upload = Upload.of("text/plain", new byte[3]);
        assertEquals(Optional.of("text/plain"), upload.type());
        assertEquals(3, upload.length());
        assertEquals(
                Optional.empty(),
                Upload.of("", -1, InputStream.nullInputStream()).type());
    }

    @Test
    void partsAnnounceNoLength() throws IOException {
        assertEquals(-1, Parts.of(FormFile.of("a", "b")).next().orElseThrow().length());
    }

    @Test
    void savesTheRestOfWhatWasRead() throws IOException {
        Upload upload = Upload.of("", "abcdef".getBytes(StandardCharsets.US_ASCII));
        assertEquals('a', upload.stream().read());
        assertEquals(1, upload.channel().read(ByteBuffer.allocate(1)));
        Path file = folder.resolve("f");
        Files.writeString(file, "before");
        assertEquals(4, upload.saveTo(file));
        assertEquals("cdef", Files.readString(file));
        assertEquals(List.of("f"), names());
    }

    @Test
    void leavesTheFileAsItWasIfTheBodyBreaksOff() throws IOException {
        Upload upload = Upload.of("", -1, new InputStream() {
            private boolean begun;

            @Override
            public int read() {
                throw new UnsupportedOperationException("byte by byte");
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                if (begun) {
                    throw new StreamResetException("asker-gone", "the client is gone");
                }
                begun = true;
                return length;
            }
        });
        Path file = folder.resolve("f");
        Files.writeString(file, "before");
        assertThrows(IOException.class, () -> upload.saveTo(file));
        assertEquals("before", Files.readString(file));
        assertEquals(List.of("f"), names());
    }

    @Test
    void responsesSayTheLength() {
        Response response = Response.stream("text/csv", out -> {}).length(7);
        assertEquals(Optional.of("7"), response.headers().first("content-length"));
        assertEquals(Optional.of("text/csv"), response.headers().first("content-type"));
        assertThrows(IllegalArgumentException.class, () -> Response.ok().length(-1));
    }
}
