package org.cellnest.router.snapshot;

import java.util.List;
import org.cellnest.protocol.RouteInfo;
import org.cellnest.route.PathTemplate;

/**
 * A route as the broker knows it at one moment.
 *
 * @param id of the route in this router, never used for another
 * @param info as it was registered last
 * @param cells the first of the cells that serve it
 * @param cellCount the number of cells that serve it
 * @param parked requests that wait for a cell
 * @param answers the number of requests answered with a status of each class; index 2 is 2xx
 * @param durationNs the total duration of these requests
 * @param p99Ns the duration that 99 of 100 of them did not exceed; NaN if there are none
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
    /** The maximum number of cells that are listed by name. */
    public static final int MAX_CELLS = 20;

    /** The class of answers that count as errors. */
    public static final int ERRORS = 5;

    /** Returns the number of requests that were answered. */
    public long requests() {
        long requests = 0;
        for (long count : answers) {
            requests += count;
        }
        return requests;
    }

    /** Returns the number of requests that were answered with 5xx. */
    public long errors() {
        return answers.get(ERRORS);
    }
}
