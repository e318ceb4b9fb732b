package org.cellnest.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cellnest.bench.Goals.Goal;

/** Compares the results of the cases with large bodies with their goals. A goal without results is omitted. */
final class BulkGoals {
    private static final double MIB = 1 << 20;

    private final Results results;
    private final List<Goal> goals = new ArrayList<>();

    private BulkGoals(Results results) {
        this.results = results;
    }

    static List<Goal> of(Results results) {
        BulkGoals goals = new BulkGoals(results);
        for (NestKind kind : NestKind.values()) {
            for (Transfer transfer : Transfer.values()) {
                goals.rate(kind.title(), transfer);
            }
            goals.besideDownloads(kind.title());
            goals.besideSlowReaders(kind.title());
        }
        return goals.goals;
    }

    private void rate(String nest, Transfer transfer) {
        Optional<TransferSummary> own = results.of(transfer, nest);
        Optional<TransferSummary> nginx = results.of(transfer, Contestants.NGINX_STREAM);
        if (own.isPresent() && nginx.isPresent()) {
            double ratio = own.get().mibPerSecond() / nginx.get().mibPerSecond();
            add(
                    nest + " against " + Contestants.NGINX_STREAM + ", " + transfer.id(),
                    "at least 0.80 x",
                    text("%.2f x", ratio),
                    ratio >= 0.8);
        }
    }

    private void besideDownloads(String nest) {
        results.of(BesideLoad.DOWNLOADS, nest).ifPresent(own -> {
            double bound = 2 * own.p99UsAlone();
            String wanted = "at most 2 x of alone";
            Optional<BesideSummary> nginx = results.of(BesideLoad.DOWNLOADS, Contestants.NGINX_STREAM);
            if (nginx.isPresent()) {
                bound = Math.min(bound, nginx.get().p99Us());
                wanted += text(" and nginx's %.2f ms", nginx.get().p99Us() / 1e3);
            }
            add(
                    nest + ", " + BesideLoad.DOWNLOADS.id() + ", p99",
                    wanted,
                    text("%.2f ms, alone %.2f ms", own.p99Us() / 1e3, own.p99UsAlone() / 1e3),
                    own.p99Us() <= bound);
        });
    }

    private void besideSlowReaders(String nest) {
        results.of(BesideLoad.SLOW_READERS, nest).ifPresent(own -> {
            double ratio = own.perSecond() / own.perSecondAlone();
            add(
                    nest + ", " + BesideLoad.SLOW_READERS.id(),
                    "0.90 x of alone, 64 MiB more, none cut off",
                    text("%.2f x, %+.0f MiB, %d", ratio, own.frontMoreBytes() / MIB, own.ended()),
                    ratio >= 0.9 && own.frontMoreBytes() <= 64 * MIB && own.ended() == 0);
        });
    }

    private void add(String name, String wanted, String measured, boolean reached) {
        goals.add(new Goal(name, wanted, measured, reached));
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
