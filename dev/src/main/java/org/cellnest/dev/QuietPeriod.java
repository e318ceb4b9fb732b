package org.cellnest.dev;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Decides from successive snapshots when a project is at rest, so that half-written or half-compiled files are never
 * served. Sources are at rest when two successive snapshots are equal. Compilers write classes one by one, and builds
 * delete them first. Classes must therefore be unchanged for longer, and for longer still if none are left. For one
 * thread.
 */
final class QuietPeriod {
    static final long CLASSES_NS = TimeUnit.MILLISECONDS.toNanos(120);
    static final long NOTHING_NS = TimeUnit.SECONDS.toNanos(3);

    private @Nullable Snapshot last;
    private @Nullable Snapshot settled;
    private long changedNs;
    private long beganNs;

    /** Returns the snapshot if it has just settled, else null. */
    @Nullable
    Snapshot onLook(Snapshot seen, long nowNs) {
        if (!seen.equals(last)) {
            if (last == null || last.equals(settled)) {
                beganNs = nowNs;
            }
            last = seen;
            changedNs = nowNs;
            return null;
        }
        if (seen.equals(settled) || nowNs - changedNs < quietNs(seen)) {
            return null;
        }
        settled = seen;
        return seen;
    }

    /** Forgets the last snapshot, so that the project is reported again once it is at rest. */
    void forget() {
        last = null;
        settled = null;
    }

    /** Returns the time of the first change in the snapshot that {@link #onLook} returned last. */
    long beganNs() {
        return beganNs;
    }

    private long quietNs(Snapshot seen) {
        Snapshot before = settled;
        if (before == null) {
            return 0;
        }
        if (!seen.hasSources() && !seen.hasClasses()) {
            return NOTHING_NS;
        }
        return seen.classes().equals(before.classes()) ? 0 : CLASSES_NS;
    }
}
