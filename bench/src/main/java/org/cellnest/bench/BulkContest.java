package org.cellnest.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Measures large bodies against one target after the other, round by round, as {@link Contest} does small ones. */
final class BulkContest {
    private static final long SEED = 1;
    private static final double MIB = 1 << 20;

    private final Contest contest;
    private final BulkOptions options;
    private final int rounds;
    private final int seconds;

    /**
     * Creates a contest.
     *
     * @param contest runs the small requests
     * @param seconds the length of a run of small requests
     */
    BulkContest(Contest contest, BulkOptions options, int rounds, int seconds) {
        this.contest = contest;
        this.options = options;
        this.rounds = rounds;
        this.seconds = seconds;
    }

    /** Measures a transfer against all targets, each after a transfer that does not count. */
    List<TransferSummary> measure(Transfer transfer, List<Target> targets) throws IOException, InterruptedException {
        for (Target target : targets) {
            run(transfer, target);
        }
        Map<String, List<TransferRound>> found = new LinkedHashMap<>();
        for (Target target : inRounds(targets)) {
            found.computeIfAbsent(target.name(), name -> new ArrayList<>()).add(run(transfer, target));
        }
        return targets.stream()
                .map(target -> TransferSummary.of(
                        transfer, target, options.bytes(), found.getOrDefault(target.name(), List.of())))
                .toList();
    }

    /** Measures small requests alone and beside a load against all targets. */
    List<BesideSummary> measure(BesideLoad load, List<Target> targets) throws IOException, InterruptedException {
        Map<String, List<BesideRound>> found = new LinkedHashMap<>();
        for (Target target : inRounds(targets)) {
            found.computeIfAbsent(target.name(), name -> new ArrayList<>()).add(run(load, target));
        }
        return targets.stream()
                .map(target -> BesideSummary.of(load, target, found.getOrDefault(target.name(), List.of())))
                .toList();
    }

    /** Returns every target once a round, in an order that differs between rounds. */
    private List<Target> inRounds(List<Target> targets) {
        List<Target> all = new ArrayList<>();
        List<Target> order = new ArrayList<>(targets);
        Random random = new Random(SEED);
        for (int i = 0; i < rounds; i++) {
            Collections.shuffle(order, random);
            all.addAll(order);
        }
        return all;
    }

    private TransferRound run(Transfer transfer, Target target) throws IOException, InterruptedException {
        target.requireAlive();
        Map<String, Duration> before = new LinkedHashMap<>();
        for (BenchProcess process : target.processes()) {
            before.put(process.name(), process.cpu());
        }
        double mib = options.bytes() / MIB;
        long ns = Transfers.run(transfer, target, options.bytes());
        Map<String, Double> cpuUs = new LinkedHashMap<>();
        Map<String, Long> resident = new LinkedHashMap<>();
        for (BenchProcess process : target.processes()) {
            Duration used = process.cpu().minus(before.getOrDefault(process.name(), Duration.ZERO));
            cpuUs.put(process.name(), used.toNanos() / 1e3 / mib);
            resident.put(process.name(), process.residentBytes());
        }
        return new TransferRound(mib * TimeUnit.SECONDS.toNanos(1) / ns, cpuUs, resident);
    }

    private BesideRound run(BesideLoad load, Target target) throws IOException, InterruptedException {
        Round alone = contest.run(target, Workload.GET_C64, seconds);
        return load == BesideLoad.DOWNLOADS ? besideDownloads(target, alone) : besideSlowReaders(target, alone);
    }

    private BesideRound besideDownloads(Target target, Round alone) throws IOException, InterruptedException {
        try (Transfers downloads = Transfers.downloads(BesideLoad.DOWNLOADS_AT_A_TIME, target, options.bytes())) {
            long startNs = System.nanoTime();
            Round beside = contest.run(target, Workload.GET_C64, seconds);
            downloads.requireHealthy();
            double mib = downloads.bytes() / MIB;
            return new BesideRound(alone, beside, mib * TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - startNs), 0);
        } catch (IOException e) {
            throw new IOException(target.name() + ": " + e.getMessage(), e);
        }
    }

    private BesideRound besideSlowReaders(Target target, Round alone) throws IOException, InterruptedException {
        try (SlowReaders readers = SlowReaders.connect(options.slowReaders(), target)) {
            Round beside = contest.run(target, Workload.GET_C64, seconds);
            return new BesideRound(alone, beside, 0, readers.ended());
        }
    }
}
