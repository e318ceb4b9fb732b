package org.cellnest.runtime.handler;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;

/** Signals an answer that exceeds the size that may be sent. */
final class TooLargeException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    TooLargeException(int maxBytes) {
        super("an answer of more bytes than may be sent (expected: at most " + maxBytes + ", its headers included)");
    }

    /**
     * Takes the content of an answer from a file. The path is in the cause, for the log, since clients may see the
     * message.
     *
     * @param bytes of the file that the answer would have
     */
    TooLargeException(int maxBytes, long bytes, long fileBytes, Path file) {
        super(
                "an answer with " + bytes + " bytes of a file of " + fileBytes + " bytes (expected: at most " + maxBytes
                        + ", its headers included; a Range of the file that fits is answered)",
                new IOException("file " + Text.clean(file.toString(), Text.MAX_PATH)));
    }
}
