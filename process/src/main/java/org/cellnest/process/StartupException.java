package org.cellnest.process;

/**
 * Reports that a process cannot start. The message is the line for the user: it names the problem and the setting that
 * helps, if there is one. The exit code is 1.
 */
public final class StartupException extends Exception {
    private static final long serialVersionUID = 1L;

    public StartupException(String message) {
        super(message);
    }

    public StartupException(String message, Throwable cause) {
        super(message, cause);
    }
}
