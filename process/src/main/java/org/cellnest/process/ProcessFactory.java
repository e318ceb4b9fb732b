package org.cellnest.process;

import org.cellnest.process.settings.Settings;

/** Makes a process from its settings and starts it. */
@FunctionalInterface
public interface ProcessFactory {
    /**
     * Starts the process and returns once it listens. Whatever it had opened is closed again when it throws.
     *
     * @param fatal to be told, from any thread, when the process cannot go on
     * @throws StartupException with the one line that the user should read
     */
    NestProcess start(Settings settings, FatalHandler fatal) throws StartupException;
}
