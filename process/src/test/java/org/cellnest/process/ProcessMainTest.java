package org.cellnest.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@link FakeMain} in separate JVMs and checks the output for users: lines, exit codes, log files. */
@Timeout(60)
class ProcessMainTest {
    private static final String ANY_PORT = "--set=router.ops.port=0";

    @TempDir
    Path home = Path.of("");

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void leaveNothingBehind() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void saysWhenItIsReadyAndStopsCleanlyOnTerm() throws Exception {
        Path readyFile = home.resolve("ready");
        Process process = start("", "-Dcellnest.ready-file=" + readyFile, ANY_PORT);
        String ready = firstLine(process);
        assertTrue(ready.matches("router ready: ops http://127\\.0\\.0\\.1:\\d+"), ready);
        process.toHandle().destroy();
        assertEquals(0, process.waitFor());
        assertEquals(ready, Files.readString(readyFile).strip());
        assertEquals("", errors(process));
        assertTrue(log().contains(ready));
        assertTrue(log().contains("router stopped"));
    }

    @Test
    void listsOptionsAndSettingsOnHelp() throws Exception {
        Process process = start("", "--help");
        String help = output(process);
        assertEquals(0, process.waitFor());
        assertTrue(help.contains("--config"), help);
        assertTrue(help.contains("router.front = tcp://127.0.0.1:9021"), help);
        assertFalse(help.contains("cell.directory"), help);
    }

    @Test
    void saysItsVersion() throws Exception {
        assertTrue(output(start("", "--version")).startsWith("cellnest router "));
    }

    @Test
    void endsWithOneLineForEachBadSetting() throws Exception {
        Process process = start("", "--set", "gateway.http.port=70000", "--set", "gatway.http.port=1");
        assertEquals(2, process.waitFor());
        assertEquals("""
                router: gateway.http.port: 70000 (expected: 0 to 65535) [--set]
                router: gatway.http.port: no such setting (nearest: gateway.http.port) [--set]
                """, errors(process));
    }

    @Test
    void endsWithOneLineOnBadUsage() throws Exception {
        Process process = start("", "--sat");
        assertEquals(2, process.waitFor());
        assertEquals("router: Unknown option: '--sat' (router --help lists the options)\n", errors(process));
    }

    @Test
    void refusesToListenBeyondThisMachineWithoutAKey() throws Exception {
        Process process = start("", "--set", "router.ops.host=0.0.0.0");
        assertEquals(2, process.waitFor());
        String errors = errors(process);
        assertTrue(errors.startsWith("router: router.ops.host: 0.0.0.0 can be reached"), errors);
        assertEquals(1, errors.lines().count());
    }

    @Test
    void refusesToStartWithCurveAndWithoutWhatItNeeds() throws Exception {
        Process process = start("", "--set", "nest.security=curve", "--set", "nest.transport=native");
        assertEquals(2, process.waitFor());
        String errors = errors(process);
        assertTrue(errors.startsWith("router: nest.security: curve with nest.transport: native"), errors);
        assertTrue(errors.contains("\nrouter: router.curve.key-file: not set while nest.security = curve"), errors);
        assertEquals(4, errors.lines().count());
    }

    @Test
    void endsWithOneLineWhereAPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process process = start("", "--set=router.ops.port=" + taken.getLocalPort());
            assertEquals(1, process.waitFor());
            assertEquals(
                    "router: router.ops.port: " + taken.getLocalPort()
                            + " is in use (another process running? choose another with --set router.ops.port=PORT)\n",
                    errors(process));
        }
    }

    @Test
    void keepsStackTracesInTheLogFile() throws Exception {
        Process process = start("-Dfake=explode", ANY_PORT);
        assertEquals(1, process.waitFor());
        String errors = errors(process);
        assertTrue(
                errors.startsWith("router: could not start: java.lang.IllegalStateException: wires crossed (more in "));
        assertEquals(1, errors.lines().count());
        assertTrue(log().contains("at org.cellnest.process.FakeMain"));
    }

    @Test
    void endsWhenSomethingInItDies() throws Exception {
        Process process = start("-Dfake=die", ANY_PORT);
        assertEquals(1, process.waitFor());
        assertEquals("router: the agent has died\n", errors(process));
        assertTrue(log().contains("IllegalStateException: wires crossed"));
    }

    @Test
    void endsAProcessThatDoesNotStopInTime() throws Exception {
        Process process = start("-Dfake=hang", ANY_PORT);
        firstLine(process);
        process.toHandle().destroy();
        assertEquals(1, process.waitFor());
        assertEquals("router: did not stop within 0.2 s and was ended\n", errors(process));
    }

    @Test
    void endsWithOneLineWhereLogsCannotBeWritten() throws Exception {
        Path file = Files.writeString(home.resolve("file"), "");
        Process process = start("", "--set", "log.directory=" + file);
        assertEquals(1, process.waitFor());
        assertEquals(
                "router: log.directory: " + file + ": not a folder (expected: a folder that can be written) [--set]\n",
                errors(process));
    }

    /** Starts a process; arguments that begin with -D go to the JVM. */
    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Dcellnest.home=" + home);
        command.add("-XX:TieredStopAtLevel=1");
        Stream.of(arguments).filter(argument -> argument.startsWith("-D")).forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), FakeMain.class.getName()));
        Stream.of(arguments)
                .filter(argument -> !argument.isEmpty() && !argument.startsWith("-D"))
                .forEach(command::add);
        ProcessBuilder builder = new ProcessBuilder(command);
        // What the machine's own environment says must not change what a test sees.
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("CELLNEST_") || name.endsWith("JAVA_OPTIONS"));
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private static String firstLine(Process process) throws IOException {
        // Not closed: the process goes on writing.
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = reader.readLine();
        return line == null ? "" : line;
    }

    private static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String errors(Process process) throws IOException, InterruptedException {
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private String log() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("logs"))) {
            Path log = files.filter(file -> file.getFileName().toString().matches("router-.*\\.log"))
                    .findFirst()
                    .orElseThrow();
            return Files.readString(log);
        }
    }
}
