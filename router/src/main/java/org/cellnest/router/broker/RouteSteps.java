package org.cellnest.router.broker;

import java.util.HashMap;
import java.util.Map;
import org.cellnest.router.snapshot.RouteSnapshot;
import org.cellnest.router.snapshot.Sample;

/** Counts what each route has answered since the last time it was asked for that. Used by one thread, not the broker's. */
public final class RouteSteps {
    private RouteSteps() {}

    /** The routes that have answered anything since the call before, by their ids. */
    public static Map<Long, Sample.Answered> next(ActiveRoutes routes) {
        Map<Long, Sample.Answered> answered = new HashMap<>();
        for (Route route : routes.all()) {
            Sample.Answered since = route.metrics.sinceLastStep(RouteSnapshot.ERRORS);
            if (since.requests() > 0) {
                answered.put(route.id, since);
            }
        }
        return answered;
    }
}
