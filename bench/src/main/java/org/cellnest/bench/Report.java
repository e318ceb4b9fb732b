package org.cellnest.bench;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Prints the results for people. */
final class Report {
    private static final double MIB = 1 << 20;

    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    /**
     * Prints the table of one workload, a column for each contestant.
     *
     * @param nests the names of the nests that are compared with every column
     */
    void table(Workload workload, List<Summary> summaries, List<String> nests) {
        TextTable table = new TextTable(summaries.stream().map(Summary::target).toList());
        row(table, "req/s", summaries, summary -> text("%,.0f", summary.perSecond()));
        row(table, "p50 ms", summaries, summary -> text("%.3f", summary.p50Us() / 1e3));
        row(table, "p99 ms", summaries, summary -> text("%.3f", summary.p99Us() / 1e3));
        for (String nest : nests) {
            find(summaries, nest)
                    .ifPresent(of -> row(
                            table,
                            nest + " is",
                            summaries,
                            summary -> of.equals(summary) ? "" : text("%.2f x", of.perSecond() / summary.perSecond())));
        }
        row(table, "CPU us a request", summaries, summary -> text("%.1f", cpuUs(summary)));
        row(table, "  by process", summaries, Report::cpuByProcess);
        row(table, "MiB resident", summaries, Report::residentByProcess);
        print("%n%s: %s%n", workload.id(), workload.title());
        print(table);
        for (Summary summary : summaries) {
            if (summary.errors() > 0) {
                print("  !! %s: %d requests failed; its figures do not count%n", summary.target(), summary.errors());
            }
        }
        out.flush();
    }

    private static Optional<Summary> find(List<Summary> summaries, String target) {
        return summaries.stream()
                .filter(summary -> summary.target().equals(target))
                .findFirst();
    }

    private static void row(TextTable table, String name, List<Summary> summaries, Function<Summary, String> figure) {
        table.row(name, summaries.stream().map(figure).toList());
    }

    private static double cpuUs(Summary summary) {
        return summary.cpuUsByProcess().values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
    }

    private static String cpuByProcess(Summary summary) {
        return summary.cpuUsByProcess().values().stream()
                .map(us -> text("%.1f", us))
                .collect(Collectors.joining("+"));
    }

    private static String residentByProcess(Summary summary) {
        return summary.residentBytesByProcess().values().stream()
                .map(bytes -> text("%.0f", bytes / MIB))
                .collect(Collectors.joining("+"));
    }

    /** Prints the cost of strangers to each router, a column for each crowd. */
    void strangers(List<StrangerMetrics> crowds) {
        TextTable table =
                new TextTable(crowds.stream().map(StrangerMetrics::nest).toList());
        strangers(table, "each sends", crowds, StrangerMetrics::manner);
        strangers(table, "most open", crowds, crowd -> text("%,d", crowd.mostOpen()));
        strangers(table, "closed after that", crowds, crowd -> text("%,d", crowd.sentAll()));
        strangers(table, "not closed", crowds, crowd -> text("%,d", crowd.left()));
        strangers(table, "longest open, s", crowds, crowd -> text("%.1f", crowd.longestMs() / 1e3));
        strangers(table, "router MiB before", crowds, crowd -> text("%.0f", crowd.residentBytesBefore() / MIB));
        strangers(table, "at the peak", crowds, crowd -> text("%.0f", crowd.residentBytesPeak() / MIB));
        strangers(table, "after", crowds, crowd -> text("%.0f", crowd.residentBytesAfter() / MIB));
        print("%nstrangers: %,d connections to the router's back that fall silent%n", StrangersRun.STRANGERS);
        print(table);
        out.flush();
    }

    private static void strangers(
            TextTable table, String name, List<StrangerMetrics> crowds, Function<StrangerMetrics, String> figure) {
        table.row(name, crowds.stream().map(figure).toList());
    }

    /** Prints the goals with their results, and the notes for readers. */
    void end(Results results) {
        List<Goals.Goal> goals = Goals.of(results);
        if (!goals.isEmpty()) {
            print("%nGoals (medians of %d rounds of %d s)%n", results.rounds(), results.seconds());
        }
        for (Goals.Goal goal : goals) {
            print(
                    "  %-7s %-42s %-34s %s%n",
                    goal.reached() ? "reached" : "MISSED", goal.name(), goal.wanted(), goal.measured());
        }
        print("%nHow to read this%n");
        results.notes().forEach(note -> print("  - %s%n", note));
        BenchEnvironment at = results.benchEnvironment();
        print(
                "%n%s, %d x %s, %s, %s, commit %s, load before %.2f%n",
                at.date(), at.processors(), at.processor(), at.system(), at.jdk(), at.commit(), at.loadBefore());
        if (results.errors() > 0) {
            print("%n!! %,d REQUESTS FAILED. These figures are not worth quoting.%n", results.errors());
        }
        out.flush();
    }

    private void print(TextTable table) {
        table.lines().forEach(out::println);
    }

    private void print(String format, Object... values) {
        out.printf(Locale.ROOT, format, values);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
