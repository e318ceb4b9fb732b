package org.cellnest.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A terminal that has been taken over, until it is closed. For one thread. */
interface Screen extends AutoCloseable {
    /** What {@link #key} says where nobody pressed one in time. */
    int NO_KEY = -1;

    /** What {@link #key} says once the terminal is gone, or Ctrl-C was pressed. */
    int END = -2;

    /** Takes over the terminal of this process. */
    interface Opener {
        Screen open() throws IOException;
    }

    /** The window as it is now. */
    TerminalSize size();

    /** Shows these lines in place of what was there. */
    void draw(List<String> lines);

    /** Waits for a key: its character, {@link #NO_KEY} or {@link #END}. */
    int key(Duration atMost) throws IOException;

    /** Gives the terminal back as it was. */
    @Override
    void close();
}
