package org.cellnest.process;

/** How a process ends. */
final class ExitCode {
    /** Stopped as told. */
    static final int STOPPED = 0;

    /** Could not start, died, or did not stop in time. */
    static final int FAILED = 1;

    /** Bad arguments or settings. */
    static final int USAGE = 2;

    private ExitCode() {}
}
