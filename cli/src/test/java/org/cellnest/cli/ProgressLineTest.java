package org.cellnest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests the line of progress against a clock of the test. */
class ProgressLineTest {
    private final AtomicLong nowNs = new AtomicLong();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private CliEnvironment environment(@Nullable TerminalSize terminal) {
        return new CliEnvironment(
                new ByteArrayInputStream(new byte[0]),
                System.out,
                new PrintStream(err, false, StandardCharsets.UTF_8),
                Map.of(),
                Path.of(""),
                Path.of(""),
                null,
                terminal,
                Clock.fixed(NestFixture.NOW, ZoneOffset.UTC),
                nowNs::get,
                time -> {},
                () -> {
                    throw new IOException("no terminal here");
                });
    }

    private String drawn() {
        String text = err.toString(StandardCharsets.UTF_8);
        err.reset();
        return text;
    }

    @Test
    void drawsAtMostTenTimesASecond() {
        ProgressLine line = new ProgressLine("sent", 4 << 20, environment(new TerminalSize(80, 24)), true);
        nowNs.addAndGet(TimeUnit.MILLISECONDS.toNanos(500));
        line.show(1 << 20);
        assertEquals("\rsent [███████                       ]  25 %  1 MiB of 4 MiB  2 MiB/s", drawn());
        nowNs.addAndGet(TimeUnit.MILLISECONDS.toNanos(99));
        line.show(2 << 20);
        assertEquals("", drawn());
        nowNs.addAndGet(TimeUnit.MILLISECONDS.toNanos(401));
        line.show(4 << 20);
        assertEquals("\rsent [██████████████████████████████] 100 %  4 MiB of 4 MiB  4 MiB/s", drawn());
        line.clear();
        assertEquals("\r" + " ".repeat(68) + "\r", drawn());
        line.clear();
        assertEquals("", drawn());
    }

    @Test
    void fitsNarrowTerminalsAndUnknownLengths() {
        ProgressLine unknown = new ProgressLine("received", -1, environment(new TerminalSize(80, 24)), true);
        nowNs.addAndGet(TimeUnit.SECONDS.toNanos(2));
        unknown.show(3 << 20);
        assertEquals("\rreceived 3 MiB  1.5 MiB/s", drawn());
        ProgressLine narrow = new ProgressLine("sent", 4 << 20, environment(new TerminalSize(32, 24)), true);
        nowNs.addAndGet(TimeUnit.SECONDS.toNanos(1));
        narrow.show(1 << 20);
        assertEquals("\rsent  25 %  1 MiB of 4 MiB  1 M", drawn());
    }

    @Test
    void drawsNothingWithoutATerminalOrAWish() {
        ProgressLine noTerminal = new ProgressLine("sent", 10, environment(null), true);
        noTerminal.show(5);
        noTerminal.clear();
        ProgressLine noWish = new ProgressLine("sent", 10, environment(new TerminalSize(80, 24)), false);
        noWish.show(5);
        noWish.clear();
        assertEquals("", drawn());
    }
}
