package org.cellnest.cell;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Optional;

/**
 * Represents a part of a {@code multipart/form-data} body while it is read, from {@link Parts#next} until the next call
 * of it.
 *
 * <p>Its bytes are read once, by {@link #stream}, {@link #channel}, {@link #text} or {@link #saveTo}. After the next
 * call of {@link Parts#next} these throw an {@link IllegalStateException}; name, type and headers remain. A body that
 * turns out to be malformed throws a {@link Problem} from each of them, and from the stream.
 *
 * <p>Implemented by the nest alone; {@link Parts#of} returns some for tests. For one thread at a time.
 */
public interface PartStream extends Upload {
    /** Returns the name of the field; may be empty. */
    String name();

    /**
     * Returns the name of the file as the client sent it; unsafe as a path, see {@link FormFile#fileName}. Empty if the
     * part is no file, or the name is empty.
     */
    Optional<String> fileName();

    /** Returns the name of the file, fit to be a name within a folder, as {@link FormFile#safeFileName} does. */
    default Optional<String> safeFileName() {
        return fileName().flatMap(SafeFileName::of);
    }

    /** Returns the announced number of bytes, which parts have none of: -1. */
    @Override
    default long length() {
        return -1;
    }

    /** Returns the headers of the part, read as UTF-8. */
    Headers headers();

    /**
     * Reads the rest of the part as text, in the charset of its content type, or UTF-8 if it has none. Bytes that are
     * malformed in the charset are replaced.
     *
     * @param maxBytes the most bytes that are read, 0 to {@code Integer.MAX_VALUE - 16}
     * @throws Problem with status 413 if there are more bytes, or 415 if the charset is not known
     */
    default String text(int maxBytes) throws IOException {
        if (maxBytes < 0 || maxBytes > Integer.MAX_VALUE - 16) {
            throw new IllegalArgumentException("maxBytes: " + maxBytes + " (expected: 0 to Integer.MAX_VALUE - 16)");
        }
        Charset charset = ContentTypes.charset(type().orElse(""));
        byte[] bytes = stream().readNBytes(maxBytes + 1);
        if (bytes.length > maxBytes) {
            throw new Problem(413, "a part of more than " + maxBytes + " bytes (expected: at most " + maxBytes + ")");
        }
        return new String(bytes, charset);
    }
}
