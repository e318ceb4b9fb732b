package org.cellnest.bench;

/**
 * Holds the cost of a crowd of strangers to a router.
 *
 * @param nest the nest of the router
 * @param manner what each stranger sent, as {@link StrangerManner#title}
 * @param mostOpen connections that were open at one time
 * @param sentAll of the connections that the router has closed, those that it first let send everything
 * @param left connections that the router has not closed in time
 * @param longestMs how long the router kept a connection at most
 * @param residentBytesBefore the router's memory before the first connection
 * @param residentBytesPeak the most that was seen meanwhile
 * @param residentBytesAfter the router's memory soon after the last connection
 */
record StrangerMetrics(
        String nest,
        String manner,
        int mostOpen,
        int sentAll,
        int left,
        long longestMs,
        long residentBytesBefore,
        long residentBytesPeak,
        long residentBytesAfter) {
    /** Returns the memory that the strangers took at their peak. */
    long moreBytes() {
        return residentBytesPeak - residentBytesBefore;
    }
}
