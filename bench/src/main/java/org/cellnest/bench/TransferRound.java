package org.cellnest.bench;

import java.util.Map;

/**
 * A measured transfer against one target.
 *
 * @param mibPerSecond of all connections together
 * @param cpuUsByProcess CPU time for each MiB, in microseconds
 * @param residentBytesByProcess memory at the end of the transfer
 */
record TransferRound(
        double mibPerSecond, Map<String, Double> cpuUsByProcess, Map<String, Long> residentBytesByProcess) {}
