package org.cellnest.runtime.deploy;

import org.jspecify.annotations.Nullable;

/** A jar cannot be deployed; the message is for the one who made it: what was found and what was expected. */
public final class DeploymentException extends Exception {
    private static final long serialVersionUID = 1L;

    DeploymentException(String message) {
        super(message);
    }

    DeploymentException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
