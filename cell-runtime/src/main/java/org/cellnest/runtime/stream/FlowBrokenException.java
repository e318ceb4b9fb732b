package org.cellnest.runtime.stream;

import java.io.IOException;
import org.cellnest.protocol.ErrorCode;

/** Tells a writer that nothing more of an answer's body is taken, and why. */
public final class FlowBrokenException extends IOException {
    private static final long serialVersionUID = 1;

    private final ErrorCode code;

    /**
     * Creates an exception whose message has both.
     *
     * @param code such as {@link ErrorCode#ASKER_GONE}
     * @param reason for people, may be empty
     */
    public FlowBrokenException(ErrorCode code, String reason) {
        super(code.wireName() + (reason.isEmpty() ? "" : ": " + reason));
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }
}
