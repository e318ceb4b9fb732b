package org.cellnest.router.snapshot;

import java.util.List;
import org.cellnest.protocol.RouteInfo;
import org.cellnest.route.PathTemplate;

/**
 * A route as the broker knows it at one moment.
 *
 * @param id of the route in this router, never used for another
 * @param info as it was registered last
 * @param cells the first of those that serve it
 * @param cellCount how many serve it
 * @param parked requests that wait for a cell
 * @param answers how many requests were answered with a status of each class; index 2 is 2xx
 * @param durationNs how long they took together
 * @param p99Ns what 99 of 100 of them did not exceed; NaN if there are none
 */
public record RouteSnapshot(
        long id,
        String method,
        PathTemplate template,
        RouteInfo info,
        List<String> cells,
        int cellCount,
        int parked,
        List<Long> answers,
        long durationNs,
        double p99Ns,
        long sinceNs) {
    /** How many cells are listed by name. */
    public static final int MAX_CELLS = 20;

    /** The class of answers that count as errors. */
    public static final int ERRORS = 5;

    /** How many requests were answered. */
    public long requests() {
        long requests = 0;
        for (long count : answers) {
            requests += count;
        }
        return requests;
    }

    /** How many requests were answered with 5xx. */
    public long errors() {
        return answers.get(ERRORS);
    }
}
