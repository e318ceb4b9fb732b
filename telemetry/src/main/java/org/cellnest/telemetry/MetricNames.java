package org.cellnest.telemetry;

import java.util.Set;

/**
 * The names under which peers report figures in their heartbeats, as {@code docs/protocol.md} lists them. Append-only: what
 * a name means never changes, and one that is not known is ignored.
 */
public final class MetricNames {
    /** Histogram, of a cell: from a request's arrival until its handler begins. */
    public static final String QUEUE = "queue";
    /** Histogram, of a cell: from the handler's begin until its answer is there. */
    public static final String HANDLER = "handler";
    /** Histogram, of a gateway: from when a request has come whole until it is handed to a router's connection. */
    public static final String GATEWAY = "gateway";
    /** Histogram, of a gateway: from when a request has come whole until its answer is written. */
    public static final String TOTAL = "total";
    /** Histogram, of a gateway: how late its event loops come to what is due. */
    public static final String LAG = "lag";

    /** Prefix of the count of answers by class, such as {@code status.2xx}. */
    public static final String STATUS = "status.";
    /** Of a cell: requests that it refused. */
    public static final String REFUSED = "refused";
    /** Of a cell: handlers that run on after their deadline and their interrupt. */
    public static final String STUCK = "stuck";
    /** Of a cell: class loaders of closed deployments that are in memory. */
    public static final String CLOSED_LOADERS = "loaders.closed";
    /** Of a cell: class loaders of closed deployments that a collection of classes has spared. */
    public static final String LEAKED_LOADERS = "loaders.leaked";
    /** Of a gateway: requests without an answer that is written out. */
    public static final String IN_FLIGHT = "in-flight";
    /** Of a gateway: requests that wait for a router. */
    public static final String PARKED = "parked";
    /** Of a gateway: clients' connections that are open. */
    public static final String CONNECTIONS = "connections";
    /** Of a gateway: bytes of bodies, waiting requests and answers that are held. */
    public static final String BUFFERED_BYTES = "buffered.bytes";
    /** Of a gateway: bytes that came from clients, heads and bodies. */
    public static final String RECEIVED_BYTES = "received.bytes";
    /** Of a gateway: bytes of answers' bodies that went to clients. */
    public static final String SENT_BYTES = "sent.bytes";
    /** Prefix of a gateway's counts of what it dropped, refused or gave up, such as {@code event.no-room}. */
    public static final String EVENT = "event.";

    /** What may follow {@link #EVENT}. */
    public static final Set<String> EVENTS = Set.of(
            "refused-request",
            "body-too-large",
            "body-timeout",
            "no-room",
            "deadline",
            "parking-expired",
            "repeated",
            "lost-with-router",
            "refused-by-router",
            "client-gone",
            "slow-reader",
            "stale-reply",
            "bad-reply",
            "bad-batch",
            "session-ended");

    public static final String JVM_HEAP_USED = "jvm.heap.used";
    public static final String JVM_HEAP_MAX = "jvm.heap.max";
    public static final String JVM_THREADS = "jvm.threads";
    public static final String JVM_GC_COUNT = "jvm.gc.count";
    public static final String JVM_GC_MS = "jvm.gc.ms";
    public static final String JVM_CPU_MS = "jvm.cpu.ms";

    private MetricNames() {}
}
