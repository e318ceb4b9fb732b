package org.cellnest.bench;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Says the figures to people. */
final class Report {
    private static final double MIB = 1 << 20;

    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    /** The table of one workload. */
    void table(Workload workload, List<Summary> summaries) {
        print("%n%s: %s%n", workload.id(), workload.title());
        print(
                "  %-10s %10s %9s %9s %10s %7s  %s%n",
                "", "req/s", "p50 ms", "p99 ms", "nest is", "errors", "CPU us a request, MiB resident");
        double nest = summaries.stream()
                .filter(summary -> summary.target().equals(NestBench.NEST))
                .mapToDouble(Summary::perSecond)
                .findFirst()
                .orElse(Double.NaN);
        for (Summary summary : summaries) {
            print(
                    "  %-10s %,10.0f %9.3f %9.3f %8.2f x %7d  %s%n",
                    summary.target(),
                    summary.perSecond(),
                    summary.p50Us() / 1e3,
                    summary.p99Us() / 1e3,
                    nest / summary.perSecond(),
                    summary.errors(),
                    costs(summary));
            if (summary.errors() > 0) {
                print("  !! %s: %d requests failed; its figures do not count%n", summary.target(), summary.errors());
            }
        }
        out.flush();
    }

    private static String costs(Summary summary) {
        StringBuilder text = new StringBuilder();
        double sum = 0;
        for (Map.Entry<String, Double> cpu : summary.cpuUsByProcess().entrySet()) {
            sum += cpu.getValue();
            long resident = summary.residentBytesByProcess().getOrDefault(cpu.getKey(), 0L);
            text.append(
                    String.format(Locale.ROOT, ", %s %.1f us %.0f MiB", cpu.getKey(), cpu.getValue(), resident / MIB));
        }
        return String.format(Locale.ROOT, "%.1f us", sum) + text;
    }

    /** What was reached of what was wanted, and what a reader must know. */
    void end(Results results) {
        List<Goals.Goal> goals = Goals.of(results);
        if (!goals.isEmpty()) {
            print("%nGoals (medians of %d rounds of %d s)%n", results.rounds(), results.seconds());
        }
        for (Goals.Goal goal : goals) {
            print(
                    "  %-7s %-32s %-28s %s%n",
                    goal.reached() ? "reached" : "MISSED", goal.name(), goal.wanted(), goal.measured());
        }
        print("%nHow to read this%n");
        results.notes().forEach(note -> print("  - %s%n", note));
        Surroundings at = results.surroundings();
        print(
                "%n%s, %d x %s, %s, %s, commit %s, load before %.2f%n",
                at.date(), at.processors(), at.processor(), at.system(), at.jdk(), at.commit(), at.loadBefore());
        if (results.errors() > 0) {
            print("%n!! %,d REQUESTS FAILED. These figures are not worth quoting.%n", results.errors());
        }
        out.flush();
    }

    private void print(String format, Object... values) {
        out.printf(Locale.ROOT, format, values);
    }
}
