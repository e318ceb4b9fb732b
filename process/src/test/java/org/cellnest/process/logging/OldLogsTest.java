package org.cellnest.process.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.cellnest.process.settings.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OldLogsTest {
    @TempDir
    Path folder = Path.of("");

    private final Instant now = Instant.parse("2026-11-25T16:00:00Z");

    @Test
    void removesWhatIsTooOld() throws IOException {
        Path old = file("router-a.log", Duration.ofDays(14).plusSeconds(1));
        Path older = file("router-a.2020-01-01.0.log.gz", Duration.ofDays(400));
        Path recent = file("router-b.log", Duration.ofDays(14));
        Path othersOwn = file("gateway-a.log", Duration.ofDays(15));
        Path notALog = file("router-notes.txt", Duration.ofDays(15));
        OldLogs.prune(folder, "router", Settings.of(), now);
        assertFalse(Files.exists(old));
        assertFalse(Files.exists(older));
        assertTrue(Files.exists(recent));
        assertTrue(Files.exists(othersOwn));
        assertTrue(Files.exists(notALog));
    }

    @Test
    void keepsABoundedNumberButNoneThatMayBeInUse() throws IOException {
        for (int i = 0; i < OldLogs.KEPT_FILES + 20; i++) {
            file("cell-" + i + ".log", Duration.ofHours(2).plusMinutes(i));
        }
        Path inUse = file("cell-busy.log", Duration.ofMinutes(1));
        OldLogs.prune(folder, "cell", Settings.of(), now);
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(OldLogs.KEPT_FILES, left.count());
        }
        assertTrue(Files.exists(inUse));
        assertTrue(Files.exists(folder.resolve("cell-0.log")));
        assertFalse(Files.exists(folder.resolve("cell-69.log")));
    }

    private Path file(String name, Duration age) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "");
        Files.setLastModifiedTime(file, FileTime.from(now.minus(age)));
        return file;
    }
}
