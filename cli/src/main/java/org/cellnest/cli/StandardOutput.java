package org.cellnest.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes to a stream of this process, buffered, and keeps the cause of a failure, which a {@link PrintStream} alone
 * discards.
 */
final class StandardOutput extends PrintStream {
    private static final int BUFFER_BYTES = 32 * 1024;

    /** The link by which Linux shows the target of standard output. */
    private static final Path LINK = Path.of("/proc/self/fd/1");

    private final Remembering target;
    private final boolean pipe;

    private StandardOutput(Remembering target, boolean pipe) {
        super(new BufferedOutputStream(target, BUFFER_BYTES), false, StandardCharsets.UTF_8);
        this.target = target;
        this.pipe = pipe;
    }

    /** Returns standard output or standard error of this process. */
    static StandardOutput of(FileDescriptor descriptor) {
        return new StandardOutput(new Remembering(new FileOutputStream(descriptor)), isPipe());
    }

    static StandardOutput of(OutputStream out) {
        return new StandardOutput(new Remembering(out), false);
    }

    /** Returns the reason for incomplete output; null if all was written, or if the reader has closed the pipe. */
    static @Nullable String failure(PrintStream out) {
        if (!out.checkError()) {
            return null;
        }
        return out instanceof StandardOutput standard ? standard.failure() : "for no known reason";
    }

    /**
     * Returns the reason, or null for a pipe, which fails only without a reader. The system's message for that is
     * localized.
     */
    private @Nullable String failure() {
        IOException failure = target.failure;
        if (failure == null) {
            return "for no known reason";
        }
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return pipe || message.contains("broken pipe") ? null : Failures.reason(failure);
    }

    private static boolean isPipe() {
        try {
            return Files.readSymbolicLink(LINK).toString().startsWith("pipe:");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static final class Remembering extends FilterOutputStream {
        private @Nullable IOException failure;

        private Remembering(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                failure = failure == null ? e : failure;
                throw e;
            }
        }
    }
}
