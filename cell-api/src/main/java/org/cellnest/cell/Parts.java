package org.cellnest.cell;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Reads the parts of a {@code multipart/form-data} body (RFC 7578) one by one, in the order they come. A parameter of
 * this type takes the whole body; a body of another content type is 415.
 *
 * <pre>{@code
 * @Route(value = "/uploads", methods = "POST")
 * public int upload(Parts parts) throws IOException {
 *     int saved = 0;
 *     for (Optional<PartStream> part = parts.next(); part.isPresent(); part = parts.next()) {
 *         part.get().saveTo(folder.resolve("upload-" + ++saved));
 *     }
 *     return saved;
 * }
 * }</pre>
 *
 * <p>The body may be of any size and is read as it comes: a part of many gigabytes takes no more memory than a short
 * one. Nothing is kept: each part is read before the next, and what has not been read of it is skipped. At most 1,000
 * parts, and 8 KiB of headers of a part, are read; more are 413. Malformed bodies are 400. An empty body without a
 * content type has no parts.
 *
 * <p>Implemented by the nest alone; {@link #of} returns some for tests. For one thread at a time.
 */
public interface Parts {
    /**
     * Returns the next part; empty after the last.
     *
     * @throws Problem with status 400 or 413, if the body is malformed, cut, or beyond a limit
     * @throws IOException if the body cannot be read
     */
    Optional<PartStream> next() throws IOException;

    /** Returns parts for tests. */
    static Parts of(FormFile... parts) {
        return new MemoryParts(List.of(parts));
    }
}
