package org.cellnest.runtime.deploy;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Schedules retries of deployments that failed for a reason which may pass by itself, such as a full disk. The first
 * is due after 2 s, each further one after twice as long, 60 s at most. For the deploying thread alone.
 */
final class Retries {
    static final long FIRST_NS = TimeUnit.SECONDS.toNanos(2);
    static final long LONGEST_NS = TimeUnit.SECONDS.toNanos(60);

    private record Retry(long waitNs, long dueNs, boolean waiting) {}

    private final Map<String, Retry> retriesByName = new HashMap<>();

    /** Schedules a retry of a deployment that has failed for a temporary reason. */
    void onFailed(String name, long nowNs) {
        Retry before = retriesByName.get(name);
        long waitNs = before == null ? FIRST_NS : Math.min(LONGEST_NS, 2 * before.waitNs());
        retriesByName.put(name, new Retry(waitNs, nowNs + waitNs, true));
    }

    /** Forgets a deployment that serves, has failed for another reason, or is gone. */
    void forget(String name) {
        retriesByName.remove(name);
    }

    /** Returns the deployments whose retry is due, each once for a failure. */
    Set<String> due(long nowNs) {
        Set<String> due = new TreeSet<>();
        retriesByName.forEach((name, retry) -> {
            if (retry.waiting() && nowNs - retry.dueNs() >= 0) {
                due.add(name);
            }
        });
        due.forEach(name ->
                retriesByName.computeIfPresent(name, (key, retry) -> new Retry(retry.waitNs(), retry.dueNs(), false)));
        return due;
    }
}
