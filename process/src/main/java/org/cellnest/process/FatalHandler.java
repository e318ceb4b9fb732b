package org.cellnest.process;

import org.jspecify.annotations.Nullable;

/** Told when a part of a process has died that the process cannot live without. Any thread; returns at once. */
@FunctionalInterface
public interface FatalHandler {
    /**
     * Ends the process with a non-zero code. The first call counts.
     *
     * @param message the one line that the user should read
     * @param cause goes to the log file
     */
    void onFatal(String message, @Nullable Throwable cause);
}
