package org.cellnest.telemetry;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.lang.management.OperatingSystemMXBean;

/**
 * A snapshot of a JVM's heap, threads, garbage collections and CPU time.
 *
 * @param heapUsed bytes
 * @param heapMax bytes; 0 if there is no limit
 * @param threads live threads
 * @param gcCount collections since the JVM started
 * @param gcMs total time of collections, in milliseconds
 * @param cpuMs CPU time that the process has used, in milliseconds; 0 if the system does not report it
 */
public record JvmMetrics(long heapUsed, long heapMax, long threads, long gcCount, long gcMs, long cpuMs) {
    private static final long MS = 1_000_000L;

    /**
     * Returns the current values of this JVM. Takes some microseconds; the first call some milliseconds, to load
     * classes.
     */
    public static JvmMetrics now() {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        long count = 0;
        long ms = 0;
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            count += Math.max(0, collector.getCollectionCount());
            ms += Math.max(0, collector.getCollectionTime());
        }
        return new JvmMetrics(
                heap.getUsed(),
                Math.max(0, heap.getMax()),
                ManagementFactory.getThreadMXBean().getThreadCount(),
                count,
                ms,
                processCpuMs());
    }

    private static long processCpuMs() {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        return system instanceof com.sun.management.OperatingSystemMXBean known
                ? Math.max(0, known.getProcessCpuTime() / MS)
                : 0;
    }

    /** Returns the values that a peer has reported. */
    public static JvmMetrics of(HeartbeatMetrics metrics) {
        return new JvmMetrics(
                metrics.value(MetricNames.JVM_HEAP_USED),
                metrics.value(MetricNames.JVM_HEAP_MAX),
                metrics.value(MetricNames.JVM_THREADS),
                metrics.value(MetricNames.JVM_GC_COUNT),
                metrics.value(MetricNames.JVM_GC_MS),
                metrics.value(MetricNames.JVM_CPU_MS));
    }

    /** Adds the values to the metrics of a heartbeat. */
    public void putInto(HeartbeatMetrics metrics) {
        metrics.put(MetricNames.JVM_HEAP_USED, heapUsed);
        metrics.put(MetricNames.JVM_HEAP_MAX, heapMax);
        metrics.put(MetricNames.JVM_THREADS, threads);
        metrics.put(MetricNames.JVM_GC_COUNT, gcCount);
        metrics.put(MetricNames.JVM_GC_MS, gcMs);
        metrics.put(MetricNames.JVM_CPU_MS, cpuMs);
    }
}
