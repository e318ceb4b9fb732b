package org.cellnest.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs commands in a fake environment: at 16:00, in UTC, without a terminal. */
final class NestFixture implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-25T16:00:00Z");

    /** A result of a command: its exit code and output. */
    record Result(int code, String out, String err) {}

    final FakeRouter router;
    final Map<String, String> environment = new HashMap<>();
    Path folder = Path.of("").toAbsolutePath();
    String in = "";

    @Nullable
    TerminalSize terminal;

    /** The replacement for the stream behind {@link Result#out}, or null. */
    @Nullable
    PrintStream out;

    CliEnvironment.Pause pause = time -> {};
    Screen.Opener screens = () -> {
        throw new IOException("no terminal here");
    };

    NestFixture() throws IOException {
        router = new FakeRouter();
    }

    /** Runs a command with the router's address. */
    Result nest(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--router", router.url()));
        return run(all.toArray(String[]::new));
    }

    Result run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        CliEnvironment cliEnvironment = new CliEnvironment(
                new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
                this.out == null ? new PrintStream(out, false, StandardCharsets.UTF_8) : this.out,
                new PrintStream(err, false, StandardCharsets.UTF_8),
                environment,
                folder,
                folder,
                null,
                terminal,
                Clock.fixed(NOW, ZoneOffset.UTC),
                System::nanoTime,
                pause,
                screens);
        int code = NestCommand.run(arguments, cliEnvironment);
        return new Result(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        router.close();
    }
}
