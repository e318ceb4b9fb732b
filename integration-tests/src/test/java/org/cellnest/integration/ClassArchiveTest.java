package org.cellnest.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.cellnest.integration.harness.Await;
import org.cellnest.integration.harness.Project;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archives of classes that processes start faster from, with a script in place of the JVM. */
class ClassArchiveTest {
    /** Writes what a JVM would: a list of classes as it runs, or an archive. */
    private static final String JAVA = """
            #!/usr/bin/env bash
            for argument in "$@"; do
                case "$argument" in
                    -version) echo 'openjdk version "17.0.1"' >&2; exit 0 ;;
                    -XX:SharedArchiveFile=*) archive="${argument#*=}" ;;
                    -XX:SharedClassListFile=*) list="${argument#*=}" ;;
                    -XX:DumpLoadedClassList=*) printf 'a/B id: 1\\nc/D id: 2 source: /gone.jar\\n' >"${argument#*=}" ;;
                esac
            done
            case " $* " in
                *" -Xshare:dump "*)
                    cp "$list" "$archive"
                    echo dumped >>"$DUMPS"
                    [ -z "${FAIL:-}" ]
                    ;;
                *) echo "$*" ;;
            esac
            """;

    @TempDir
    Path folder;

    private Path target;
    private Path dumps;

    @BeforeEach
    void make() throws IOException {
        Path root = Files.createDirectories(folder.resolve("nest 0.1.0"));
        target = Files.createDirectories(root.resolve("m/target"));
        Files.createDirectories(target.resolve("lib"));
        Files.createFile(target.resolve("m.jar"));
        Files.createDirectories(root.resolve("scripts"));
        Files.copy(Project.root().resolve("scripts/lib.sh"), root.resolve("scripts/lib.sh"));
        Path java = Files.createDirectories(folder.resolve("jdk/bin")).resolve("java");
        Files.writeString(java, JAVA);
        assertTrue(java.toFile().setExecutable(true));
        dumps = folder.resolve("dumps");
    }

    @Test
    void isMadeOfTheListOfAProcessThatHasEnded() throws Exception {
        assertTrue(run().contains("-XX:DumpLoadedClassList="));
        assertEquals(1, files(".list.").size());
        run();
        String archive = await().toString();
        assertEquals("a/B id: 1\n", Files.readString(Path.of(archive)));
        assertTrue(run().contains("-XX:SharedArchiveFile=" + archive));
        assertEquals(List.of(Path.of(archive)), files(""));
    }

    @Test
    void isMadeOnceForSeveralThatStartAtOnce() throws Exception {
        run();
        List<Process> several = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            several.add(start("", ""));
        }
        for (Process process : several) {
            process.getInputStream().readAllBytes();
            assertEquals(0, process.waitFor());
        }
        String archive = await().toString();
        run();
        assertEquals(List.of(Path.of(archive)), files(".jsa"));
        assertEquals("a/B id: 1\n", Files.readString(Path.of(archive)));
    }

    @Test
    void isNotThereWhereItCouldNotBeMade() throws Exception {
        run();
        assertEquals(0, start("FAIL=1", "").waitFor());
        Await.until(
                "it was tried, and nothing is left",
                () -> Files.exists(dumps)
                        && files(".dump.").isEmpty()
                        && files(".jsa").isEmpty());
        assertTrue(run().contains("-XX:DumpLoadedClassList="));
    }

    @Test
    void isNotMadeOfWhatHelpLoads() throws Exception {
        Process help = start("", "--help");
        String command = new String(help.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(command.contains("--help") && !command.contains("ClassList"), command);
    }

    private String run() throws IOException, InterruptedException {
        Process process = start("", "");
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    private Process start(String variable, String argument) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        "bash",
                        "-euc",
                        "export DUMPS='" + dumps + "' " + variable + "; . scripts/lib.sh; run_java m Main " + argument)
                .directory(target.resolve("../..").normalize().toFile())
                .redirectErrorStream(true);
        builder.environment().remove("JAVA_OPTS");
        builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
        return builder.start();
    }

    /** The archive, once it is whole and what it was made of is gone. */
    private Path await() throws IOException {
        Await.until(
                "an archive", () -> files(".jsa").size() == 1 && files(".dump.").isEmpty());
        return files(".jsa").get(0);
    }

    private List<Path> files(String part) throws IOException {
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.getFileName().toString().startsWith("classes-"))
                    .filter(file -> file.getFileName().toString().contains(part))
                    .toList();
        }
    }
}
