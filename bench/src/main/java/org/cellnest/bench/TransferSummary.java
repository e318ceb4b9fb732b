package org.cellnest.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A summary of the rounds of one transfer against one target: medians, unless a parameter is described otherwise.
 *
 * @param bytes the size of each round
 * @param mibPerSecondByRound all rates, in order
 * @param cpuUsByProcess CPU time for each MiB, in microseconds
 * @param residentBytesByProcess the largest sample
 */
record TransferSummary(
        String transfer,
        String target,
        long bytes,
        double mibPerSecond,
        List<Double> mibPerSecondByRound,
        Map<String, Double> cpuUsByProcess,
        Map<String, Long> residentBytesByProcess) {
    static TransferSummary of(Transfer transfer, Target target, long bytes, List<TransferRound> rounds) {
        Map<String, Double> cpu = new LinkedHashMap<>();
        Map<String, Long> resident = new LinkedHashMap<>();
        for (BenchProcess process : target.processes()) {
            String name = process.name();
            cpu.put(name, Summary.median(rounds, round -> round.cpuUsByProcess().getOrDefault(name, 0.0)));
            resident.put(
                    name,
                    rounds.stream()
                            .mapToLong(round -> round.residentBytesByProcess().getOrDefault(name, 0L))
                            .max()
                            .orElse(0));
        }
        return new TransferSummary(
                transfer.id(),
                target.name(),
                bytes,
                Summary.median(rounds, TransferRound::mibPerSecond),
                rounds.stream().map(TransferRound::mibPerSecond).toList(),
                cpu,
                resident);
    }

    /** Returns the CPU time of all processes for each MiB, in microseconds. */
    double cpuUs() {
        return cpuUsByProcess.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
