package org.cellnest.gateway;

import org.cellnest.telemetry.Histogram;
import org.cellnest.telemetry.StatusCounts;
import org.cellnest.telemetry.Tally;

/** What an I/O thread records of its requests, and it alone; any thread reads. */
final class LoopFigures {
    /** From when a request has come whole until it is handed to a router's connection. */
    final Histogram queue = new Histogram();
    /** From when a request has come whole until its answer is written. */
    final Histogram total = new Histogram();
    /** How late the loop came to its tick. */
    final Histogram lag = new Histogram();

    final StatusCounts statuses = new StatusCounts();
    final Tally receivedBytes = new Tally();
    final Tally sentBytes = new Tally();
    final Tally connections = new Tally();
    final Tally parked = new Tally();
}
