package org.cellnest.process;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Ends a process in which an essential part has died. Any thread; returns without waiting for the end. */
@FunctionalInterface
public interface FatalHandler {
    /**
     * Ends the process with a non-zero code. Only the first call counts.
     *
     * @param message the line for the user
     * @param cause goes to the log file
     */
    void onFatal(String message, @Nullable Throwable cause);

    /**
     * Registers an explanation of a shutdown without a request. Code that the process runs for others may have called
     * {@link System#exit}.
     *
     * @param explanation called once, when the JVM ends; returns null after a request to stop
     */
    default void explainShutdown(Supplier<@Nullable String> explanation) {}
}
