package org.cellnest.cell;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Represents a file of a {@code multipart/form-data} body (RFC 7578): a parameter with {@link Part @Part}. Its bytes
 * are in memory, or on disk until the request is answered.
 *
 * <p>Implemented by the nest alone; {@link #of} returns one for tests. May be read by any thread and more than once, until the
 * request is answered; one in memory also after that.
 */
public interface FormFile {
    /** Returns the name of the field. */
    String name();

    /**
     * Returns the name of the file as the client sent it. It is not safe to use as a path: it may have folders, {@code
     * ..}, control characters, or the name of another user's file. Empty if the client sent none, or an empty one.
     */
    Optional<String> fileName();

    /**
     * Returns the name of the file, fit to be a name within a folder: the part after the last {@code /} or {@code \}.
     *
     * <p>Control characters and {@code < > : " | ? *} become {@code _}, as does a leading dot. Dots and spaces at the
     * end are removed, device names of Windows get a {@code _} before them, and more than 200 bytes of UTF-8 are cut
     * before the extension. Two files may have the same name. Empty if nothing is left.
     */
    default Optional<String> safeFileName() {
        return fileName().flatMap(SafeFileName::of);
    }

    /** Returns the content type that the client claims, such as {@code image/png}. Nobody has checked it. */
    Optional<String> type();

    /** Returns the number of bytes. */
    long length();

    /** Returns the bytes as a new stream from the beginning; it need not be closed. */
    InputStream stream();

    /**
     * Writes the bytes to a file. They go into a temporary file in the same folder, which is moved into place when it
     * is complete: others see the whole file or none. An existing file is replaced.
     *
     * @return the number of bytes
     * @throws IOException if the file cannot be written; the temporary file is then deleted
     */
    default long saveTo(Path file) throws IOException {
        return Saving.save(stream(), file);
    }

    /**
     * Returns a file in memory, for tests.
     *
     * @param fileName empty: none
     * @param type its content type; empty: none
     * @param bytes copied
     */
    static FormFile of(String name, String fileName, String type, byte[] bytes) {
        return new MemoryFile(name, SafeFileName.present(fileName), SafeFileName.present(type), bytes.clone());
    }

    /** Returns a field without a file name and content type, in UTF-8, for tests of {@link Parts}. */
    static FormFile of(String name, String text) {
        return of(name, "", "", text.getBytes(StandardCharsets.UTF_8));
    }
}
