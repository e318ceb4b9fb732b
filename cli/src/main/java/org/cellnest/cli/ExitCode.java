package org.cellnest.cli;

/** Lists the exit codes of {@code nest}. They never change, because scripts depend on them. */
final class ExitCode {
    /** The command succeeded. */
    static final int OK = 0;

    /** The nest refused: a problem, no match, or an answer of 400 and above. */
    static final int REFUSED = 1;

    /** The arguments or settings were invalid. */
    static final int USAGE = 2;

    /** No answer arrived, or the answer was not a router's. */
    static final int UNREACHABLE = 3;

    /** Standard output, or a file for output, could not be written. */
    static final int OUTPUT = 4;

    private ExitCode() {}
}
