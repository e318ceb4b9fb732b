package org.cellnest.bench;

import java.util.Map;

/**
 * A measured run against one target.
 *
 * @param load the metrics of the workload's first load
 * @param errors of all loads
 * @param cpuUsByProcess CPU time for each request of all loads, in microseconds
 * @param residentBytesByProcess memory at the end of the run
 */
record Round(
        LoadMetrics load, long errors, Map<String, Double> cpuUsByProcess, Map<String, Long> residentBytesByProcess) {}
