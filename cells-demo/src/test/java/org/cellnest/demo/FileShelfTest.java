package org.cellnest.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.cellnest.cell.Upload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a shelf holds what it may, and leaves nothing else on the disk. */
class FileShelfTest {
    @TempDir
    private Path folder;

    @Test
    void keepsTheLatestFilesOnly() throws IOException {
        try (FileShelf shelf = FileShelf.in(folder, 2, 10)) {
            shelf.put("a", upload("first"));
            shelf.put("b", upload("second"));
            shelf.put("a", upload("third"));
            shelf.put("c", upload("fourth"));
            assertEquals(Optional.empty(), shelf.get("b"));
            assertEquals("third", Files.readString(shelf.get("a").orElseThrow()));
            assertEquals("fourth", Files.readString(shelf.get("c").orElseThrow()));
            assertEquals(2, files().size());
        }
        assertFalse(Files.exists(folder));
    }

    @Test
    void readsWhatIsTooLongOrOfUnknownLengthAndForgetsIt() throws IOException {
        try (FileShelf shelf = FileShelf.in(folder, 2, 10)) {
            Stored large = shelf.put("a", upload("01234567890"));
            assertEquals(11, large.bytes());
            assertFalse(large.kept());
            Stored unknown = shelf.put("a", Upload.of("", -1, new ByteArrayInputStream(new byte[3])));
            assertEquals(3, unknown.bytes());
            assertFalse(unknown.kept());
            assertEquals(List.of(), files());
        }
    }

    @Test
    void keepsNothingOfAnUploadThatBreaksOff() throws IOException {
        InputStream broken = InputStream.nullInputStream();
        broken.close();
        try (FileShelf shelf = FileShelf.in(folder, 2, 10)) {
            shelf.put("a", upload("whole"));
            assertThrows(IOException.class, () -> shelf.put("a", Upload.of("", 5, broken)));
            assertEquals("whole", Files.readString(shelf.get("a").orElseThrow()));
            assertEquals(1, files().size());
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static Upload upload(String text) {
        return Upload.of("text/plain", text.getBytes(StandardCharsets.US_ASCII));
    }
}
