package org.cellnest.cli;

/** A command cannot go on. The message is the one line that the user sees; the code is what the process ends with. */
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

    /** The router did nothing, and would if it were told that this is meant. */
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

    int exitCode() {
        return exitCode;
    }

    /** The line, without what could play tricks on a terminal. */
    String line() {
        return Text.safe(String.valueOf(getMessage()));
    }
}
