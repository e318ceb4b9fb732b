package org.cellnest.cli;

import java.time.Duration;

/** Waits for a time; in tests, without time passing. */
interface Pause {
    void await(Duration time) throws InterruptedException;
}
