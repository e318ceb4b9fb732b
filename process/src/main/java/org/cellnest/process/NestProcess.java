package org.cellnest.process;

import java.time.Duration;

/** A router, gateway or cell that has started. */
public interface NestProcess {
    /**
     * Where it listens or connects, with the ports it really has, as the ready line says it: {@code front
     * tcp://127.0.0.1:9021, ops http://127.0.0.1:9020}. Scripts and tests read it.
     */
    String describeReady();

    /**
     * Drains and stops. Called once, from a thread that may be kept for {@link #stopLimit}; returns when nothing of the
     * process is left running.
     */
    void stop();

    /** The longest that {@link #stop} takes; past it the process is ended regardless. */
    default Duration stopLimit() {
        return Duration.ofSeconds(10);
    }
}
