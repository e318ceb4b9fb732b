package org.cellnest.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.cellnest.integration.harness.Project;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a new user has after {@code scripts/new-cell}: a project that builds, tests itself, and is a cell. */
class NewCellIT {
    /** One that whoever has built the nest has in the repository. */
    private static final String LIBRARY = "<dependency><groupId>com.google.re2j</groupId><artifactId>re2j</artifactId>"
            + "<version>1.8</version></dependency>";

    @TempDir
    private Path folder;

    private final List<ProcessHandle> started = new ArrayList<>();

    @AfterEach
    void endWhatIsLeft() {
        started.forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void buildsAndTestsANewCellOffline() throws Exception {
        Path project = folder.resolve("order-history");
        String made = run(folder, Project.root().resolve("scripts/new-cell").toString(), "order-history");
        assertTrue(made.contains("./mvnw package"), made);
        assertTrue(Files.isRegularFile(project.resolve("src/test/java/example/OrderHistoryCellTest.java")), made);

        String built = build(project);
        assertTrue(built.contains("Tests run: 1, Failures: 0, Errors: 0, Skipped: 0"), built);
        Path jar = project.resolve("target/order-history.jar");
        assertEquals(List.of("example/OrderHistoryCell.class"), entries(jar, ".class"), "the jar holds the cell alone");
        assertEquals(List.of(), entries(jar, ".jar"));

        Path pom = project.resolve("pom.xml");
        Files.writeString(pom, Files.readString(pom).replace("<dependencies>", "<dependencies>" + LIBRARY));
        Path old = project.resolve("target/classes/META-INF/lib/re2j-1.7.jar");
        Files.createDirectories(old.getParent());
        Files.writeString(old, "of a build before");
        built = build(project);
        assertEquals(List.of("META-INF/lib/re2j-1.8.jar"), entries(jar, ".jar"), built);
    }

    @Test
    void failsTheBuildWhereTheCellAnswersSomethingElse() throws Exception {
        run(folder, Project.root().resolve("scripts/new-cell").toString(), "greetings");
        Path project = folder.resolve("greetings");
        Path cell = project.resolve("src/main/java/example/GreetingsCell.java");
        Files.writeString(cell, Files.readString(cell).replace("\"hello \"", "\"goodbye \""));
        String built = build(project);
        assertTrue(built.contains("goodbye billy"), built);
        assertTrue(built.contains("BUILD FAILURE"), built);
        assertFalse(Files.exists(project.resolve("target/greetings.jar")));
    }

    /** With a repository of its own for what only this project has, before the one of whoever builds. */
    private String build(Path project) throws IOException, InterruptedException {
        return run(
                project,
                project.resolve("mvnw").toString(),
                "-o",
                "-B",
                "-Dstyle.color=never",
                "-Dmaven.repo.local=" + folder.resolve("repository"),
                "-Dmaven.repo.local.tail=" + System.getProperty("cellnest.repository"),
                "package");
    }

    private String run(Path directory, String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1");
        Process process = builder.start();
        started.add(process.toHandle());
        boolean ended = process.waitFor(3, TimeUnit.MINUTES);
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertTrue(ended, () -> "still runs: " + text);
        return text;
    }

    private static List<String> entries(Path jar, String suffix) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.endsWith(suffix))
                    .toList();
        }
    }
}
