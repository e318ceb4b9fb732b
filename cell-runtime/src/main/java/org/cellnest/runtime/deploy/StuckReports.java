package org.cellnest.runtime.deploy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.cellnest.protocol.JarFailure;
import org.cellnest.runtime.handler.HandlerExecutor;
import org.cellnest.runtime.handler.StuckHandler;
import org.cellnest.transport.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds stuck handlers, logs them, and reports them to routers. Each route with a stuck handler has an entry, and so
 * has each deployment suspended because of them. An entry keeps its first text, with the stack of the first handler,
 * until its route has none, so that only changes are announced. For the deploying thread alone.
 */
final class StuckReports {
    /** The interval at which handlers are examined. */
    static final long LOOK_NS = 500_000_000L;

    private static final Logger LOG = LoggerFactory.getLogger(StuckReports.class);
    private static final long LOG_AGAIN_NS = 10_000_000_000L;
    private static final int MAX_TOLD_FRAMES = 6;
    private static final String SUSPENDED = "";

    /** The report on a route, or under {@link #SUSPENDED} on the whole deployment, with the state of its logging. */
    private static final class Entry {
        private final JarFailure told;
        private long loggedNs;
        private int untold;

        private Entry(JarFailure told, long loggedNs) {
            this.told = told;
            this.loggedNs = loggedNs;
        }

        /**
         * Counts handlers that were found stuck. Returns the number to log now, or 0 as long as the last line is
         * recent.
         */
        private int count(int found, long nowNs) {
            untold += found;
            if (nowNs - loggedNs < LOG_AGAIN_NS) {
                return 0;
            }
            int due = untold;
            loggedNs = nowNs;
            untold = 0;
            return due;
        }
    }

    private final Clock clock;
    private final Map<Deployment, Map<String, Entry>> entriesByDeployment = new LinkedHashMap<>();
    private long nextLookNs;
    private boolean changed;

    StuckReports(Clock clock) {
        this.clock = clock;
        this.nextLookNs = clock.nanoTime();
    }

    /** Examines the deployments if that is due. Returns when it is due again. */
    long onTurn(Collection<Deployment> deployments, long nowNs) {
        if (nowNs - nextLookNs >= 0) {
            nextLookNs = nowNs + LOOK_NS;
            deployments.forEach(deployment -> look(deployment, nowNs));
            changed |= entriesByDeployment.keySet().retainAll(Set.copyOf(deployments));
        }
        return nextLookNs;
    }

    /** Returns whether {@link #troubles} has changed since the last call. */
    boolean pollChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }

    /** Returns the reports on deployments that serve; they name no file. */
    List<JarFailure> troubles() {
        List<JarFailure> troubles = new ArrayList<>();
        entriesByDeployment.values().forEach(entries -> entries.values().forEach(entry -> troubles.add(entry.told)));
        return troubles;
    }

    private void look(Deployment deployment, long nowNs) {
        HandlerExecutor executor = deployment.executor();
        Map<String, List<StuckHandler>> foundByRoute = executor.lookForStuck().stream()
                .collect(Collectors.groupingBy(StuckHandler::route, TreeMap::new, Collectors.toList()));
        Map<String, Integer> countsByRoute = executor.stuckByRoute();
        if (countsByRoute.isEmpty() && foundByRoute.isEmpty() && !entriesByDeployment.containsKey(deployment)) {
            return;
        }
        Map<String, Entry> entries = entriesByDeployment.computeIfAbsent(deployment, key -> new TreeMap<>());
        foundByRoute.forEach((route, found) -> {
            Entry entry = entries.computeIfAbsent(route, key -> enter(deployment, reason(found.get(0)), nowNs));
            int due = entry.count(found.size(), nowNs);
            if (due > 0) {
                log(deployment, found.get(0), due, countsByRoute.getOrDefault(route, 0));
            }
        });
        if (executor.isSuspended() && !entries.containsKey(SUSPENDED)) {
            LOG.warn("{}: takes no more requests: {} handlers are stuck", deployment, executor.stuck());
            entries.put(
                    SUSPENDED,
                    enter(deployment, "takes no more requests here until stuck handlers end or it is replaced", nowNs));
        } else if (!executor.isSuspended() && entries.remove(SUSPENDED) != null) {
            changed = true;
            LOG.info("{}: takes requests again: {} handlers are stuck", deployment, executor.stuck());
        }
        for (String route : List.copyOf(entries.keySet())) {
            if (!route.equals(SUSPENDED) && !countsByRoute.containsKey(route)) {
                entries.remove(route);
                changed = true;
                LOG.info("{}: {}: no handler is stuck any more", deployment, route);
            }
        }
        if (entries.isEmpty()) {
            entriesByDeployment.remove(deployment);
        }
    }

    private Entry enter(Deployment deployment, String reason, long nowNs) {
        changed = true;
        return new Entry(new JarFailure("", deployment.name(), reason, clock.epochMillis()), nowNs - LOG_AGAIN_NS);
    }

    private static void log(Deployment deployment, StuckHandler first, int more, int count) {
        LOG.warn(
                "{}: {}: {} more handlers are stuck, {} in all; request {} in thread {}, {} ms past its deadline, at {}",
                deployment,
                first.route(),
                more,
                count,
                first.request(),
                first.thread(),
                first.overdueMs(),
                String.join(" < ", first.stack()));
    }

    private static String reason(StuckHandler handler) {
        List<String> stack = handler.stack();
        return handler.route() + ": a handler is stuck, " + handler.overdueMs() + " ms past its deadline, in thread "
                + handler.thread() + " at "
                + String.join(" < ", stack.subList(0, Math.min(MAX_TOLD_FRAMES, stack.size())));
    }
}
