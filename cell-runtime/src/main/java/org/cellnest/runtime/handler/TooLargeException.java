package org.cellnest.runtime.handler;

import java.io.IOException;
import java.io.Serial;

/** Signals an answer that exceeds the size that may be sent. */
final class TooLargeException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    TooLargeException(int maxBytes) {
        super("an answer of more bytes than may be sent (expected: at most " + maxBytes + ", its headers included)");
    }
}
