package org.cellnest.process;

import org.cellnest.process.settings.Settings;

/** Creates a process from its settings and starts it. */
@FunctionalInterface
public interface ProcessFactory {
    /**
     * Starts the process and returns once it listens. If it throws, it has closed all that it opened.
     *
     * @param fatal called from any thread when the process cannot continue
     * @throws StartupException with the line for the user
     */
    NestProcess start(Settings settings, FatalHandler fatal) throws StartupException;
}
