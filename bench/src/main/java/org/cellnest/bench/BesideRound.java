package org.cellnest.bench;

/**
 * A measured pair of runs of small requests against one target.
 *
 * @param alone the run without anything beside it
 * @param beside the run beside the load
 * @param mibPerSecond the bytes of the downloads beside; 0 where they are slow readers
 * @param ended the number of slow readers whose connection has ended too early
 */
record BesideRound(Round alone, Round beside, double mibPerSecond, int ended) {
    /** Returns the memory that the first process of the target takes more beside the load than alone. */
    long moreBytes(Target target) {
        String front = target.processes().get(0).name();
        return beside.residentBytesByProcess().getOrDefault(front, 0L)
                - alone.residentBytesByProcess().getOrDefault(front, 0L);
    }
}
