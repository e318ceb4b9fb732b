package org.cellnest.cli;

/**
 * Reports that a command has failed. The message is the line for the user; the code is the exit code of the process.
 */
final class NestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;
    private final boolean needsConsent;

    private NestException(int exitCode, String message) {
        this(exitCode, message, false);
    }

    private NestException(int exitCode, String message, boolean needsConsent) {
        super(message);
        this.exitCode = exitCode;
        this.needsConsent = needsConsent;
    }

    /** Returns the failure for a command that the router did not run, and would run after a confirmation. */
    static NestException needsConsent(String message) {
        return new NestException(ExitCode.REFUSED, message, true);
    }

    boolean needsConsent() {
        return needsConsent;
    }

    static NestException refused(String message) {
        return new NestException(ExitCode.REFUSED, message);
    }

    static NestException usage(String message) {
        return new NestException(ExitCode.USAGE, message);
    }

    static NestException unreachable(String message) {
        return new NestException(ExitCode.UNREACHABLE, message);
    }

    /** Returns the failure of a file that cannot be written. */
    static NestException output(String message) {
        return new NestException(ExitCode.OUTPUT, message);
    }

    int exitCode() {
        return exitCode;
    }

    /** Returns the line, with control characters escaped. */
    String line() {
        return Text.safe(String.valueOf(getMessage()));
    }
}
