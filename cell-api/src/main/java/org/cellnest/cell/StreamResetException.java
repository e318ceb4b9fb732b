package org.cellnest.cell;

import java.io.IOException;
import java.io.Serial;
import java.util.Objects;

/** Signals that a body has broken off: the rest of it does not come, or is not taken. */
public final class StreamResetException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    private final String code;

    /**
     * Creates an exception.
     *
     * @param code the reason, such as {@code asker-gone}
     * @param message for people
     */
    public StreamResetException(String code, String message) {
        super(message);
        this.code = Objects.requireNonNull(code, "code");
    }

    /**
     * Returns the reason: {@code asker-gone} if the client is gone, {@code idle} if nothing came for too long, {@code
     * broken} if the sender cannot complete the body. More codes may follow.
     */
    public String code() {
        return code;
    }
}
