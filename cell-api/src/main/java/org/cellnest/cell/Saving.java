package org.cellnest.cell;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Writes a stream to a file that others see whole or not at all. Stateless. */
final class Saving {
    private Saving() {}

    /** Returns the number of bytes. Deletes the temporary file if anything fails, the stream included. */
    static long save(InputStream from, Path file) throws IOException {
        Path target = file.toAbsolutePath();
        // A new file rather than createTempFile, whose permissions would be for the user alone.
        Path temporary = target.resolveSibling("." + UUID.randomUUID() + ".part");
        try {
            long length;
            try (OutputStream out =
                    Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                length = from.transferTo(out);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            return length;
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
