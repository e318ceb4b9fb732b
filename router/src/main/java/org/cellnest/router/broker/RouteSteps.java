package org.cellnest.router.broker;

import java.util.HashMap;
import java.util.Map;
import org.cellnest.router.snapshot.RouteSnapshot;
import org.cellnest.router.snapshot.Sample;

/** Computes the answers of each route since the previous step. Used by one thread, other than the broker's. */
public final class RouteSteps {
    private RouteSteps() {}

    /** Returns the routes with answers since the previous call, by id. */
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
