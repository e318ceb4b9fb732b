package org.cellnest.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cellnest.integration.harness.Await;
import org.cellnest.integration.harness.HttpConnection;
import org.cellnest.integration.harness.Project;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The one command that a new user runs. */
class DemoIT {
    private static final Pattern DASHBOARD = Pattern.compile("Watch the nest at +http://127\\.0\\.0\\.1:(\\d+)/");
    private static final Pattern ADDRESS = Pattern.compile("Open +http://[^:/]+:(\\d+)/");

    @TempDir
    private Path folder;

    private final List<ProcessHandle> started = new ArrayList<>();

    @AfterEach
    void endWhatIsLeft() {
        started.forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void answersAndStopsWithoutLeavingAProcess() throws Exception {
        Path output = folder.resolve("demo.out");
        Process demo = demo(output, "gateway.http.port=0");
        Await.within(Duration.ofMinutes(2), "the nest is up", () -> {
            assertTrue(demo.isAlive(), () -> read(output));
            return ADDRESS.matcher(read(output)).find();
        });
        Matcher address = ADDRESS.matcher(read(output));
        assertTrue(address.find());
        int port = Integer.parseInt(address.group(1));
        assertEquals(
                "hello! My name is billy, I'm 12 years old",
                HttpConnection.get(port, "/api/hello/billy?age=12").text());
        Matcher dashboard = DASHBOARD.matcher(read(output));
        assertTrue(dashboard.find(), () -> read(output));
        assertTrue(HttpConnection.get(Integer.parseInt(dashboard.group(1)), "/")
                .text()
                .contains("<title>Cellnest</title>"));
        List<ProcessHandle> family = demo.descendants().toList();
        started.addAll(family);
        assertTrue(family.size() >= 3, () -> "only " + family);
        demo.destroy();
        assertTrue(demo.waitFor(60, TimeUnit.SECONDS), () -> read(output));
        assertEquals(0, demo.exitValue(), () -> read(output));
        Await.until("its processes have ended", () -> family.stream().noneMatch(ProcessHandle::isAlive));
        try (Stream<Path> left = Files.list(folder.resolve("tmp"))) {
            assertEquals(List.of(), left.toList(), "temporary files are left");
        }
    }

    @Test
    void saysAtOnceWhichPortIsInUseAndWhatMovesIt() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path output = folder.resolve("demo.out");
            Process demo = demo(output, "gateway.http.port=" + taken.getLocalPort());
            assertTrue(demo.waitFor(120, TimeUnit.SECONDS), () -> read(output));
            assertEquals(1, demo.exitValue(), () -> read(output));
            assertTrue(read(output).contains("gateway.http.port"), () -> read(output));
            assertTrue(demo.descendants().noneMatch(ProcessHandle::isAlive));
        }
    }

    private Process demo(Path output, String port) throws IOException {
        Files.createDirectories(folder.resolve("tmp"));
        ProcessBuilder builder = new ProcessBuilder(
                        Project.root().resolve("scripts/demo").toString(),
                        "--set",
                        "gateway.http.host=127.0.0.1",
                        "--set",
                        port,
                        "--set",
                        "gateway.ops.port=0",
                        "--set",
                        "router.front=tcp://127.0.0.1:0",
                        "--set",
                        "router.back=tcp://127.0.0.1:0",
                        "--set",
                        "router.ops.port=0",
                        "--set",
                        "cell.directory=" + folder.resolve("cells"),
                        "--set",
                        "cell.work-directory=" + folder.resolve("work"),
                        "--set",
                        "log.directory=" + folder.resolve("logs"))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("CELLNEST_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_OPTS", "-XX:TieredStopAtLevel=1 -Djava.io.tmpdir=" + folder.resolve("tmp"));
        builder.environment().put("TMPDIR", folder.resolve("tmp").toString());
        Process demo = builder.start();
        started.add(demo.toHandle());
        return demo;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
