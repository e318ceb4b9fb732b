package org.cellnest.telemetry;

import java.util.Set;

/**
 * Lists the names of metrics in heartbeats, as {@code docs/protocol.md} does. Append-only: the meaning of a name never
 * changes, and a receiver ignores unknown names.
 */
public final class MetricNames {
    /** A histogram of a cell: from a request's arrival until its handler begins. */
    public static final String QUEUE = "queue";
    /** A histogram of a cell: from the start of a handler until its answer is ready. */
    public static final String HANDLER = "handler";
    /**
     * A histogram of a gateway: from the last byte of a request until the request is passed to a router's connection.
     */
    public static final String GATEWAY = "gateway";
    /** A histogram of a gateway: from the last byte of a request until its answer is written. */
    public static final String TOTAL = "total";
    /** A histogram of a gateway: the delay with which its event loops run tasks that are due. */
    public static final String LAG = "lag";

    /** The prefix of counts of answers by status class, such as {@code status.2xx}. */
    public static final String STATUS = "status.";
    /** A count of a cell: requests that it refused. */
    public static final String REFUSED = "refused";
    /** The number of a cell's handlers that run on after their deadline and their interrupt. */
    public static final String STUCK = "stuck";
    /** The number of a cell's class loaders of closed deployments that are still in memory. */
    public static final String CLOSED_LOADERS = "loaders.closed";
    /** The number of a cell's class loaders of closed deployments that a collection of classes did not free. */
    public static final String LEAKED_LOADERS = "loaders.leaked";
    /** The number of exchanges that a peer has whose bodies flow. */
    public static final String STREAMS = "streams";
    /** A count of a peer: bytes of bodies that flowed to it, pieces with requests and answers not included. */
    public static final String STREAM_BYTES_IN = "stream-bytes.in";
    /** A count of a peer: bytes of bodies that flowed from it, pieces with requests and answers not included. */
    public static final String STREAM_BYTES_OUT = "stream-bytes.out";
    /** The number of a gateway's requests with an answer not yet written out. */
    public static final String IN_FLIGHT = "in-flight";
    /** The number of a gateway's requests that wait for a router. */
    public static final String PARKED = "parked";
    /** The number of a gateway's open client connections. */
    public static final String CONNECTIONS = "connections";
    /** The number of bytes that a gateway holds in bodies, waiting requests and answers. */
    public static final String BUFFERED_BYTES = "buffered.bytes";
    /** The number of a gateway's chunks of memory off the heap that bodies lie in. */
    public static final String CHUNKS = "chunks";
    /** A count of a gateway: large bodies and reads that found no room in chunks. */
    public static final String CHUNK_MISSES = "chunks.misses";
    /** A count of a gateway: bytes received from clients, heads and bodies. */
    public static final String RECEIVED_BYTES = "received.bytes";
    /** A count of a gateway: bytes of answers' bodies sent to clients. */
    public static final String SENT_BYTES = "sent.bytes";
    /** The prefix of a gateway's counts of exchanges whose bodies flowed, by the code of their end. */
    public static final String STREAM_ENDS = "stream-ends.";

    /** The codes that may follow {@link #STREAM_ENDS}: {@code complete}, or an error code of the protocol. */
    public static final Set<String> STREAM_END_CODES = Set.of(
            "complete",
            "asker-gone",
            "broken",
            "deadline",
            "draining",
            "idle",
            "kicked",
            "lane-lost",
            "not-read",
            "overrun",
            "router-lost",
            "slow",
            "unknown",
            "unsupported");

    /** The prefix of a gateway's counts of dropped, refused and abandoned work, such as {@code event.no-room}. */
    public static final String EVENT = "event.";

    /** The events that may follow {@link #EVENT}. */
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
            "stream-idle",
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
