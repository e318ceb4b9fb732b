package org.cellnest.cell;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Represents the body of a request while it comes, of any size. A parameter of this type takes the whole body.
 *
 * <pre>{@code
 * @Route(value = "/files/{name}", methods = "PUT")
 * public long put(String name, Upload upload) throws IOException {
 *     return upload.saveTo(folder.resolve(checked(name)));
 * }
 * }</pre>
 *
 * <p>Its bytes are read once, by {@link #stream}, {@link #channel} or {@link #saveTo}, which share one position. The
 * client sends only as fast as they are read. If the body breaks off, reading throws a {@link StreamResetException};
 * its end is the end that the client sent. What is not read when the route method returns is never read.
 *
 * <p>Implemented by the nest alone; {@link #of} returns one for tests. For one thread at a time.
 */
public interface Upload {
    /** Returns the content type that the client claims. Nobody has checked it. */
    Optional<String> type();

    /** Returns the announced number of bytes; -1 if the client announced none. */
    long length();

    /** Returns the bytes that have not been read yet; the same stream each time. It need not be closed. */
    InputStream stream();

    /** Returns the bytes of {@link #stream} as a channel. Closing it closes the stream. */
    default ReadableByteChannel channel() {
        return Channels.newChannel(stream());
    }

    /**
     * Writes the rest to a file. It goes into a temporary file in the same folder, which is moved into place when the
     * end has come. Others see the whole file or nothing. An existing file is replaced.
     *
     * @return the number of bytes
     * @throws StreamResetException if the body breaks off; the temporary file is then deleted
     * @throws IOException if the file cannot be written; the temporary file is then deleted
     */
    default long saveTo(Path file) throws IOException {
        return Saving.save(stream(), file);
    }

    /**
     * Returns an upload for tests.
     *
     * @param type its content type; empty: none
     * @param bytes not copied, so they must not be modified afterwards
     */
    static Upload of(String type, byte[] bytes) {
        return of(type, bytes.length, new ByteArrayInputStream(bytes));
    }

    /**
     * Returns an upload for tests.
     *
     * @param type its content type; empty: none
     * @param length the announced number of bytes; -1: none
     */
    static Upload of(String type, long length, InputStream stream) {
        return new GivenUpload(SafeFileName.present(type), length, stream);
    }
}
