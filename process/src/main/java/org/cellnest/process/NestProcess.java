package org.cellnest.process;

import java.time.Duration;

/** A router, gateway or cell that has started. */
public interface NestProcess {
    /**
     * Returns the text of the ready line: the addresses of the process, with their actual ports. An example is {@code
     * front tcp://127.0.0.1:9021, ops http://127.0.0.1:9020}. Scripts and tests parse it.
     */
    String describeReady();

    /**
     * Drains and stops the process. Called once, from a thread that may block for {@link #stopLimit}. Returns when no
     * part of the process runs any more.
     */
    void stop();

    /** Returns the time limit of {@link #stop}. After it the process is ended without waiting. */
    default Duration stopLimit() {
        return Duration.ofSeconds(10);
    }
}
