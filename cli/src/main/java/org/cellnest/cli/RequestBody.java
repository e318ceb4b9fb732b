package org.cellnest.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a request's body as specified on the command line: text, {@code @FILE}, {@code @-} or {@code -}. */
final class RequestBody {
    /** The limit in bytes, above the largest message that any nest accepts. */
    static final int MAX_BYTES = 256 << 20;

    private RequestBody() {}

    static byte[] read(String option, String given, CliEnvironment cliEnvironment) {
        if (given.equals("-") || given.equals("@-")) {
            return read(option, "standard input", cliEnvironment.in());
        }
        if (!given.startsWith("@")) {
            return given.getBytes(StandardCharsets.UTF_8);
        }
        Path file = cliEnvironment.workingDirectory().resolve(given.substring(1));
        try (InputStream in = Files.newInputStream(file)) {
            return read(option, file.toString(), in);
        } catch (IOException e) {
            throw unreadable(option, file.toString(), e);
        }
    }

    private static byte[] read(String option, String source, InputStream in) {
        try {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw NestException.usage(option + ": " + source + " is larger than " + Numbers.bytes(MAX_BYTES)
                        + ", the most that fits");
            }
            return bytes;
        } catch (IOException e) {
            throw unreadable(option, source, e);
        }
    }

    private static NestException unreadable(String option, String source, IOException e) {
        return NestException.usage(option + ": " + source + " cannot be read (" + Failures.reason(e) + ")");
    }
}
