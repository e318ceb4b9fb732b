package org.cellnest.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A file that is written under another name beside its own, and has its own name only once it is whole. What exists
 * under the name, but is no regular file, is written directly. One thread.
 */
final class OutputFile implements Closeable {
    private final Path file;
    private final @Nullable Path part;
    private final OutputStream out;

    private OutputFile(Path file, @Nullable Path part, OutputStream out) {
        this.file = file;
        this.part = part;
        this.out = out;
    }

    /** Returns the path to write for an option, after verifying what can be verified before a request is sent. */
    static Path checked(String option, Path given, CliEnvironment cliEnvironment) {
        Path file = cliEnvironment.workingDirectory().resolve(given).normalize();
        if (Files.isDirectory(file)) {
            throw NestException.usage(option + ": " + file + " is a folder (expected: a file)");
        }
        Path folder = file.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw NestException.usage(option + ": " + file + " is in no folder (expected: a folder that exists)");
        }
        return file;
    }

    /** Begins a file. */
    static OutputFile create(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            return new OutputFile(file, null, Files.newOutputStream(file));
        }
        // The target of a link, so that the link remains.
        Path target = Files.exists(file) ? file.toRealPath() : file;
        Path part = target.resolveSibling(
                "." + target.getFileName() + "." + HexFormat.of().toHexDigits(new Random().nextInt()) + ".part");
        OutputStream out = Files.newOutputStream(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        part.toFile().deleteOnExit(); // also when the user interrupts the command
        return new OutputFile(target, part, out);
    }

    void write(byte[] bytes, int length) throws IOException {
        out.write(bytes, 0, length);
    }

    /** Gives the file its name, in place of a file that has it. */
    void finish() throws IOException {
        out.close();
        if (part != null) {
            try {
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** Deletes what was written, unless it is finished. */
    @Override
    public void close() throws IOException {
        try {
            out.close();
        } finally {
            if (part != null) {
                Files.deleteIfExists(part);
            }
        }
    }
}
