package org.cellnest.celltest;

/**
 * A nest would not deploy the cell. The message is the one that would stand in the log and in the {@code .failed} file: which
 * class or method, what was found, what was expected. The cause is what was thrown.
 */
public final class FailedDeploymentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FailedDeploymentException(Exception cause) {
        super(cause.getMessage(), cause.getCause() == null ? cause : cause.getCause());
    }
}
