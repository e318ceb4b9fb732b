package org.cellnest.cell;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Writes a stream to a file that others see whole or not at all. Stateless. */
final class Saving {
    private static final int BUFFER_BYTES = 64 << 10;

    private Saving() {}

    /** Returns the number of bytes. Deletes the temporary file if anything fails, the stream included. */
    static long save(InputStream from, Path file) throws IOException {
        Path target = file.toAbsolutePath();
        // A new file rather than createTempFile, whose permissions would be for the user alone.
        Path temporary = target.resolveSibling("." + UUID.randomUUID() + ".part");
        try {
            long length = 0;
            // A channel rather than a stream: on the default file system it is a FileChannel, which an interrupt ends.
            try (WritableByteChannel out =
                    Files.newByteChannel(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                byte[] buffer = new byte[BUFFER_BYTES];
                for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                    ByteBuffer piece = ByteBuffer.wrap(buffer, 0, count);
                    while (piece.hasRemaining()) {
                        length += out.write(piece);
                    }
                }
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            return length;
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
