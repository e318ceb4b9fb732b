package org.cellnest.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A terminal under the control of this process, until it is closed. For one thread. */
interface Screen extends AutoCloseable {
    /** The result of {@link #key} if no key was pressed in time. */
    int NO_KEY = -1;

    /** The result of {@link #key} once the terminal is gone, or Ctrl-C was pressed. */
    int END = -2;

    /** Takes over the terminal of this process. */
    interface Opener {
        Screen open() throws IOException;
    }

    /** Returns the current size of the window. */
    TerminalSize size();

    /** Replaces the content of the window with these lines. */
    void draw(List<String> lines);

    /** Waits for a key: returns its character, {@link #NO_KEY} or {@link #END}. */
    int key(Duration atMost) throws IOException;

    /** Restores the terminal to its previous state. */
    @Override
    void close();
}
