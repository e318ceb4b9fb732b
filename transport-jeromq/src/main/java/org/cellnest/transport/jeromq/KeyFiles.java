package org.cellnest.transport.jeromq;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads small files whole, and of a larger file no more than one byte beyond the limit. Stateless. */
final class KeyFiles {
    private KeyFiles() {}

    /**
     * Returns the bytes of a regular file.
     *
     * @param most the maximum size, in bytes
     */
    static byte[] read(Path file, int most) throws KeyFileException {
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw new KeyFileException(file + ": is no file (expected: a file of keys)");
            }
            try (InputStream in = Files.newInputStream(file)) {
                byte[] bytes = in.readNBytes(most + 1);
                if (bytes.length > most) {
                    throw new KeyFileException(file + ": is larger (expected: at most " + most + " bytes)");
                }
                return bytes;
            }
        } catch (IOException e) {
            throw KeyFileException.of(file, e);
        }
    }
}
