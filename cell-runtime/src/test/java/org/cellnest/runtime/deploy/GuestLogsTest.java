package org.cellnest.runtime.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cellnest.process.logging.ProcessLogging;
import org.cellnest.process.settings.Settings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines that code of a deployment logs, by whichever API: they are in the cell's log under its name. */
class GuestLogsTest {
    private static final String LOGGING = "package demo; public class Logging {"
            + " @org.cellnest.cell.Route(\"/log\") public String log() throws Exception {"
            + "  say(\"\");"
            + "  Thread own = new Thread(() -> say(\" in a thread of its own\"));"
            + "  own.start(); own.join();"
            + "  return \"said\"; }"
            + " private static void say(String where) {"
            + "  org.slf4j.LoggerFactory.getLogger(Logging.class).info(\"slf4j{}\", where);"
            + "  System.getLogger(\"demo.Logging\").log(System.Logger.Level.INFO, \"platform\" + where);"
            + "  java.util.logging.Logger.getLogger(\"demo.Logging\").info(\"jul\" + where);"
            + "  org.slf4j.LoggerFactory.getLogger(Logging.class).debug(\"debug{}\", where);"
            + " } }";

    @TempDir
    Path root;

    private DeployFixture cell;

    @BeforeEach
    void open() throws Exception {
        ProcessLogging.start("cell", Settings.of("log.directory=" + root.resolve("logs"), "cell.id=one"));
        ProcessLogging.identifyDeployments(DeployService::deploymentOf);
        cell = new DeployFixture(root);
    }

    @AfterEach
    void close() throws IOException {
        cell.close();
        ProcessLogging.identifyDeployments(loader -> null);
        ProcessLogging.stop();
    }

    @Test
    void logsWhatADeploymentSaysAndNamesItsRequest() throws Exception {
        TestJars.jar().source("demo.Logging", LOGGING).writeTo(cell.file("orders.jar"));
        cell.settle();
        assertEquals("said", cell.ask("/log", "r-1"));
        List<String> said = said();
        assertEquals(6, said.size(), said.toString());
        for (String api : List.of("slf4j", "platform", "jul")) {
            assertTrue(said.stream().anyMatch(line -> line.matches(".*\\[orders r-1] " + api)), said.toString());
            assertTrue(said.stream().anyMatch(line -> line.endsWith("[orders] " + api + " in a thread of its own")));
        }
    }

    @Test
    void logsAtTheLevelOfTheDeployment() throws Exception {
        TestJars.jar().source("demo.Logging", LOGGING).writeTo(cell.file("orders.jar"));
        cell.settle();
        ProcessLogging.levels().change("orders", "debug");
        cell.ask("/log", "r-1");
        assertEquals(2, said().stream().filter(line -> line.contains("] debug")).count());
        ProcessLogging.levels().change("orders", "warn");
        int before = said().size();
        cell.ask("/log", "r-1");
        assertEquals(before, said().size());
    }

    /** The jar's own provider would print elsewhere, or fail; the host's logging API comes from the host alone. */
    @Test
    void passesOverALoggingProviderInTheJar() throws Exception {
        TestJars.jar()
                .source("demo.Logging", LOGGING)
                .source(
                        "org.slf4j.LoggerFactory",
                        "package org.slf4j; public class LoggerFactory {"
                                + " public static Logger getLogger(Class<?> type) { throw new Error(\"the jar's\"); } }")
                .entry("META-INF/services/org.slf4j.spi.SLF4JServiceProvider", "demo.Missing\n")
                .writeTo(cell.file("orders.jar"));
        cell.settle();
        assertEquals("said", cell.ask("/log", "r-1"));
        assertEquals(6, said().size());
    }

    @Test
    void warnsOfAFilterThatSelectsNoRoute() throws Exception {
        TestJars.answering("1")
                .source(
                        "demo.Setup",
                        "package demo; public class Setup implements org.cellnest.cell.CellSetup {"
                                + " public void setUp(org.cellnest.cell.CellContext context) {"
                                + " context.filter(\"/version\", (request, next) -> next.proceed())"
                                + " .filter(\"/vresion/{path...}\", (request, next) -> next.proceed()); } }")
                .writeTo(cell.file("orders.jar"));
        cell.settle();
        List<String> warnings = lines("selects no route");
        assertEquals(1, warnings.size(), warnings::toString);
        assertTrue(
                warnings.get(0)
                        .endsWith("filter /vresion/{path...} selects no route of orders (expected: a template that a"
                                + " path of it matches)"),
                warnings::toString);
    }

    private List<String> said() throws IOException {
        return lines("demo.Logging");
    }

    private List<String> lines(String part) throws IOException {
        return Files.readString(root.resolve("logs/cell-one.log"))
                .lines()
                .filter(line -> line.contains(part))
                .toList();
    }
}
