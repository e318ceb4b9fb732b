package org.cellnest.process;

import java.util.function.Supplier;
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

    /**
     * Gives the process a way to say why the JVM ends although nobody has told it to: code that it runs for others may have
     * called {@link System#exit}.
     *
     * @param explanation asked once, when the JVM ends; null where the process was told to stop
     */
    default void explainShutdown(Supplier<@Nullable String> explanation) {}
}
