package org.cellnest.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Measures the cases with large bodies, one after the other. One thread. */
final class BulkCourse {
    private final BulkContest contest;
    private final BulkOptions options;
    private final Results results;
    private final BulkReport report;

    BulkCourse(BulkContest contest, BulkOptions options, Results results, BulkReport report) {
        this.contest = contest;
        this.options = options;
        this.results = results;
        this.report = report;
    }

    /** Returns the names of all its cases. */
    static List<String> cases() {
        return Stream.concat(
                        Arrays.stream(Transfer.values()).map(Transfer::id),
                        Arrays.stream(BesideLoad.values()).map(BesideLoad::id))
                .toList();
    }

    /** Whether one of the cases has large bodies. */
    static boolean isIn(Set<String> cases) {
        return cases().stream().anyMatch(cases::contains);
    }

    /** Runs those of the cases that have large bodies. */
    void run(Set<String> cases, List<Target> targets) throws IOException, InterruptedException {
        for (Transfer transfer : Transfer.values()) {
            if (cases.contains(transfer.id())) {
                Course.say("measuring " + transfer.id());
                List<TransferSummary> found = contest.measure(transfer, targets);
                results.addTransfers(found);
                report.table(transfer, options.bytes(), found);
            }
        }
        for (BesideLoad load : BesideLoad.values()) {
            if (cases.contains(load.id())) {
                Course.say("measuring " + load.id());
                List<BesideSummary> found = contest.measure(load, targets);
                results.addBeside(found);
                report.table(load, options.slowReaders(), found);
            }
        }
    }
}
