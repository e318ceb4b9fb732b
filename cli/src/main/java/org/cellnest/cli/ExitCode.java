package org.cellnest.cli;

/** How {@code nest} ends. Scripts depend on them: they do not change. */
final class ExitCode {
    /** Done. */
    static final int OK = 0;

    /** The nest said no: a problem, nothing that matches, or an answer of 400 and above. */
    static final int REFUSED = 1;

    /** Bad arguments or settings. */
    static final int USAGE = 2;

    /** Nobody answered, or what answered is no router. */
    static final int UNREACHABLE = 3;

    /** Standard output could not be written. */
    static final int OUTPUT = 4;

    private ExitCode() {}
}
