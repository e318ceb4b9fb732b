package org.cellnest.runtime.multipart;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the long files of one form on disk until {@link #close}. One thread at a time keeps; any closes.
 *
 * <p>Files up to {@link #MEMORY_BYTES} stay in memory.
 */
public final class Spool {
    /** The longest file that stays in memory. */
    static final int MEMORY_BYTES = 64 << 10;
    /** The most bytes on disk for one form. */
    static final long MAX_BYTES = 1L << 30;

    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
    private static final int BUFFER_BYTES = 64 << 10;

    private final Path folder;
    private final List<Path> files = new ArrayList<>();
    private boolean closed;
    private long keptBytes;

    Spool(Path folder) {
        this.folder = folder;
    }

    /** Returns a spool in the JVM's folder for temporary files. */
    public static Spool temporary() {
        return new Spool(Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** A file on disk. */
    record Kept(Path path, long length) {}

    /**
     * Writes a beginning and the rest of a part to a file.
     *
     * @param maxBytes of the part, beginning included
     * @throws org.cellnest.cell.Problem with status 413, if the part or the form is too long
     */
    Kept keep(String name, byte[] beginning, InputStream rest, long maxBytes) throws IOException {
        Path file = create();
        long length = beginning.length;
        try (var out = Files.newOutputStream(file)) {
            out.write(beginning);
            keptBytes += beginning.length;
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int count = rest.read(buffer); count >= 0; count = rest.read(buffer)) {
                length += count;
                keptBytes += count;
                if (length > maxBytes) {
                    throw MultipartErrors.part(413, name, "more than " + maxBytes + " bytes", "at most " + maxBytes);
                }
                if (keptBytes > MAX_BYTES) {
                    throw MultipartErrors.tooLarge(
                            "files of more than " + MAX_BYTES + " bytes together", "at most " + MAX_BYTES);
                }
                out.write(buffer, 0, count);
            }
        }
        return new Kept(file, length);
    }

    private synchronized Path create() throws IOException {
        if (closed) {
            throw new IOException("the answer is complete (expected: reading the form before that)");
        }
        Path file = Files.createTempFile(folder, "cellnest-part-", ".tmp");
        files.add(file);
        return file;
    }

    /** Deletes the files. */
    public synchronized void close() {
        closed = true;
        for (Path file : files) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                LOG.warn("{} cannot be deleted", file, e);
            }
        }
        files.clear();
    }
}
