package org.cellnest.runtime.deploy;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Knows when deployments that failed for what may pass by itself, such as a full disk, are to be tried again: after 2 s,
 * then after twice as long each time, 60 s at most. For the deploying thread alone.
 */
final class Retries {
    static final long FIRST_NS = TimeUnit.SECONDS.toNanos(2);
    static final long LONGEST_NS = TimeUnit.SECONDS.toNanos(60);

    private record Retry(long waitNs, long dueNs, boolean waiting) {}

    private final Map<String, Retry> retriesByName = new HashMap<>();

    /** A deployment has failed so. */
    void onFailed(String name, long nowNs) {
        Retry before = retriesByName.get(name);
        long waitNs = before == null ? FIRST_NS : Math.min(LONGEST_NS, 2 * before.waitNs());
        retriesByName.put(name, new Retry(waitNs, nowNs + waitNs, true));
    }

    /** A deployment serves, failed otherwise or is gone. */
    void forget(String name) {
        retriesByName.remove(name);
    }

    /** The deployments whose time has come, each once for a failure. */
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
