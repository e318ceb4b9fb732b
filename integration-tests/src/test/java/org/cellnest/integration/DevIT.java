package org.cellnest.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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

/** The first hour with a cell of one's own: a project is made, served and written. */
class DevIT {
    private static final Pattern ADDRESS = Pattern.compile("http://localhost:(\\d+)/");

    @TempDir
    private Path folder;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endWhatIsLeft() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void servesANewCellAndFollowsItsAuthor() throws Exception {
        Process made = run(folder.resolve("new-cell.out"), "new-cell", "orders");
        assertTrue(made.waitFor(5, TimeUnit.MINUTES));
        assertEquals(0, made.exitValue(), () -> read(folder.resolve("new-cell.out")));

        Path output = folder.resolve("dev.out");
        Process dev = run(output, "dev", "orders", "--port", "0");
        Await.within(Duration.ofMinutes(2), "the cell is served", () -> {
            assertTrue(dev.isAlive(), () -> read(output));
            return read(output).contains("+ GET /orders/hello/{who}");
        });
        Matcher address = ADDRESS.matcher(read(output));
        assertTrue(address.find());
        int port = Integer.parseInt(address.group(1));
        assertEquals(
                "hello billy, this is orders\n",
                HttpConnection.get(port, "/orders/hello/billy").text());

        Path source = folder.resolve("orders/src/main/java/example/OrdersCell.java");
        String text = Files.readString(source);
        replace(source, text.replace("\"hello \"", "\"goodbye \""));
        Await.until(
                "the change is there",
                () -> HttpConnection.get(port, "/orders/hello/billy").text().equals("goodbye billy, this is orders\n"));
        replace(source, text.replace("public String", "public Strong"));
        Await.until(
                "the error is there",
                () -> HttpConnection.get(port, "/orders/hello/billy")
                        .text()
                        .contains("OrdersCell.java:8: error: cannot find symbol"));

        dev.destroy();
        assertTrue(dev.waitFor(60, TimeUnit.SECONDS), () -> read(output));
        assertEquals(0, dev.exitValue(), () -> read(output));
        try (Stream<Path> left = Files.list(folder.resolve("tmp"))) {
            assertEquals(List.of(), left.toList(), "temporary files are left");
        }
    }

    @Test
    void saysWhatItExpectedWhereThereIsNoProject() throws Exception {
        Path output = folder.resolve("dev.out");
        Process dev = run(output, "dev", "nowhere");
        assertTrue(dev.waitFor(2, TimeUnit.MINUTES), () -> read(output));
        assertEquals(1, dev.exitValue(), () -> read(output));
        assertTrue(read(output).contains("nowhere: no such folder"), () -> read(output));
    }

    /** As editors do: nobody sees half a file. */
    private static void replace(Path file, String text) throws IOException {
        Path incoming = file.resolveSibling(".incoming");
        Files.writeString(incoming, text);
        Files.move(incoming, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private Process run(Path output, String script, String... arguments) throws IOException {
        Path temporary = Files.createDirectories(folder.resolve("tmp"));
        List<String> command = new ArrayList<>();
        command.add(Project.root().resolve("scripts").resolve(script).toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("CELLNEST_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_OPTS", "-Djava.io.tmpdir=" + temporary);
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "no output: " + e;
        }
    }
}
