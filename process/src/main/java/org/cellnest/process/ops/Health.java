package org.cellnest.process.ops;

/**
 * A health status of a process: up, or down for a reason.
 *
 * @param reason empty when up
 */
public record Health(boolean up, String reason) {
    /** The status of a healthy process. */
    public static final Health UP = new Health(true, "");

    /** Returns the status of an unhealthy process, with a reason for its operators. */
    public static Health down(String reason) {
        return new Health(false, reason);
    }
}
