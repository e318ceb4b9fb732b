/**
 * What a process counts and measures, and how it says so. Recording is for hot paths: a {@link
 * org.cellnest.telemetry.Histogram} has one writer, allocates nothing and is read by any thread without a lock. What has
 * been recorded travels in heartbeats as plain numbers by name ({@link org.cellnest.telemetry.MetricNames}), and is shown
 * to Prometheus by an {@link org.cellnest.telemetry.Exposition}.
 */
@NullMarked
package org.cellnest.telemetry;

import org.jspecify.annotations.NullMarked;
