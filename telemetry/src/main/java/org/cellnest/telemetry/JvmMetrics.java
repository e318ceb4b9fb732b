package org.cellnest.telemetry;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.lang.management.OperatingSystemMXBean;

/**
 * How a JVM fares.
 *
 * @param heapUsed bytes
 * @param heapMax bytes; 0 if it has no limit
 * @param threads how many live
 * @param gcCount collections since it started
 * @param gcMs milliseconds that they took together
 * @param cpuMs milliseconds of processors that it has used; 0 if the system does not say
 */
public record JvmMetrics(long heapUsed, long heapMax, long threads, long gcCount, long gcMs, long cpuMs) {
    private static final long MS = 1_000_000L;

    /** Of this JVM, now. Costs some microseconds; the first time some milliseconds, since much has to be loaded. */
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

    /** As a peer has reported them. */
    public static JvmMetrics of(HeartbeatMetrics metrics) {
        return new JvmMetrics(
                metrics.value(MetricNames.JVM_HEAP_USED),
                metrics.value(MetricNames.JVM_HEAP_MAX),
                metrics.value(MetricNames.JVM_THREADS),
                metrics.value(MetricNames.JVM_GC_COUNT),
                metrics.value(MetricNames.JVM_GC_MS),
                metrics.value(MetricNames.JVM_CPU_MS));
    }

    /** Adds them to what is reported. */
    public void putInto(HeartbeatMetrics metrics) {
        metrics.put(MetricNames.JVM_HEAP_USED, heapUsed);
        metrics.put(MetricNames.JVM_HEAP_MAX, heapMax);
        metrics.put(MetricNames.JVM_THREADS, threads);
        metrics.put(MetricNames.JVM_GC_COUNT, gcCount);
        metrics.put(MetricNames.JVM_GC_MS, gcMs);
        metrics.put(MetricNames.JVM_CPU_MS, cpuMs);
    }
}
