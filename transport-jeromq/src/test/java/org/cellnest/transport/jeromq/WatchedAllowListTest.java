package org.cellnest.transport.jeromq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedAllowListTest {
    private static final String KEY = "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7";

    @TempDir
    private Path folder;

    @Test
    void needsAListToBeginWith() {
        Path missing = folder.resolve("missing");
        assertEquals(
                missing + ": no such file or folder",
                assertThrows(KeyFileException.class, () -> WatchedAllowList.open(missing))
                        .getMessage());
    }

    @Test
    void followsItsFileUntilItIsClosed() throws IOException {
        Path file = Files.writeString(folder.resolve("front-clients"), KEY + " a\n");
        try (WatchedAllowList watched = WatchedAllowList.open(file)) {
            AllowList first = watched.get();
            assertEquals("a", first.nameOf(CurveKey.parse(KEY)));
            assertTrue(thread(file).isDaemon());
            Files.writeString(file, "# nobody any more\n");
            await(() -> watched.get().size() == 0);
            assertNull(watched.get().nameOf(CurveKey.parse(KEY)));
            assertSame(watched.get(), watched.get());
            assertEquals(1, first.size());
        }
        assertTrue(Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("allow-list front-clients")));
    }

    private static Thread thread(Path file) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("allow-list " + file.getFileName()))
                .findFirst()
                .orElseThrow();
    }

    private static void await(BooleanSupplier condition) {
        long giveUpNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - giveUpNs < 0, "in vain");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }
}
