package org.cellnest.runtime.handler;

import java.io.Serial;

/**
 * Signals that a deployment's classes cannot be served. The message is for the cell's author: the place, the value
 * found and the value expected.
 */
public final class InvalidCellException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    public InvalidCellException(String message) {
        super(message);
    }

    public InvalidCellException(String message, Throwable cause) {
        super(message, cause);
    }
}
