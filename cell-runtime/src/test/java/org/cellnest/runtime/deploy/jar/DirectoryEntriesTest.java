package org.cellnest.runtime.deploy.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cellnest.runtime.deploy.DeployTest;
import org.cellnest.runtime.deploy.TestJars;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each entry of the folder stands for itself, whatever it is and whatever it is called. */
class DirectoryEntriesTest extends DeployTest {
    /** An entry that no cell can be made of, and what is said of it. */
    enum Odd {
        LINK_TO_ITSELF("loop.jar", "Too many levels of symbolic links"),
        LINK_TO_NOTHING("dangling.jar", "a link to nothing"),
        FOLDER("folder.jar", "a folder (expected: a file; the name of a folder of classes ends with .cell)"),
        FIFO("pipe.jar", "neither a file nor a folder"),
        FILE_FOR_A_FOLDER("file.cell", "not a folder"),
        FOLDER_IN_ITSELF("circle.cell", "a link that leads back to a folder above it"),
        FOLDER_WITH_A_LINK_TO_NOTHING("broken.cell", "demo/Gone.class is a link to nothing"),
        FOLDER_WITH_A_FIFO("piped.cell", "pipe is neither a file nor a folder"),
        FOLDER_FOR_SETTINGS("folder.conf", "a folder (expected: a file)"),
        HUGE_MANIFEST("manifest.jar", "its manifest cannot be read: more than 1048576 bytes"),
        LINE_BREAK("a\nb.jar", "its name cannot be spelled here"),
        NOT_EVEN_TEXT("", "its name cannot be spelled here");

        private final String name;
        private final String reason;

        Odd(String name, String reason) {
            this.name = name;
            this.reason = reason;
        }

        private String reportedAs() {
            return switch (this) {
                case LINE_BREAK -> "a%0Ab.jar";
                case NOT_EVEN_TEXT -> "b%FCcher.jar";
                default -> name;
            };
        }

        private void makeIn(Path folder) throws IOException, InterruptedException {
            Path entry = folder.resolve(name);
            switch (this) {
                case LINK_TO_ITSELF -> Files.createSymbolicLink(entry, Path.of(name));
                case LINK_TO_NOTHING -> Files.createSymbolicLink(entry, Path.of("nowhere"));
                case FOLDER, FOLDER_FOR_SETTINGS -> Files.createDirectory(entry);
                case FIFO -> run("mkfifo", entry.toString());
                case FILE_FOR_A_FOLDER -> Files.writeString(entry, "no folder");
                case FOLDER_IN_ITSELF ->
                    Files.createSymbolicLink(Files.createDirectory(entry).resolve("back"), entry);
                case FOLDER_WITH_A_LINK_TO_NOTHING -> {
                    Path demo = Files.createDirectories(entry.resolve("demo"));
                    Files.createSymbolicLink(demo.resolve("Gone.class"), Path.of("nowhere"));
                    Files.createSymbolicLink(demo.resolve(".#lock-of-an-editor"), Path.of("nowhere"));
                }
                case FOLDER_WITH_A_FIFO ->
                    run("mkfifo", Files.createDirectory(entry).resolve("pipe").toString());
                case HUGE_MANIFEST ->
                    TestJars.answering("x")
                            .manifest("Padding", "x".repeat(2 << 20))
                            .writeTo(entry);
                case LINE_BREAK -> TestJars.answering("x").writeTo(entry);
                case NOT_EVEN_TEXT ->
                    run("sh", "-c", "touch \"$1/$(printf 'b\\374cher.jar')\"", "sh", folder.toString());
            }
        }

        private static void run(String... command) throws IOException, InterruptedException {
            assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
        }
    }

    @ParameterizedTest
    @EnumSource
    void reportsAnOddEntryAndServesTheOthers(Odd odd) throws Exception {
        TestJars.answering("one").writeTo(cell.file("orders.jar"));
        odd.makeIn(cell.directory);
        cell.waitForReports();
        assertEquals("one", cell.get("/version"));
        String report = Files.readString(cell.failed(odd.reportedAs()));
        assertTrue(report.contains(odd.reason), report);
        assertEquals(5, report.lines().count(), report);
        assertEquals(List.of(odd.reportedAs()), cell.failures());
        TestJars.answering("two").writeTo(cell.file("orders.jar"));
        cell.settle();
        assertEquals("two", cell.get("/version"));
        removeAllBut("orders.jar");
        cell.settle();
        assertEquals(Set.of("orders.jar"), names());
        assertEquals(List.of(), cell.failures());
    }

    private void removeAllBut(String name) throws IOException {
        try (Stream<Path> entries = Files.list(cell.directory)) {
            for (Path entry : entries.toList()) {
                String own = String.valueOf(entry.getFileName());
                if (!own.equals(name) && !own.endsWith(".failed")) {
                    if (Files.isDirectory(entry)) {
                        WorkDirectory.deleteTree(entry);
                    } else {
                        Files.delete(entry);
                    }
                }
            }
        }
    }

    private Set<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(cell.directory)) {
            return entries.map(entry -> String.valueOf(entry.getFileName()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void keepsTheReportOfAnotherCellOnAnEntryThatCannotBeSpelled() throws Exception {
        Odd.NOT_EVEN_TEXT.makeIn(cell.directory);
        Files.writeString(cell.failed("b%FCcher.jar"), "of another cell");
        cell.settle();
        assertTrue(Files.exists(cell.failed("b%FCcher.jar")));
    }

    @Test
    void cutsTheNameOfAReportWhereTheWholeWouldBeTooLong() throws IOException {
        String name = "x".repeat(251) + ".jar";
        Files.writeString(cell.file(name), "no jar");
        TestJars.answering("one").writeTo(cell.file("orders.jar"));
        cell.waitForReports();
        assertEquals("one", cell.get("/version"));
        List<String> reports =
                names().stream().filter(one -> one.endsWith(".jar.failed")).toList();
        assertEquals(1, reports.size(), reports.toString());
        assertTrue(Files.readString(cell.file(reports.get(0))).contains(name));
        Files.delete(cell.file(name));
        cell.settle();
        assertEquals(Set.of("orders.jar"), names());
    }

    @Test
    void servesFilesWhoseNamesDifferByNormalFormAlone() throws IOException {
        assumeTrue(FileNames.charset().equals("UTF-8"), "the locale cannot spell these names");
        TestJars.answering("one").manifest("Cellnest-Name", "composed").writeTo(cell.file("b\u00fccher.jar"));
        TestJars.jar()
                .source(
                        "demo.Other",
                        "package demo; public class Other { @org.cellnest.cell.Route(\"/other\")"
                                + " public String other() { return \"two\"; } }")
                .manifest("Cellnest-Name", "decomposed")
                .writeTo(cell.file("bu\u0308cher.jar"));
        cell.settle();
        assertEquals("one", cell.get("/version"));
        assertEquals("two", cell.get("/other"));
    }

    @Test
    void goesOnWhereNoReportCanBeWritten() throws IOException {
        TestJars.answering("one").writeTo(cell.file("orders.jar"));
        Files.writeString(cell.file("bad.jar"), "no jar");
        Files.createDirectories(cell.failed("bad.jar").resolve("in the way"));
        cell.waitForReports();
        assertEquals("one", cell.get("/version"));
        assertEquals(List.of("bad.jar"), cell.failures());
        assertTrue(Files.isDirectory(cell.failed("bad.jar")));
    }

    @Test
    void keepsWhatServesWhenItsLinkLeadsNowhere() throws IOException {
        Path target = TestJars.answering("one").writeTo(root.resolve("target.jar"));
        Files.createSymbolicLink(cell.file("orders.jar"), target);
        cell.settle();
        Files.delete(target);
        cell.waitForReports();
        assertEquals("one", cell.get("/version"));
        assertTrue(Files.readString(cell.failed("orders.jar")).contains("a link to nothing"));
        TestJars.answering("two").writeTo(target);
        cell.settle();
        assertEquals("two", cell.get("/version"));
        assertFalse(Files.exists(cell.failed("orders.jar")));
    }

    @Test
    void seesAFileThatIsRenamedOverAnotherOfTheSameSizeAndTime() throws IOException {
        List<byte[]> versions = ofOneSize();
        Files.write(cell.file("orders.jar"), versions.get(0));
        cell.settle();
        assertEquals("one", cell.get("/version"));
        Path other = Files.write(root.resolve("other.jar"), versions.get(1));
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(cell.file("orders.jar")));
        Files.move(other, cell.file("orders.jar"), StandardCopyOption.REPLACE_EXISTING);
        cell.settle();
        assertNotEquals("one", cell.get("/version"));
    }

    @Test
    void seesAFileThatIsOverwrittenWithTheSameSizeAndTime() throws IOException {
        List<byte[]> versions = ofOneSize();
        Path jar = Files.write(cell.file("orders.jar"), versions.get(0));
        cell.settle();
        var modified = Files.getLastModifiedTime(jar);
        Files.write(jar, versions.get(1));
        Files.setLastModifiedTime(jar, modified);
        cell.settle();
        assertNotEquals("one", cell.get("/version"));
    }

    @Test
    void seesAClassThatIsRenamedOverAnotherOfTheSameSizeAndTime() throws IOException {
        Path folder = Files.createDirectories(cell.file("orders.cell/demo"));
        Path first = Files.write(
                folder.resolve("Version.class"),
                TestJars.answering("one").compile().get("demo/Version.class"));
        cell.settle();
        assertEquals("one", cell.get("/version"));
        Path second = Files.write(
                root.resolve("Version.class"),
                TestJars.answering("two").compile().get("demo/Version.class"));
        assertEquals(Files.size(first), Files.size(second));
        Files.setLastModifiedTime(second, Files.getLastModifiedTime(first));
        Files.move(second, first, StandardCopyOption.REPLACE_EXISTING);
        cell.settle();
        assertEquals("two", cell.get("/version"));
    }

    @Test
    void doesNotDeployAgainWhatHasTheSameContents() throws IOException {
        Path jar = TestJars.answering("one").writeTo(cell.file("orders.jar"));
        Path conf = Files.writeString(cell.file("orders.conf"), "a = 1");
        cell.settle();
        long revision = cell.revision();
        for (Path file : List.of(jar, conf)) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            cell.settle();
            assertEquals(revision, cell.revision(), file.toString());
        }
        Files.writeString(conf, "a = 2, b = 3");
        cell.settle();
        assertTrue(cell.revision() > revision);
        assertFalse(Files.exists(cell.failed("orders.jar")));
        assertEquals("one", cell.get("/version"));
    }

    @Test
    void tellsFilesByTheirContentsWhereNothingElseDoes() throws IOException {
        Path one = Files.writeString(root.resolve("one"), "same size", StandardCharsets.UTF_8);
        Path two = Files.writeString(root.resolve("two"), "SAME SIZE", StandardCharsets.UTF_8);
        assertFalse(FileIdentity.byContents(one).equals(FileIdentity.byContents(two)));
        Files.writeString(two, "same size", StandardCharsets.UTF_8);
        assertEquals(FileIdentity.byContents(one), FileIdentity.byContents(two));
    }

    /** Two jars that answer "one" and some other word. */
    private static List<byte[]> ofOneSize() {
        byte[] one = TestJars.answering("one").bytes();
        return Stream.of("two", "six", "ten", "any", "few", "all")
                .map(word -> TestJars.answering(word).bytes())
                .filter(other -> other.length == one.length)
                .findFirst()
                .map(other -> List.of(one, other))
                .orElseThrow(() -> new AssertionError("no other jar of " + one.length + " bytes"));
    }
}
