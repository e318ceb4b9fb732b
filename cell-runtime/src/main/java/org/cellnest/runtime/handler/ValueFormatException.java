package org.cellnest.runtime.handler;

import java.io.Serial;

/** Signals a text that is no value of the requested type. */
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
