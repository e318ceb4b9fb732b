package org.cellnest.runtime.deploy.jar;

import org.jspecify.annotations.Nullable;

/** A jar cannot be deployed; the message is for the one who made it: what was found and what was expected. */
public final class DeploymentException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Not to be kept: it holds the cell's classes. */
    private final transient @Nullable Throwable thrownByCell;

    private final boolean passing;

    public DeploymentException(String message) {
        this(message, null, null, false);
    }

    public DeploymentException(String message, @Nullable Throwable cause) {
        this(message, cause, null, false);
    }

    public DeploymentException(String message, Throwable cause, @Nullable Throwable thrownByCell) {
        this(message, cause, thrownByCell, false);
    }

    private DeploymentException(
            String message, @Nullable Throwable cause, @Nullable Throwable thrownByCell, boolean passing) {
        super(message, cause);
        this.thrownByCell = thrownByCell;
        this.passing = passing;
    }

    /** Of a machine that lacks something for now, such as room on a disk; the jar may be good. */
    public static DeploymentException passing(String message, Throwable cause) {
        return new DeploymentException(message, cause, null, true);
    }

    /** Whether the reason may pass by itself, so that the same jar is worth another try. */
    public boolean isPassing() {
        return passing;
    }

    /** What code of the cell threw, if that is the reason. */
    @Nullable
    public Throwable thrownByCell() {
        return thrownByCell;
    }
}
