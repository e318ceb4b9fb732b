package org.cellnest.transport.jeromq;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The connections of a process that may have JeroMQ's buffers at a time. They get half of the direct memory that the JVM
 * grants: where it has none left, it collects and waits for up to half a second, and nobody is to wait for a stranger. Any
 * thread.
 */
final class DirectMemory {

    /** JeroMQ's smallest buffers, one each way. */
    private static final int BYTES_OF_CONNECTION = 2 * 8_192;

    private final int maxConnections;
    private final AtomicInteger connections = new AtomicInteger();

    DirectMemory() {
        this(limitOfJvm());
    }

    DirectMemory(long bytes) {
        this.maxConnections = (int) Math.min(Integer.MAX_VALUE, bytes / 2 / BYTES_OF_CONNECTION);
    }

    /** The setting, or as much as the heap may become where there is none. */
    private static long limitOfJvm() {
        HotSpotDiagnosticMXBean jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        long set = jvm == null
                ? 0
                : Long.parseLong(jvm.getVMOption("MaxDirectMemorySize").getValue());
        return set > 0 ? set : Runtime.getRuntime().maxMemory();
    }

    /** Takes the buffers of one more connection; it is given back by {@link #giveBack}. */
    void take() throws Refusal {
        if (connections.incrementAndGet() > maxConnections) {
            connections.decrementAndGet();
            throw new Refusal("no direct memory for more than " + maxConnections
                    + " connections (expected: fewer, or a larger -XX:MaxDirectMemorySize)");
        }
    }

    void giveBack() {
        connections.decrementAndGet();
    }
}
