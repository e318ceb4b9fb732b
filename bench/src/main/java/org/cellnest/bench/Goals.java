package org.cellnest.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Compares the results with the goals. A goal without results is omitted. */
final class Goals {
    private static final double MIB = 1 << 20;

    /** The workloads in which one nest is compared with another. */
    private static final List<Workload> COMPARED =
            List.of(Workload.GET_C64, Workload.GET_C256, Workload.GET_C1, Workload.POST_C64);

    /**
     * A goal and its result.
     *
     * @param wanted the bound, for people
     * @param measured the result, for people
     */
    record Goal(String name, String wanted, String measured, boolean reached) {}

    private final Results results;
    private final List<Goal> goals = new ArrayList<>();

    private Goals(Results results) {
        this.results = results;
    }

    static List<Goal> of(Results results) {
        Goals goals = new Goals(results);
        goals.againstPeers();
        goals.againstNests();
        goals.largeTable();
        goals.memory();
        goals.strangers();
        goals.start();
        goals.goals.addAll(BulkGoals.of(results));
        return goals.goals;
    }

    private void againstPeers() {
        String nest = results.mainNest();
        rate(nest, Contestants.NGINX, Workload.GET_C64, 1.0);
        rate(nest, Contestants.NGINX, Workload.GET_C256, 1.4);
        latencyAlone(nest);
        slowest(nest);
        rate(nest, Contestants.NGINX, Workload.POST_C64, 1.0);
        rate(nest, Contestants.SPRING, Workload.GET_C64, 4.0);
        fastBesideSlow(nest);
    }

    private void againstNests() {
        String inNative = NestKind.NATIVE.title();
        for (Workload workload : COMPARED) {
            rate(NestKind.JEROMQ.title(), inNative, workload, 0.93);
        }
        rate(NestKind.CURVE.title(), inNative, Workload.GET_C64, 0.45);
        for (NestFacts other : results.nests()) {
            if (!other.isOwn()) {
                for (Workload workload : COMPARED) {
                    rate(inNative, other.name(), workload, 0.97);
                }
            }
        }
    }

    private void rate(String one, String other, Workload workload, double times) {
        both(workload, one, other).ifPresent(pair -> {
            double ratio = pair.one().perSecond() / pair.other().perSecond();
            add(
                    one + " against " + other + ", " + workload.id(),
                    text("at least %.2f x", times),
                    text("%.2f x", ratio),
                    ratio >= times);
        });
    }

    private void latencyAlone(String nest) {
        both(Workload.GET_C1, nest, Contestants.NGINX).ifPresent(pair -> {
            double bound = Math.max(260, 2.5 * pair.other().p50Us());
            double p50 = pair.one().p50Us();
            add(nest + ", get-c1, p50", text("at most %.0f us", bound), text("%.0f us", p50), p50 <= bound);
        });
    }

    private void slowest(String nest) {
        both(Workload.GET_C64, nest, Contestants.NGINX).ifPresent(pair -> {
            double bound = pair.other().p99Us() / 1e3;
            double p99 = pair.one().p99Us() / 1e3;
            add(nest + ", get-c64, p99", text("at most nginx's %.2f ms", bound), text("%.2f ms", p99), p99 <= bound);
        });
    }

    private void fastBesideSlow(String name) {
        results.of(Workload.MIXED, name).ifPresent(nest -> {
            double p99 = nest.p99Us() / 1e3;
            add(name + ", fast beside slow handlers, p99", "under 10 ms", text("%.2f ms", p99), p99 < 10);
        });
    }

    private void largeTable() {
        both(Workload.GET_C64, results.mainNest(), Contestants.LARGE_NEST).ifPresent(pair -> {
            double cost = pair.one().perSecond() / pair.other().perSecond();
            add("10,000 routes, get-c64", "cost at most 1.2 x of 10", text("%.2f x", cost), cost <= 1.2);
        });
    }

    private void strangers() {
        for (StrangerMetrics crowd : results.strangers()) {
            if (Contestants.isOwnNest(crowd.nest())) {
                boolean gone = crowd.left() == 0 && crowd.longestMs() <= StrangersRun.GONE_WITHIN_S * 1_000L;
                add(
                        crowd.nest() + ", strangers, " + crowd.manner(),
                        text("at most 64 MiB more, gone in %d s", StrangersRun.GONE_WITHIN_S),
                        text(
                                "%+.0f MiB, %.1f s, %,d open, %d left",
                                crowd.moreBytes() / MIB, crowd.longestMs() / 1e3, crowd.mostOpen(), crowd.left()),
                        gone && crowd.moreBytes() <= 64 * MIB);
            }
        }
    }

    private void memory() {
        results.residentBytesByProcess().forEach((process, seen) -> {
            long most = seen.stream().mapToLong(bytes -> bytes).max().orElse(0);
            // The first minute is for the JVM to find its size.
            long settled = seen.get(Math.min(seen.size() - 1, seen.size() / 5));
            double growth = (seen.get(seen.size() - 1) - settled) / (double) Math.max(1, settled);
            add(
                    results.mainNest() + ", memory under c256, " + process,
                    "at most 256 MiB, flat",
                    text("%.0f MiB, %+.0f %% after the first fifth", most / MIB, growth * 100),
                    most <= 256 * MIB && growth <= 0.05);
        });
    }

    private void start() {
        if (!results.startMs().isEmpty()) {
            long median = results.startMs().stream()
                    .sorted()
                    .toList()
                    .get(results.startMs().size() / 2);
            add("scripts/demo to the first answer", "under 3000 ms", median + " ms", median < 3_000);
        }
    }

    private record Pair(Summary one, Summary other) {}

    private Optional<Pair> both(Workload workload, String one, String other) {
        Optional<Summary> first = results.of(workload, one);
        Optional<Summary> second = results.of(workload, other);
        return first.isPresent() && second.isPresent()
                ? Optional.of(new Pair(first.get(), second.get()))
                : Optional.empty();
    }

    private void add(String name, String wanted, String measured, boolean reached) {
        goals.add(new Goal(name, wanted, measured, reached));
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
