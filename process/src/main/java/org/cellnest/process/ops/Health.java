package org.cellnest.process.ops;

/**
 * Whether a process is well, or why not.
 *
 * @param reason empty when up
 */
public record Health(boolean up, String reason) {
    /** All is well. */
    public static final Health UP = new Health(true, "");

    /** Not well, and why, in words for the people who run the nest. */
    public static Health down(String reason) {
        return new Health(false, reason);
    }
}
