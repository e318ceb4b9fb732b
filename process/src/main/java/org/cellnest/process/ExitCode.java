package org.cellnest.process;

/** Lists the exit codes of a process. */
final class ExitCode {
    /** The process was stopped as requested. */
    static final int STOPPED = 0;

    /** The process could not start, died, or did not stop in time. */
    static final int FAILED = 1;

    /** The arguments or settings were invalid. */
    static final int USAGE = 2;

    private ExitCode() {}
}
