package org.cellnest.bench;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Prints the results of the cases with large bodies for people. */
final class BulkReport {
    private static final double MIB = 1 << 20;

    private final PrintStream out;

    BulkReport(PrintStream out) {
        this.out = out;
    }

    /** Prints the table of one transfer, a column for each contestant. */
    void table(Transfer transfer, long bytes, List<TransferSummary> summaries) {
        TextTable table =
                new TextTable(summaries.stream().map(TransferSummary::target).toList());
        row(table, "MiB/s", summaries, summary -> text("%,.0f", summary.mibPerSecond()));
        for (TransferSummary of : summaries) {
            if (Contestants.isOwnNest(of.target())) {
                row(
                        table,
                        of.target() + " is",
                        summaries,
                        summary ->
                                of.equals(summary) ? "" : text("%.2f x", of.mibPerSecond() / summary.mibPerSecond()));
            }
        }
        row(table, "CPU us a MiB", summaries, summary -> text("%,.0f", summary.cpuUs()));
        row(
                table,
                "  by process",
                summaries,
                summary -> summary.cpuUsByProcess().values().stream()
                        .map(us -> text("%.0f", us))
                        .collect(Collectors.joining("+")));
        row(
                table,
                "MiB resident",
                summaries,
                summary -> summary.residentBytesByProcess().values().stream()
                        .map(resident -> text("%.0f", resident / MIB))
                        .collect(Collectors.joining("+")));
        print(transfer.id() + ": " + transfer.title(bytes), table);
    }

    /** Prints the table of small requests beside a load, a column for each contestant. */
    void table(BesideLoad load, int slowReaders, List<BesideSummary> summaries) {
        TextTable table =
                new TextTable(summaries.stream().map(BesideSummary::target).toList());
        row(table, "req/s alone", summaries, summary -> text("%,.0f", summary.perSecondAlone()));
        row(table, "  beside", summaries, summary -> text("%,.0f", summary.perSecond()));
        row(table, "p99 ms alone", summaries, summary -> text("%.3f", summary.p99UsAlone() / 1e3));
        row(table, "  beside", summaries, summary -> text("%.3f", summary.p99Us() / 1e3));
        if (load == BesideLoad.DOWNLOADS) {
            row(table, "MiB/s beside", summaries, summary -> text("%,.0f", summary.mibPerSecond()));
        } else {
            row(table, "readers cut off", summaries, summary -> text("%,d", summary.ended()));
        }
        row(table, "front's MiB more", summaries, summary -> text("%+.0f", summary.frontMoreBytes() / MIB));
        print(load.id() + ": " + load.title(slowReaders), table);
        for (BesideSummary summary : summaries) {
            if (summary.errors() > 0) {
                out.println("  !! " + summary.target() + ": " + summary.errors()
                        + " requests failed; its figures do not count");
            }
        }
    }

    private static <S> void row(TextTable table, String name, List<S> summaries, Function<S, String> figure) {
        table.row(name, summaries.stream().map(figure).toList());
    }

    private void print(String title, TextTable table) {
        out.println();
        out.println(title);
        table.lines().forEach(out::println);
        out.flush();
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
