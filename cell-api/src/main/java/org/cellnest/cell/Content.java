package org.cellnest.cell;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/**
 * The body of a request. It lies in memory today; {@link #inputStream} is the method that will serve streamed bodies too.
 *
 * <p>Bytes are as they came: of any content type, and in the coding that the request's Content-Encoding names.
 *
 * <p>Implemented by the nest alone; {@link #of} makes one for tests. May be read by any thread, and more than once.
 */
public interface Content {
    /** No body. */
    Content EMPTY = of("", new byte[0]);

    /** The content type as it came, such as {@code text/plain;charset=utf-8}. */
    Optional<String> type();

    /** How many bytes there are. */
    long length();

    /** Whether there is none. */
    default boolean isEmpty() {
        return length() == 0;
    }

    /** A copy of the bytes. */
    byte[] bytes();

    /**
     * The bytes as text, in the charset that the content type names, UTF-8 if none. Bytes that the charset does not have
     * are replaced.
     *
     * @throws Problem with status 415, if the charset is not known, or the body came in a content coding such as gzip
     */
    String text();

    /** The bytes as a stream; it need not be closed. */
    InputStream inputStream();

    /** A body for tests. */
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

    /** A body for tests, sent as UTF-8. */
    static Content of(String type, String text) {
        return of(type, text.getBytes(StandardCharsets.UTF_8));
    }
}
