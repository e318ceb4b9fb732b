package org.cellnest.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EndProcessTest {

    /** A process whose only I/O thread fails as one out of memory would. */
    static final class Victim {

        private Victim() {}

        public static void main(String[] args) throws InterruptedException {
            IoThreads threads = new IoThreads(
                    (thread, cause) -> Transport.END_PROCESS.accept(thread.getName() + ": " + cause, cause));
            Thread thread = threads.create(
                    () -> {
                        throw new OutOfMemoryError("Java heap space");
                    },
                    "iothread-2");
            thread.start();
            thread.join();
            TimeUnit.MINUTES.sleep(1);
        }
    }

    @Test
    void aFailedIoThreadEndsTheProcessWithOneLine() throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process process = new ProcessBuilder(
                        java.toString(), "-cp", System.getProperty("java.class.path"), Victim.class.getName())
                .start();
        try {
            assertTrue(process.waitFor(30, TimeUnit.SECONDS), "it goes on half dead");
            assertEquals(70, process.exitValue());
            String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            List<String> lines =
                    said.lines().filter(line -> !line.startsWith("SLF4J")).toList();
            assertEquals(List.of("transport-iothread-2: java.lang.OutOfMemoryError: Java heap space"), lines);
        } finally {
            process.destroyForcibly();
        }
    }
}
