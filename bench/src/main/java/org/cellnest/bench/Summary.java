package org.cellnest.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * A summary of the rounds of one workload against one target: medians, unless a parameter is described otherwise.
 *
 * @param errors the sum
 * @param perSecondByRound all rates, in order
 * @param cpuUsByProcess CPU time for each request, in microseconds
 * @param residentBytesByProcess the largest sample
 */
record Summary(
        String workload,
        String target,
        double perSecond,
        double p50Us,
        double p99Us,
        long errors,
        List<Double> perSecondByRound,
        Map<String, Double> cpuUsByProcess,
        Map<String, Long> residentBytesByProcess) {
    static Summary of(Workload workload, Target target, List<Round> rounds) {
        Map<String, Double> cpu = new LinkedHashMap<>();
        Map<String, Long> resident = new LinkedHashMap<>();
        for (BenchProcess process : target.processes()) {
            String name = process.name();
            cpu.put(name, median(rounds, round -> round.cpuUsByProcess().getOrDefault(name, 0.0)));
            resident.put(
                    name,
                    rounds.stream()
                            .mapToLong(round -> round.residentBytesByProcess().getOrDefault(name, 0L))
                            .max()
                            .orElse(0));
        }
        return new Summary(
                workload.id(),
                target.name(),
                median(rounds, round -> round.load().perSecond()),
                median(rounds, round -> round.load().p50Us()),
                median(rounds, round -> round.load().p99Us()),
                rounds.stream().mapToLong(Round::errors).sum(),
                rounds.stream().map(round -> round.load().perSecond()).toList(),
                cpu,
                resident);
    }

    static <R> double median(List<R> rounds, ToDoubleFunction<R> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).toArray();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        if (sorted.length == 0) {
            return 0;
        }
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
