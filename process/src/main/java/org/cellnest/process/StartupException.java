package org.cellnest.process;

/**
 * A process cannot start. The message is the one line that the user sees: it names what is wrong and, where there is one,
 * the setting that helps. Exit code 1.
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
