package org.cellnest.bench;

import java.io.IOException;

/** Samples the memory of a nest's processes during five minutes of load. */
final class MemoryRun {
    private static final int LOOKS = 30;
    private static final int LOOK_S = 10;

    /** The length of the run, in seconds. */
    static final int SECONDS = LOOKS * LOOK_S;

    private MemoryRun() {}

    static void measure(Contest contest, Nest nest, Results results) throws IOException, InterruptedException {
        for (int i = 0; i < LOOKS; i++) {
            Round round = contest.run(nest.target(), Workload.GET_C256, LOOK_S);
            round.residentBytesByProcess().forEach(results::addResident);
            results.addErrors(round.errors());
        }
    }
}
