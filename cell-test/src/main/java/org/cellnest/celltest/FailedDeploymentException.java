package org.cellnest.celltest;

/**
 * Reports that a nest would not deploy the cell. The message is that of the log and of the {@code .failed} file: the
 * class or method, the value found, and the value expected. The cause is the original exception.
 */
public final class FailedDeploymentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FailedDeploymentException(Exception cause) {
        super(cause.getMessage(), cause.getCause() == null ? cause : cause.getCause());
    }
}
