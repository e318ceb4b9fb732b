package org.cellnest.cell;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormFileTest {
    private static Optional<String> safe(String fileName) {
        return FormFile.of("f", fileName, "", new byte[0]).safeFileName();
    }

    @Test
    void hasWhatItWasGiven() throws IOException {
        byte[] bytes = {1, 2, 3};
        FormFile file = FormFile.of("f", "../x.png", "image/png", bytes);
        bytes[0] = 9;
        assertEquals("f", file.name());
        assertEquals(Optional.of("../x.png"), file.fileName());
        assertEquals(Optional.of("image/png"), file.type());
        assertEquals(3, file.length());
        assertArrayEquals(new byte[] {1, 2, 3}, file.stream().readAllBytes());
        assertArrayEquals(new byte[] {1, 2, 3}, file.stream().readAllBytes());
        assertEquals(Optional.empty(), FormFile.of("f", "text").fileName());
        assertEquals(Optional.empty(), FormFile.of("f", "text").type());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "a.png ~ a.png",
                "/etc/passwd ~ passwd",
                "C:\\x\\a b.png ~ a b.png",
                "..\\../a.png ~ a.png",
                ".htaccess ~ _htaccess",
                "a:b|c?d*e<f>.txt ~ a_b_c_d_e_f_.txt",
                "'a. . ' ~ a",
                "con ~ _con",
                "NUL.txt ~ _NUL.txt",
                "console.txt ~ console.txt",
                "\u00e4\u20ac\ud83d\ude00.png ~ \u00e4\u20ac\ud83d\ude00.png",
            })
    void makesNamesSafe(String sent, String safe) {
        assertEquals(Optional.of(safe), safe(sent));
    }

    @Test
    void leavesNothingOfNamesThatAreOnlyFolders() {
        for (String sent : List.of("", "/", "a/", "..", ".", "a/..", "a\\.. ", "   ")) {
            assertEquals(Optional.empty(), safe(sent), sent);
        }
    }

    @Test
    void replacesWhatWouldBreakALineOrTurnAText() {
        assertEquals(Optional.of("a_b_c_d_e_f"), safe("a\0b\nc\u202ed\u007fe\ud800f"));
    }

    @Test
    void cutsLongNamesBeforeTheirExtension() {
        String name = safe("\ud83d\ude00".repeat(100) + ".png").orElseThrow();
        assertTrue(name.endsWith("\ude00.png"), name);
        assertEquals(200, name.getBytes(StandardCharsets.UTF_8).length);
        assertEquals(200, safe("a".repeat(500)).orElseThrow().length());
    }

    @Test
    void savesWholeFilesAndReplacesThem(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("f");
        assertEquals(3, FormFile.of("f", "one").saveTo(file));
        assertEquals(5, FormFile.of("f", "three").saveTo(file));
        assertEquals("three", Files.readString(file));
        assertEquals(List.of("f"), names(folder));
    }

    @Test
    void leavesNothingOfAFileThatCannotBeSaved(@TempDir Path folder) throws IOException {
        InputStream broken = InputStream.nullInputStream();
        broken.close();
        assertThrows(IOException.class, () -> Saving.save(broken, folder.resolve("f")));
        assertThrows(IOException.class, () -> FormFile.of("f", "x").saveTo(folder.resolve("none/f")));
        assertEquals(List.of(), names(folder));
    }

    @Test
    void partsForTestsAreReadEachBeforeTheNext(@TempDir Path folder) throws IOException {
        Parts parts = Parts.of(
                FormFile.of("title", "\u00e4"),
                FormFile.of("f", "a/x.txt", "text/plain;charset=iso-8859-1", new byte[] {(byte) 0xe4}));
        PartStream title = parts.next().orElseThrow();
        assertEquals("\u00e4", title.text(2));
        PartStream file = parts.next().orElseThrow();
        assertThrows(IllegalStateException.class, title::stream);
        assertEquals(Optional.of("x.txt"), file.safeFileName());
        assertEquals(
                Optional.of("form-data; name=\"f\"; filename=\"a/x.txt\""),
                file.headers().first("content-disposition"));
        assertEquals("\u00e4", file.text(1));
        assertEquals(0, file.saveTo(folder.resolve("rest")));
        assertEquals(Optional.empty(), parts.next());
        assertThrows(IllegalStateException.class, () -> file.text(1));
    }

    @Test
    void partsForTestsBoundTheirTexts() throws IOException {
        PartStream part = Parts.of(FormFile.of("a", "12345")).next().orElseThrow();
        assertEquals(413, assertThrows(Problem.class, () -> part.text(4)).status());
        assertThrows(IllegalArgumentException.class, () -> part.text(-1));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
