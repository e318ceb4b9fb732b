package org.cellnest.runtime.deploy;

import org.jspecify.annotations.Nullable;

/** A jar cannot be deployed; the message is for the one who made it: what was found and what was expected. */
public final class DeploymentException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Not to be kept: it holds the cell's classes. */
    private final transient @Nullable Throwable thrownByCell;

    DeploymentException(String message) {
        super(message);
        thrownByCell = null;
    }

    DeploymentException(String message, @Nullable Throwable cause) {
        super(message, cause);
        thrownByCell = null;
    }

    DeploymentException(String message, Throwable cause, @Nullable Throwable thrownByCell) {
        super(message, cause);
        this.thrownByCell = thrownByCell;
    }

    /** What code of the cell threw, if that is the reason. */
    @Nullable
    Throwable thrownByCell() {
        return thrownByCell;
    }
}
