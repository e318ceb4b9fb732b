package org.cellnest.runtime.handler;

/**
 * Configures bodies that flow.
 *
 * @param threads the most threads of one deployment that read or write such bodies, where the JVM has no virtual ones
 * @param maxCollectedBytes the longest body that is collected for a handler that takes it whole, unless it says so
 * @param files sends files
 */
public record FlowSettings(int threads, int maxCollectedBytes, FilePump files) {
    /** The default of {@code cell.stream-threads}. */
    public static final int DEFAULT_THREADS = 64;
    /** The default of {@code cell.max-collected-bytes}. */
    public static final int DEFAULT_COLLECTED_BYTES = 1 << 20;

    /** Returns the defaults, with a pump of files of their own. */
    public static FlowSettings defaults() {
        return new FlowSettings(DEFAULT_THREADS, DEFAULT_COLLECTED_BYTES, FilePump.create());
    }
}
