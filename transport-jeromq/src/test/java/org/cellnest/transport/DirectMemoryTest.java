package org.cellnest.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Runs a process with hardly any direct memory. A connection for which none is left ends, and no other does. */
class DirectMemoryTest {

    /** The memory for the buffers of a router and a link, and some sixty connections. */
    private static final String LIMIT = "-XX:MaxDirectMemorySize=3m";

    @Test
    void endsAConnectionForWhichNoneIsLeftAndNoOther() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        LIMIT,
                        "-ea",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DirectMemoryMain.class.getName())
                .redirectErrorStream(true)
                .start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            assertEquals("some were refused, the bystander was served", said.strip());
        } finally {
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }
}
