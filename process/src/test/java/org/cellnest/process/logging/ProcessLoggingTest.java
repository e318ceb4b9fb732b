package org.cellnest.process.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.cellnest.process.StartupException;
import org.cellnest.process.settings.Settings;
import org.cellnest.process.settings.SettingsException;
import org.cellnest.process.text.VisibleText;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class ProcessLoggingTest {
    @TempDir
    Path folder = Path.of("");

    @AfterEach
    void stop() {
        MDC.clear();
        ProcessLogging.identifyDeployments(loader -> null);
        ProcessLogging.stop();
    }

    @Test
    void namesDeploymentAndRequestInLinesThatBelongToThem() throws Exception {
        start("cell");
        MDC.put(LogFields.DEPLOYMENT, "orders");
        MDC.put(LogFields.REQUEST_ID, "r-1");
        LoggerFactory.getLogger("org.cellnest.a").info("inside");
        MDC.clear();
        LoggerFactory.getLogger("org.cellnest.a").info("outside");
        ProcessLogging.stop();
        String log = read("cell-one.log");
        assertTrue(log.contains("org.cellnest.a [orders r-1] inside\n"), log);
        assertTrue(log.contains("org.cellnest.a outside\n"), log);
    }

    @Test
    void keepsEachEventOnOneLine() throws Exception {
        start("cell");
        MDC.put(LogFields.REQUEST_ID, "r\n2026-01-01");
        Thread.currentThread().setName("t\n2026-01-01");
        LoggerFactory.getLogger("l\n2026-01-01").warn("first\r\n2026-01-01 forged\u001b[2J\u202e");
        Thread.currentThread().setName("main");
        ProcessLogging.stop();
        String log = read("cell-one.log");
        assertEquals(1, log.lines().count());
        assertTrue(
                log.endsWith("[t\\n2026-01-01] l\\n2026-01-01 [r\\n2026-01-01] "
                        + "first\\r\\n2026-01-01 forged\\u001b[2J\\u202e\n"),
                log);
    }

    @Test
    void indentsAndBoundsWhatAnExceptionSays() throws Exception {
        start("cell");
        RuntimeException deep = new IllegalStateException("\n2026-01-01T00:00:00 forged".repeat(10_000));
        for (int i = 0; i < 100; i++) {
            deep = new IllegalStateException("layer " + i, deep);
        }
        deep.setStackTrace(new StackTraceElement[] {new StackTraceElement("a\nb", "c\rd", "e\u009bf", 1)});
        LoggerFactory.getLogger("org.cellnest.a").error("\n".repeat(200_000), deep);
        ProcessLogging.stop();
        List<String> lines = read("cell-one.log").lines().toList();
        assertEquals(1, lines.stream().filter(line -> !line.startsWith("\t")).count());
        assertEquals("\tjava.lang.IllegalStateException: layer 99", lines.get(1));
        assertEquals("\t\tat a\\nb.c\\rd(e\\u009bf:1)", lines.get(2));
        assertTrue(lines.get(lines.size() - 1).endsWith("... (the rest is left out)"), lines.get(lines.size() - 1));
        assertTrue(lines.size() < 2_000, lines.size() + " lines");
        assertTrue(lines.stream()
                .allMatch(line ->
                        line.length() < 10_000 && VisibleText.of(line.strip()).equals(line.strip())));
    }

    @Test
    void writesJsonWhereItIsWanted() throws Exception {
        start("cell", "log.format=json");
        MDC.put(LogFields.REQUEST_ID, "r-1");
        LoggerFactory.getLogger("org.cellnest.a")
                .warn("it\u202e\n", new IllegalStateException("no", new IOException("why")));
        ProcessLogging.stop();
        String log = read("cell-one.log");
        assertEquals(1, log.lines().count());
        JsonNode json = new ObjectMapper().readTree(log);
        assertEquals("WARN", json.path("level").asText());
        assertEquals("org.cellnest.a", json.path("logger").asText());
        assertEquals("r-1", json.path("requestId").asText());
        assertEquals("it\u202e\n", json.path("message").asText());
        assertTrue(log.contains("it\\u202E\\n") || log.contains("it\\u202e\\n"), log);
        assertEquals("java.lang.IllegalStateException", json.path("exception").asText());
        assertTrue(json.path("stackTrace").asText().contains("\n\tCaused by: java.io.IOException: why\n"), log);
        OffsetDateTime.parse(json.path("time").asText());
    }

    @Test
    void logsWhatDeploymentsSayAtTheirOwnLevels() throws Exception {
        start("cell", "log.levels=orders=debug,quiet=error");
        ProcessLogging.identifyDeployments(loader -> loader instanceof URLClassLoader own ? own.getName() : null);
        as("orders", () -> {
            LoggerFactory.getLogger("example.Orders").debug("by slf4j");
            System.getLogger("example.Orders").log(System.Logger.Level.DEBUG, "by the platform");
            java.util.logging.Logger.getLogger("example.Orders").fine("by java.util.logging");
            LoggerFactory.getLogger("example.Orders").trace("too low");
            LoggerFactory.getLogger("org.cellnest.runtime.A").debug("the host is too low");
        });
        as("stock", () -> {
            LoggerFactory.getLogger("example.Stock").info("at the level of all");
            LoggerFactory.getLogger("example.Stock").debug("too low");
        });
        as("quiet", () -> {
            LoggerFactory.getLogger("example.Quiet").warn("too low");
            LoggerFactory.getLogger("org.cellnest.runtime.A").warn("the host about it");
        });
        LoggerFactory.getLogger("cell.orders").debug("through its context");
        LoggerFactory.getLogger("example.Library").info("too low for nobody");
        ProcessLogging.levels().change("stock", "debug");
        as("stock", () -> LoggerFactory.getLogger("example.Stock").debug("changed"));
        as("stock", () -> java.util.logging.Logger.getLogger("example.Stock").fine("changed there too"));
        ProcessLogging.levels().change("stock", null);
        as("stock", () -> LoggerFactory.getLogger("example.Stock").debug("too low again"));
        ProcessLogging.stop();
        List<String> said = read("cell-one.log")
                .lines()
                .map(line -> line.replaceFirst("^.*?\\] [^ ]+ ", ""))
                .toList();
        assertEquals(
                List.of(
                        "[orders] by slf4j",
                        "[orders] by the platform",
                        "[orders] by java.util.logging",
                        "[stock] at the level of all",
                        "[quiet] the host about it",
                        "[orders] through its context",
                        "[stock] changed",
                        "[stock] changed there too"),
                said);
    }

    @Test
    void countsAThreadOfADeploymentAsItsOwnWhateverItClaims() throws Exception {
        start("cell");
        ProcessLogging.identifyDeployments(loader -> loader instanceof URLClassLoader own ? own.getName() : null);
        as("orders", () -> {
            MDC.put(LogFields.DEPLOYMENT, "other");
            LoggerFactory.getLogger("example.Orders").info("said");
        });
        ProcessLogging.stop();
        assertTrue(read("cell-one.log").contains("[orders] said\n"));
    }

    @Test
    void refusesLevelsThatDoNotExist() {
        assertThrows(SettingsException.class, () -> start("cell", "log.levels=orders=loud"));
    }

    private static void as(String deployment, Runnable code) throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(deployment, new URL[0], before)) {
            thread.setContextClassLoader(loader);
            code.run();
        } finally {
            thread.setContextClassLoader(before);
            MDC.clear();
        }
    }

    @Test
    void keepsAccessLinesInAFileOfTheirOwn() throws Exception {
        start("gateway");
        ProcessLogging.access().info("GET /");
        LoggerFactory.getLogger("org.cellnest.a").debug("too low");
        LoggerFactory.getLogger("org.xnio").info("too low for others");
        ProcessLogging.stop();
        assertEquals("GET /\n", read("gateway-one-access.log"));
        assertEquals("", read("gateway-one.log"));
    }

    @Test
    void keepsNoAccessLogWhereNoneIsWanted() throws Exception {
        start("gateway", "gateway.access-log=false");
        assertFalse(ProcessLogging.access().isInfoEnabled());
        ProcessLogging.access().info("GET /");
        ProcessLogging.stop();
        assertFalse(Files.exists(folder.resolve("gateway-one-access.log")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%d", "50%", "a\\b", "a:b c", "${user.home}"})
    void keepsRolledFilesBesideTheLogInAFolderOfAnyName(String name) throws Exception {
        Path odd = folder.resolve(name);
        start("cell", "log.max-file-bytes=64KiB", "log.directory=" + odd);
        // The size is looked at now and then only.
        long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!hasRolled(odd) && System.nanoTime() < untilNs) {
            LoggerFactory.getLogger("org.cellnest.a").info("x".repeat(1000));
        }
        ProcessLogging.stop();
        assertTrue(hasRolled(odd), "nothing was rolled");
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(odd), files.toList());
        }
    }

    private static boolean hasRolled(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.anyMatch(file -> file.toString().endsWith(".log.gz"));
        }
    }

    private void start(String process, String... more) throws StartupException {
        List<String> sets = new ArrayList<>(List.of("log.directory=" + folder, process + ".id=one"));
        sets.addAll(List.of(more));
        ProcessLogging.start(process, Settings.of(sets.toArray(String[]::new)));
    }

    private String read(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }
}
