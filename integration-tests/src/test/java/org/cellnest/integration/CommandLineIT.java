package org.cellnest.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cellnest.integration.harness.Await;
import org.cellnest.integration.harness.Failures;
import org.cellnest.integration.harness.LedgerFile;
import org.cellnest.integration.harness.NestChild;
import org.cellnest.integration.harness.NestOfProcesses;
import org.cellnest.integration.harness.Project;
import org.cellnest.integration.harness.TestCells;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The command line, through its script, and a nest that is there. */
@ExtendWith(Failures.class)
class CommandLineIT {
    private static final String TOKEN = "the-token-of-this-nest";

    @TempDir
    private Path folder;

    private NestOfProcesses nest;
    private NestChild router;
    private String cell = "";

    /** How a command ended, and what it wrote. */
    private record Result(int code, String out, String err) {}

    @BeforeEach
    void begin() {
        nest = NestOfProcesses.in(folder);
        TestCells.deploy(
                nest.cells(), "workbench.jar", TestCells.workbench(new LedgerFile(folder.resolve("ledger")).path()));
        router = nest.router("router.ops.token=" + TOKEN);
        NestChild gateway = nest.gateway(List.of(router));
        cell = nest.cell(List.of(router)).setting("cell.id");
        NestOfProcesses.awaitStatus(gateway, "/echo/cell", 200);
    }

    @AfterEach
    void end() {
        nest.close();
    }

    @Test
    void showsTellsAndCalls() {
        Await.until("the cell is listed", () -> nest("ls", "cells", "--ids").equals(new Result(0, cell + "\n", "")));
        Await.until(
                "the route is listed",
                () -> nest("ls", "routes", "-q", "echo").out().contains("/echo/cell"));
        Result called = nest("call", "/echo/cell");
        assertEquals(cell, called.out(), called.err());
        assertTrue(called.err().startsWith("200 OK"), called.err());

        String explained = nest("explain", "/echo/cell").out();
        String expected = "GET /echo/cell of workbench answers it; cell " + cell + " would be given it now.\n";
        assertTrue(explained.startsWith(expected), explained);

        Result refused = nest("drain", cell);
        assertEquals(1, refused.code());
        assertTrue(refused.err().contains("--yes"), refused.err());
        assertEquals(0, nest("drain", cell, "--yes").code());
        Await.until("the cell is drained", () -> nest("ls", "cells").out().contains("drained"));
        Result again = nest("drain", cell);
        assertEquals(1, again.code());
        assertEquals(1, again.err().lines().count(), again.err());
        assertEquals(0, nest("resume", cell).code());
        assertEquals(1, nest("kick", "nobody").code());
        Await.until(
                "the cell serves again",
                () -> nest("call", "-s", "/echo/cell").out().equals(cell));

        String events = nest("events").out();
        assertTrue(events.contains("cell-joined") && events.contains("cell-drained"), events);
        assertTrue(nest("ls").out().startsWith("router "));
        assertTrue(nest("top").out().contains(cell));
    }

    @Test
    void showsWhichJarDoesNotServeAndWhy() throws IOException {
        Files.writeString(nest.cells().resolve("broken.jar"), "no jar at all");
        Await.until(
                "the cell reports the jar",
                () -> nest("show", "cell", cell).out().contains("broken.jar"));
        String events = nest("events").out();
        assertTrue(
                events.lines().anyMatch(line -> line.contains("deployment-failed") && line.contains("broken.jar")),
                events);
        // What served before serves on.
        assertEquals(cell, nest("call", "-s", "/echo/cell").out());
    }

    @Test
    void saysInOneLineWhatIsWrong() {
        assertEquals(
                new Result(1, "", "nest: " + url() + " does not accept the token from --set (401)\n"),
                run("ls", "--router", url(), "--set", "router.ops.token=not-the-token-of-this-nest"));
        router.kill();
        assertEquals(
                new Result(
                        3, "", "nest: no router at " + url() + " (connection refused); --router says where one is\n"),
                nest("ls"));
    }

    private String url() {
        return "http://127.0.0.1:" + router.ready().port("ops");
    }

    private Result nest(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--router", url(), "--set", "router.ops.token=" + TOKEN));
        return run(all.toArray(String[]::new));
    }

    private Result run(String... arguments) {
        Path out = folder.resolve("nest.out");
        Path err = folder.resolve("nest.err");
        List<String> command = new ArrayList<>();
        command.add(Project.root().resolve("scripts/nest").toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("CELLNEST_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        try {
            Process process = builder.start();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), () -> String.join(" ", command) + " does not end");
            return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
