package org.cellnest.dev;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Decides from one look after another when a project is at rest, so that nothing is served half written or half compiled.
 * Sources are at rest when one look shows what the look before has shown. Compilers write classes one by one, and builds
 * delete them first, so classes have to be untouched for longer, and for longer still when none are left. For one thread.
 */
final class QuietPeriod {
    static final long CLASSES_NS = TimeUnit.MILLISECONDS.toNanos(120);
    static final long NOTHING_NS = TimeUnit.SECONDS.toNanos(3);

    private @Nullable Snapshot last;
    private @Nullable Snapshot settled;
    private long changedNs;
    private long beganNs;

    /** What is at rest and was not before, or null. */
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

    /** What was told is to be told again, once it is at rest. */
    void forget() {
        last = null;
        settled = null;
    }

    /** When the first change was seen of those that {@link #onLook} last told of. */
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
