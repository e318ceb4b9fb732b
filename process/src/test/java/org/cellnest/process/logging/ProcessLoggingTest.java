package org.cellnest.process.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.cellnest.process.StartupException;
import org.cellnest.process.settings.Settings;
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
        LoggerFactory.getLogger("org.cellnest.a").info("first\r\n2026-01-01 forged");
        ProcessLogging.stop();
        assertEquals(1, read("cell-one.log").lines().count());
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
