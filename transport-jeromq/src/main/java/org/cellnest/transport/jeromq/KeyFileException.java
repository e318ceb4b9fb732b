package org.cellnest.transport.jeromq;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reports a file of keys that cannot be used. The message is one line: the file, the line if there is one, the text
 * found and the text expected; never a secret.
 */
public final class KeyFileException extends IOException {
    private static final long serialVersionUID = 1L;

    KeyFileException(String message) {
        super(message);
    }

    private KeyFileException(String message, IOException cause) {
        super(message, cause);
    }

    /** Returns the exception for a failed operation on a file or its folder. */
    static KeyFileException of(Path file, IOException cause) {
        return cause instanceof KeyFileException known
                ? known
                : new KeyFileException(file + ": " + reason(file, cause), cause);
    }

    private static String reason(Path file, IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (cause instanceof FileAlreadyExistsException) {
            return "is there already and stays as it is (expected: a name that is free)";
        }
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        }
        String message = cause.getMessage();
        boolean says = message != null && !message.isBlank() && !message.equals(file.toString());
        return says ? String.valueOf(message) : cause.getClass().getSimpleName();
    }
}
