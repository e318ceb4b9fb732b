package org.cellnest.dev;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cellnest.transport.Agent;
import org.cellnest.transport.Clock;

/** Scans the projects periodically, and builds those that have changed. For the watching thread alone. */
final class ProjectWatcher implements Agent {
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(50);
    /** The rest between two scans, as a multiple of a scan's duration: a large tree must not keep a processor busy. */
    private static final int REST = 9;

    /** A project, and the parts between its files and its jar. */
    record Bench(Project project, Mode mode, ProjectStatus status, QuietPeriod settling, ProjectBuild build) {}

    private final List<Bench> benches;
    private final Clock clock;

    ProjectWatcher(List<Bench> benches, Clock clock) {
        this.benches = List.copyOf(benches);
        this.clock = clock;
    }

    @Override
    public long doWork(long nowNs) {
        long tookNs = 0;
        for (Bench bench : benches) {
            tookNs += look(bench);
        }
        return clock.nanoTime() + Math.max(LOOK_NS, REST * tookNs);
    }

    /** Scans a project, and returns the duration of the scan in nanoseconds. */
    private long look(Bench bench) {
        long beganNs = clock.nanoTime();
        Snapshot seen;
        try {
            seen = Snapshot.of(bench.project(), bench.mode());
        } catch (IOException e) {
            bench.status().onUnreadable(String.valueOf(e.getMessage()));
            bench.settling().forget();
            bench.build().forget();
            return clock.nanoTime() - beganNs;
        }
        long seenNs = clock.nanoTime();
        Snapshot resting = bench.settling().onLook(seen, seenNs);
        if (resting != null && !bench.build().onRest(resting, bench.settling().beganNs())) {
            bench.settling().forget();
        }
        return seenNs - beganNs;
    }

    @Override
    public void onClose() {
        for (Bench bench : benches) {
            try {
                bench.build().close();
            } catch (IOException e) {
                // A file manager of a compiler that is not used any more.
            }
        }
    }
}
