package org.cellnest.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Runs the load generator against one target after the other, round by round, so that disturbances of the machine
 * affect all alike.
 */
final class Contest {
    private static final long SEED = 1;

    private final Wrk wrk;
    private final int rounds;
    private final int seconds;
    private final int warmUpS;
    private final boolean quick;

    /**
     * Creates a contest.
     *
     * @param warmUpS the warm-up of each target, in seconds
     * @param quick whether a shorter warm-up suffices for a target that is warm from another workload
     */
    Contest(Wrk wrk, int rounds, int seconds, int warmUpS, boolean quick) {
        this.wrk = wrk;
        this.rounds = rounds;
        this.seconds = seconds;
        this.warmUpS = warmUpS;
        this.quick = quick;
    }

    /** Runs a target until its code is compiled. */
    void warmUp(Target target) throws IOException, InterruptedException {
        run(target, Workload.GET_C64, warmUpS);
    }

    /** Measures one workload against all targets, which are warm. */
    List<Summary> measure(Workload workload, List<Target> targets) throws IOException, InterruptedException {
        int againS = Math.min(warmUpS, workload.isPlainGet() ? 2 : quick ? 3 : warmUpS);
        for (Target target : targets) {
            run(target, workload, againS);
        }
        Map<String, List<Round>> roundsByTarget = new LinkedHashMap<>();
        List<Target> order = new ArrayList<>(targets);
        Random random = new Random(SEED);
        for (int i = 0; i < rounds; i++) {
            // A rotation would let each target follow the same neighbour's heat in every round.
            Collections.shuffle(order, random);
            for (Target target : order) {
                roundsByTarget
                        .computeIfAbsent(target.name(), name -> new ArrayList<>())
                        .add(run(target, workload, seconds));
            }
        }
        return targets.stream()
                .map(target -> Summary.of(workload, target, roundsByTarget.getOrDefault(target.name(), List.of())))
                .toList();
    }

    /** Whether one target answers at least as many requests as another, in two rounds each after a warm-up. */
    boolean isFaster(Target one, Target other) throws IOException, InterruptedException {
        for (Target target : List.of(one, other)) {
            run(target, Workload.GET_C64, Math.min(warmUpS, 3));
        }
        double difference = 0;
        for (int i = 0; i < 2; i++) {
            difference += run(one, Workload.GET_C64, 2).load().perSecond();
            difference -= run(other, Workload.GET_C64, 2).load().perSecond();
        }
        return difference >= 0;
    }

    /** Measures one run. */
    Round run(Target target, Workload workload, int runSeconds) throws IOException, InterruptedException {
        target.requireAlive();
        Map<String, Duration> before = new LinkedHashMap<>();
        for (BenchProcess process : target.processes()) {
            before.put(process.name(), process.cpu());
        }
        List<BenchProcess> runs = new ArrayList<>();
        for (Workload.Load load : workload.loads()) {
            runs.add(wrk.start(target, load, runSeconds));
        }
        List<LoadMetrics> figures = new ArrayList<>();
        for (BenchProcess run : runs) {
            figures.add(wrk.await(run, runSeconds));
        }
        long requests =
                Math.max(1, figures.stream().mapToLong(LoadMetrics::requests).sum());
        Map<String, Double> cpuUs = new LinkedHashMap<>();
        Map<String, Long> resident = new LinkedHashMap<>();
        for (BenchProcess process : target.processes()) {
            Duration used = process.cpu().minus(before.getOrDefault(process.name(), Duration.ZERO));
            cpuUs.put(process.name(), used.toNanos() / 1e3 / requests);
            resident.put(process.name(), process.residentBytes());
        }
        return new Round(
                figures.get(0), figures.stream().mapToLong(LoadMetrics::errors).sum(), cpuUs, resident);
    }
}
