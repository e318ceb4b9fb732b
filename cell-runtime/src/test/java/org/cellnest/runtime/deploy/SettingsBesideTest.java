package org.cellnest.runtime.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Settings that are there and cannot be read are a failure, not the same as none. */
class SettingsBesideTest extends DeployTest {
    @BeforeEach
    void open() throws IOException {
        greeter("greeting = hello").writeTo(cell.file("orders.jar"));
    }

    private static TestJars greeter(String defaults) {
        return TestJars.jar()
                .entry("META-INF/cell/defaults.conf", defaults)
                .source(
                        "demo.Greeter",
                        "package demo; public class Greeter { private final org.cellnest.cell.Settings settings;"
                                + " public Greeter(org.cellnest.cell.Settings settings) { this.settings = settings; }"
                                + " @org.cellnest.cell.Route(\"/version\") public String version() {"
                                + " return settings.string(\"greeting\"); } }");
    }

    @Test
    void saysWhenTheSettingsOfADeploymentWereChanged() throws IOException {
        cell.settle();
        assertNull(settings());
        Files.writeString(cell.file("orders.conf"), "greeting = one");
        cell.settle();
        assertEquals("one", cell.get("/version"));
        assertEquals(
                Files.getLastModifiedTime(cell.file("orders.conf"))
                        .toInstant()
                        .truncatedTo(ChronoUnit.MICROS)
                        .toString(),
                settings());
    }

    private @Nullable String settings() {
        Announcement announcement = cell.board.current();
        return announcement == null
                ? null
                : announcement.deployments().get(0).meta().get("settings");
    }

    enum Unreadable {
        LATIN_1("byte 0xFC in line 2 (expected: UTF-8)"),
        UTF_16("byte 0xFE in line 1 (expected: UTF-8)"),
        UTF_16_WITHOUT_A_MARK("a NUL character in line 1 (expected: text in UTF-8, not UTF-16)"),
        CUT_SHORT("byte 0xC3 in line 1 (expected: UTF-8)"),
        TOO_LARGE("more than 1048576 bytes"),
        FOLDER("a folder (expected: a file)"),
        LINK_TO_NOTHING("a link to nothing"),
        LINK_TO_ITSELF("Too many levels of symbolic links"),
        INCLUDE("include of common.conf (expected: all settings of a cell in the one file)");

        private final String reason;

        Unreadable(String reason) {
            this.reason = reason;
        }

        private void write(Path conf) throws IOException {
            Files.deleteIfExists(conf);
            switch (this) {
                case LATIN_1 ->
                    Files.writeString(conf, "# Latin-1\ngreeting = gr\u00fc\u00dfe", StandardCharsets.ISO_8859_1);
                case UTF_16 -> Files.writeString(conf, "greeting = goodbye", StandardCharsets.UTF_16);
                case UTF_16_WITHOUT_A_MARK -> Files.writeString(conf, "greeting = goodbye", StandardCharsets.UTF_16LE);
                case CUT_SHORT -> Files.write(conf, new byte[] {'a', '=', (byte) 0xC3});
                case TOO_LARGE -> Files.writeString(conf, "greeting = goodbye\n" + "#".repeat(1 << 20));
                case FOLDER -> Files.createDirectory(conf);
                case LINK_TO_NOTHING -> Files.createSymbolicLink(conf, Path.of("nowhere"));
                case LINK_TO_ITSELF -> Files.createSymbolicLink(conf, conf.getFileName());
                case INCLUDE -> Files.writeString(conf, "include \"common.conf\"");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsTheVersionWithTheSettingsBeforeThoseThatCannotBeRead(Unreadable unreadable) throws IOException {
        Path conf = Files.writeString(cell.file("orders.conf"), "greeting = goodbye");
        cell.settle();
        assertEquals("goodbye", cell.get("/version"));
        unreadable.write(conf);
        cell.waitForReports();
        assertEquals("goodbye", cell.get("/version"));
        String report = Files.readString(cell.failed("orders.jar"));
        assertTrue(report.contains("orders.conf") && report.contains(unreadable.reason), report);
        cell.restart();
        cell.waitForReports();
        assertEquals("goodbye", cell.get("/version"), "the last good version has its settings");
        Files.delete(conf);
        Files.writeString(conf, "greeting = again");
        cell.settle();
        assertEquals("again", cell.get("/version"));
        assertFalse(Files.exists(cell.failed("orders.jar")));
        assertFalse(Files.exists(cell.failed("orders.conf")));
    }

    @ParameterizedTest
    @EnumSource
    void servesNothingWithDefaultsInPlaceOfSettingsThatCannotBeRead(Unreadable unreadable) throws IOException {
        unreadable.write(cell.file("orders.conf"));
        cell.waitForReports();
        assertNull(cell.get("/version"));
        assertTrue(Files.readString(cell.failed("orders.jar")).contains(unreadable.reason));
        Files.delete(cell.file("orders.conf"));
        cell.settle();
        assertEquals("hello", cell.get("/version"));
    }

    @Test
    void takesAByteOrderMark() throws IOException {
        Files.writeString(cell.file("orders.conf"), "\ufeffgreeting = goodbye");
        cell.settle();
        assertEquals("goodbye", cell.get("/version"));
    }

    @Test
    void refusesDefaultsThatAreNotUtf8() throws IOException {
        TestJars.answering("x")
                .entry("META-INF/cell/defaults.conf", "a = \u00fc".getBytes(StandardCharsets.ISO_8859_1))
                .writeTo(cell.file("orders.jar"));
        cell.waitForReports();
        String report = Files.readString(cell.failed("orders.jar"));
        assertTrue(report.contains("META-INF/cell/defaults.conf: byte 0xFC in line 1 (expected: UTF-8)"), report);
    }
}
