package org.cellnest.runtime.deploy;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds a deployment by the number of one of its routes. The routes of a deployment are numbered one after the other,
 * and no number is given twice. Immutable; any thread.
 */
public final class RouteIndex {
    static final RouteIndex EMPTY = new RouteIndex(new Deployment[0]);

    private final Deployment[] byFirstRoute;
    private final int[] firstRoutes;

    private RouteIndex(Deployment[] byFirstRoute) {
        this.byFirstRoute = byFirstRoute;
        this.firstRoutes =
                Arrays.stream(byFirstRoute).mapToInt(Deployment::firstRoute).toArray();
    }

    static RouteIndex of(List<Deployment> deployments) {
        return new RouteIndex(deployments.stream()
                .filter(deployment -> !deployment.routes().isEmpty())
                .sorted(Comparator.comparingInt(Deployment::firstRoute))
                .toArray(Deployment[]::new));
    }

    /** Returns the deployment of a route, also while it retires; null if it is closed or never existed. */
    public @Nullable Deployment find(int route) {
        int at = Arrays.binarySearch(firstRoutes, route);
        int index = at >= 0 ? at : -at - 2;
        if (index < 0) {
            return null;
        }
        Deployment deployment = byFirstRoute[index];
        return route - firstRoutes[index] < deployment.routes().size() ? deployment : null;
    }

    /** Returns the deployments that have routes. */
    List<Deployment> deployments() {
        return List.of(byFirstRoute);
    }

    /** Returns the number of stuck handlers of all deployments. */
    public int stuck() {
        int stuck = 0;
        for (Deployment deployment : byFirstRoute) {
            stuck += deployment.executor().stuck();
        }
        return stuck;
    }

    /** Returns the number of requests of all deployments that wait for a thread. */
    public int waiting() {
        int waiting = 0;
        for (Deployment deployment : byFirstRoute) {
            waiting += deployment.executor().queued();
        }
        return waiting;
    }
}
