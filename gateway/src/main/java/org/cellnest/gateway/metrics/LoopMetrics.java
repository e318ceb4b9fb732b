package org.cellnest.gateway.metrics;

import org.cellnest.telemetry.Histogram;
import org.cellnest.telemetry.SingleWriterCounter;
import org.cellnest.telemetry.StatusCounts;

/** Holds the metrics of one I/O thread. That thread alone writes them; any thread reads. */
public final class LoopMetrics {
    /** The time from the receipt of a complete request until it is handed to a router's connection. */
    public final Histogram queue = new Histogram();
    /** The time from the receipt of a complete request until its answer is written. */
    public final Histogram total = new Histogram();
    /** The delay of the loop's ticks. */
    public final Histogram lag = new Histogram();

    public final StatusCounts statuses = new StatusCounts();
    public final SingleWriterCounter receivedBytes = new SingleWriterCounter();
    public final SingleWriterCounter sentBytes = new SingleWriterCounter();
    public final SingleWriterCounter connections = new SingleWriterCounter();
    public final SingleWriterCounter parked = new SingleWriterCounter();
}
