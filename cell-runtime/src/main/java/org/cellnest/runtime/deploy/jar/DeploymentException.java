package org.cellnest.runtime.deploy.jar;

import org.jspecify.annotations.Nullable;

/** Signals that a jar cannot be deployed. The message names the problem and the expectation, for the jar's author. */
public final class DeploymentException extends Exception {
    private static final long serialVersionUID = 1L;

    /** The cell's exception, which must not be kept: it holds the cell's classes. */
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

    /** Makes the exception of a machine that lacks something for now, such as disk space; the jar may be good. */
    public static DeploymentException passing(String message, Throwable cause) {
        return new DeploymentException(message, cause, null, true);
    }

    /** Whether the reason may pass by itself, so that the same jar is worth another try. */
    public boolean isPassing() {
        return passing;
    }

    /** Returns the throwable of the cell's own code, null if that is not the reason. */
    @Nullable
    public Throwable thrownByCell() {
        return thrownByCell;
    }
}
