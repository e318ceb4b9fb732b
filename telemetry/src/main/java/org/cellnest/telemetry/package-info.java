/**
 * Records, reports and exposes the metrics of a process. Recording is for hot paths: a {@link
 * org.cellnest.telemetry.Histogram} has one writer, allocates nothing and is read by any thread without a lock.
 * Heartbeats carry metrics as plain numbers by name ({@link org.cellnest.telemetry.MetricNames}). An {@link
 * org.cellnest.telemetry.Exposition} shows metrics to Prometheus.
 */
@NullMarked
package org.cellnest.telemetry;

import org.jspecify.annotations.NullMarked;
