package org.cellnest.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.cellnest.integration.harness.Answer;
import org.cellnest.integration.harness.Failures;
import org.cellnest.integration.harness.FreePorts;
import org.cellnest.integration.harness.HttpConnection;
import org.cellnest.integration.harness.NestChild;
import org.cellnest.integration.harness.NestOfProcesses;
import org.cellnest.integration.harness.Project;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the README promises, from the first request to the last process. */
@Tag("transport")
@ExtendWith(Failures.class)
class JourneyIT {
    @TempDir
    private Path folder;

    @Test
    void answersTheDemoAndLeavesNothingBehind() throws IOException {
        try (NestOfProcesses nest = NestOfProcesses.in(folder)) {
            Files.copy(
                    Project.root().resolve("cells-demo/target/cells-demo.jar"),
                    nest.cells().resolve("cells-demo.jar"));
            NestChild router = nest.router();
            NestChild gateway = nest.gateway(List.of(router));
            nest.cell(List.of(router));
            NestOfProcesses.awaitStatus(gateway, "/api/hello/billy?age=12", 200);

            int port = gateway.ready().port("http");
            Answer hello = HttpConnection.get(port, "/api/hello/billy?age=12");
            assertEquals("hello! My name is billy, I'm 12 years old", hello.text());
            assertEquals(
                    "text/plain;charset=utf-8", hello.header("content-type").orElse(""));
            Answer page = HttpConnection.get(port, "/");
            assertEquals(200, page.status());
            assertTrue(page.header("content-type").orElse("").startsWith("text/html"), page::toString);
            assertTrue(page.text().contains("/api/hello/"), page::toString);
            assertEquals(404, HttpConnection.get(port, "/nowhere").status());
            assertEquals(
                    405, HttpConnection.ask(port, "DELETE", "/api/hello/billy").status());
            assertEquals(
                    200, HttpConnection.ask(port, "HEAD", "/api/hello/billy").status());

            endAll(nest);
        }
        try (Stream<Path> left = Files.list(folder.resolve("tmp"))) {
            assertEquals(List.of(), left.toList(), "temporary files are left");
        }
    }

    private static void endAll(NestOfProcesses nest) {
        List<Integer> ports = nest.children().stream()
                .flatMap(child -> child.ready().ports().stream())
                .toList();
        for (NestChild child : nest.children()) {
            child.terminate();
        }
        for (NestChild child : nest.children()) {
            assertEquals(0, child.awaitExit(), child::toString);
        }
        for (int port : ports) {
            assertTrue(FreePorts.isFree(port), () -> "port " + port + " is still in use");
        }
    }
}
