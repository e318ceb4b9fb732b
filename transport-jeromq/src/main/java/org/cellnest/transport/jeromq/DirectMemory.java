package org.cellnest.transport.jeromq;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds the number of connections of a process that have JeroMQ's buffers at a time. They get half of the direct
 * memory that the JVM grants. A JVM without free direct memory collects and waits for up to half a second, a wait that
 * no peer may cause. Thread-safe.
 */
final class DirectMemory {

    /** The size of JeroMQ's smallest buffers of a connection, one each way. */
    private static final int BYTES_OF_CONNECTION = 2 * 8_192;

    private final int maxConnections;
    private final AtomicInteger connections = new AtomicInteger();

    DirectMemory() {
        this(limitOfJvm());
    }

    DirectMemory(long bytes) {
        this.maxConnections = (int) Math.min(Integer.MAX_VALUE, bytes / 2 / BYTES_OF_CONNECTION);
    }

    /** Returns the JVM's setting, or the maximum size of the heap if it is not set. */
    private static long limitOfJvm() {
        HotSpotDiagnosticMXBean jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        long set = jvm == null
                ? 0
                : Long.parseLong(jvm.getVMOption("MaxDirectMemorySize").getValue());
        return set > 0 ? set : Runtime.getRuntime().maxMemory();
    }

    /** Acquires the buffers of one more connection; {@link #giveBack} releases them. */
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
