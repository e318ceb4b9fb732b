package org.cellnest.cli;

import java.time.Duration;

/** Waits; tests wait without time passing. */
interface Pause {
    void await(Duration time) throws InterruptedException;
}
