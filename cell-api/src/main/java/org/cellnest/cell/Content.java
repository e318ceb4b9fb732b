package org.cellnest.cell;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/**
 * Represents the body of a request in memory. {@link Upload} is one while it comes.
 *
 * <p>Bytes are as they came: of any content type, and in the coding of the request's Content-Encoding.
 *
 * <p>Implemented by the nest alone; {@link #of} returns one for tests. May be read by any thread, and more than once.
 */
public interface Content {
    /** An empty body. */
    Content EMPTY = of("", new byte[0]);

    /** Returns the content type as it came, such as {@code text/plain;charset=utf-8}. */
    Optional<String> type();

    /** Returns the number of bytes. */
    long length();

    /** Whether the body is empty. */
    default boolean isEmpty() {
        return length() == 0;
    }

    /** Returns a copy of the bytes. */
    byte[] bytes();

    /**
     * Returns the bytes as text, in the charset of the content type, or UTF-8 if it has none. Bytes that are malformed
     * in the charset are replaced.
     *
     * @throws Problem with status 415, if the charset is not known, or the body came in a content coding such as gzip
     */
    String text();

    /** Returns the bytes as a stream; it need not be closed. */
    InputStream inputStream();

    /** Returns a body for tests. */
    static Content of(String type, byte[] bytes) {
        Objects.requireNonNull(type, "type");
        byte[] copy = bytes.clone();
        return new Content() {
            @Override
            public Optional<String> type() {
                return type.isEmpty() ? Optional.empty() : Optional.of(type);
            }

            @Override
            public long length() {
                return copy.length;
            }

            @Override
            public byte[] bytes() {
                return copy.clone();
            }

            @Override
            public String text() {
                return new String(copy, ContentTypes.charset(type));
            }

            @Override
            public InputStream inputStream() {
                return new ByteArrayInputStream(copy);
            }
        };
    }

    /** Returns a body for tests, encoded as UTF-8. */
    static Content of(String type, String text) {
        return of(type, text.getBytes(StandardCharsets.UTF_8));
    }
}
