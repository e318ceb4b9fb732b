package org.cellnest.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cellnest.runtime.deploy.TestJars;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A cell process of its own, since what is tested ends it. No router is there, and none is needed. */
@Timeout(90)
class GuestExitTest {
    @TempDir
    Path root;

    @Test
    void stopsAsToldAndNamesTheDeployment() throws Exception {
        Path closed = root.resolve("closed");
        TestJars.answering("one")
                .source(
                        "demo.Setup",
                        "package demo; public class Setup implements org.cellnest.cell.CellSetup {"
                                + " public void setUp(org.cellnest.cell.CellContext context) {"
                                + " context.onClose(() -> java.nio.file.Files.createFile("
                                + "java.nio.file.Path.of(context.settings().string(\"closed\")))); } }")
                .writeTo(directory().resolve("good.jar"));
        Files.writeString(directory().resolve("good.conf"), "closed = \"" + closed + "\"\n");
        TestJars.jar()
                .source(
                        "demo.Leaver",
                        "package demo; public class Leaver { public Leaver(org.cellnest.cell.CellContext context) {"
                                + " new Thread(() -> { while (!java.nio.file.Files.exists(java.nio.file.Path.of("
                                + "context.settings().string(\"go\")))) Thread.onSpinWait(); System.exit(0); }, \"leaver\").start(); }"
                                + " @org.cellnest.cell.Route(\"/leave\") public String leave() { return \"\"; } }")
                .writeTo(directory().resolve("leaver.jar"));
        Path go = root.resolve("go");
        Files.writeString(directory().resolve("leaver.conf"), "go = \"" + go + "\"\n");
        Process process = cell();
        try {
            String ready = new String(process.getInputStream().readNBytes(11), StandardCharsets.UTF_8);
            assertEquals("cell ready:", ready);
            Files.createFile(go);
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            assertEquals(1, process.exitValue());
            String err = Files.readString(root.resolve("err"));
            assertTrue(
                    err.contains("cell: deployment leaver: code has ended the cell's process by System.exit,"
                            + " in thread leaver at "),
                    err);
            assertTrue(err.contains("demo.Leaver."), err);
            assertTrue(Files.exists(closed), "the other deployment was closed");
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private Path directory() throws IOException {
        return Files.createDirectories(root.resolve("cells"));
    }

    private Process cell() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "org.cellnest.runtime.CellMain",
                "--set",
                "cell.directory=" + directory(),
                "--set",
                "cell.work-directory=" + root.resolve("work"),
                "--set",
                "log.directory=" + root.resolve("logs"),
                "--set",
                "cell.routers=tcp://127.0.0.1:1"));
        return builder.directory(root.toFile())
                .redirectError(root.resolve("err").toFile())
                .start();
    }
}
