package org.cellnest.runtime.handler;

import java.io.Serial;

/** A text that is not a value of the type that was asked for. */
final class ValueFormatException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final String text;

    ValueFormatException(String text) {
        super(text, null, false, false);
        this.text = text;
    }

    String text() {
        return text;
    }
}
