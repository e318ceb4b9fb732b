package org.cellnest.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the nest has set itself to reach, against what was measured. A goal without its figures is left out. */
final class Goals {
    private static final double MIB = 1 << 20;

    /**
     * One goal.
     *
     * @param wanted the bound, for people
     * @param measured what there was, for people
     */
    record Goal(String name, String wanted, String measured, boolean reached) {}

    private final Results results;
    private final List<Goal> goals = new ArrayList<>();

    private Goals(Results results) {
        this.results = results;
    }

    static List<Goal> of(Results results) {
        Goals goals = new Goals(results);
        goals.rate("GET c64", Workload.GET_C64, "nginx", 1.0);
        goals.rate("GET c256", Workload.GET_C256, "nginx", 1.5);
        goals.latencyAlone();
        goals.slowest();
        goals.rate("POST 16 KiB c64", Workload.POST_C64, "nginx", 1.0);
        goals.rate("GET c64", Workload.GET_C64, "spring", 4.0);
        goals.fastBesideSlow();
        goals.largeTable();
        goals.memory();
        goals.start();
        return goals.goals;
    }

    private void rate(String name, Workload workload, String peer, double times) {
        both(workload, peer).ifPresent(pair -> {
            double ratio = pair.nest().perSecond() / pair.peer().perSecond();
            add(name + " against " + peer, text("at least %.1f x", times), text("%.2f x", ratio), ratio >= times);
        });
    }

    private void latencyAlone() {
        both(Workload.GET_C1, "nginx").ifPresent(pair -> {
            double bound = Math.max(260, 2.5 * pair.peer().p50Us());
            double p50 = pair.nest().p50Us();
            add("GET c1, p50", text("at most %.0f us", bound), text("%.0f us", p50), p50 <= bound);
        });
    }

    private void slowest() {
        both(Workload.GET_C64, "nginx").ifPresent(pair -> {
            double bound = pair.peer().p99Us() / 1e3;
            double p99 = pair.nest().p99Us() / 1e3;
            add("GET c64, p99", text("at most nginx's %.2f ms", bound), text("%.2f ms", p99), p99 <= bound);
        });
    }

    private void fastBesideSlow() {
        results.of(Workload.MIXED, NestBench.NEST).ifPresent(nest -> {
            double p99 = nest.p99Us() / 1e3;
            add("fast beside slow handlers, p99", "under 10 ms", text("%.2f ms", p99), p99 < 10);
        });
    }

    private void largeTable() {
        both(Workload.GET_C64, NestBench.LARGE_NEST).ifPresent(pair -> {
            double cost = pair.nest().perSecond() / pair.peer().perSecond();
            add("10,000 routes, GET c64", "cost at most 1.2 x of 10", text("%.2f x", cost), cost <= 1.2);
        });
    }

    private void memory() {
        results.residentBytesByProcess().forEach((process, seen) -> {
            long most = seen.stream().mapToLong(bytes -> bytes).max().orElse(0);
            // The first minute is for the JVM to find its size.
            long settled = seen.get(Math.min(seen.size() - 1, seen.size() / 5));
            double growth = (seen.get(seen.size() - 1) - settled) / (double) Math.max(1, settled);
            add(
                    "memory under c256, " + process,
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

    private record Pair(Summary nest, Summary peer) {}

    private Optional<Pair> both(Workload workload, String peer) {
        Optional<Summary> nest = results.of(workload, NestBench.NEST);
        Optional<Summary> other = results.of(workload, peer);
        return nest.isPresent() && other.isPresent()
                ? Optional.of(new Pair(nest.get(), other.get()))
                : Optional.empty();
    }

    private void add(String name, String wanted, String measured, boolean reached) {
        goals.add(new Goal(name, wanted, measured, reached));
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
