package org.cellnest.integration.harness;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/** How busy this machine is with other work. */
public final class Machine {
    private static final double MOST = 5;

    private Machine() {}

    /**
     * A promised time as it is on this machine just now: itself where a processor is free, longer in proportion where
     * several others want each processor.
     */
    public static Duration promised(Duration time) {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        double share = load / Runtime.getRuntime().availableProcessors();
        return Duration.ofMillis((long) (time.toMillis() * Math.max(1, Math.min(MOST, share))));
    }
}
