package org.cellnest.runtime.multipart;

/**
 * The way in which parts of a name are kept.
 *
 * @param file whether as files, or else as texts
 * @param maxBytes of one part, at most {@link #MAX_FILE_BYTES}
 */
public record PartRule(boolean file, int maxBytes) {
    /** The most bytes of a field whose parameter has no bound of its own. */
    public static final int DEFAULT_FIELD_BYTES = 64 << 10;
    /** The most bytes of all fields of a body together. */
    public static final int MAX_FIELDS_BYTES = 1 << 20;
    /** The most bytes of a file in memory, near the longest array. */
    public static final int MAX_FILE_BYTES = Integer.MAX_VALUE - 16;
}
