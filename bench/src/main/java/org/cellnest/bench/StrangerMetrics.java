package org.cellnest.bench;

/**
 * Holds the cost of a crowd of strangers to a router.
 *
 * @param nest the nest of the router
 * @param manner the octets that each stranger sent, as {@link StrangerManner#title}
 * @param mostOpen the largest number of connections open at one time
 * @param sentAll the number of connections that the router closed after the stranger had sent everything
 * @param left the number of connections that the router has not closed in time
 * @param longestMs the longest time for which the router kept a connection
 * @param residentBytesBefore the router's memory before the first connection
 * @param residentBytesPeak the largest sample between
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
