package org.cellnest.runtime.deploy;

import java.util.List;
import org.cellnest.protocol.DeploymentInfo;
import org.cellnest.protocol.JarFailure;
import org.cellnest.protocol.RouteInfo;

/**
 * Describes everything that a cell offers in one revision, equally for every router.
 *
 * @param revision counts up with each change, from 1
 * @param deployments in the order of their names
 * @param routes of all of them
 * @param failures the files and deployments that do not serve, in the order of the files' names
 * @param deploymentConcurrency the most requests that one deployment runs at a time
 */
public record Announcement(
        long revision,
        List<DeploymentInfo> deployments,
        List<RouteInfo> routes,
        List<JarFailure> failures,
        int deploymentConcurrency) {
    public Announcement {
        deployments = List.copyOf(deployments);
        routes = List.copyOf(routes);
        failures = List.copyOf(failures);
    }

    /** Makes the announcement of a cell that bounds no deployment. */
    public Announcement(
            long revision, List<DeploymentInfo> deployments, List<RouteInfo> routes, List<JarFailure> failures) {
        this(revision, deployments, routes, failures, Integer.MAX_VALUE);
    }

    /** Makes the announcement of a cell whose jars all serve. */
    public Announcement(long revision, List<DeploymentInfo> deployments, List<RouteInfo> routes) {
        this(revision, deployments, routes, List.of());
    }

    /** Counts routes as users see them: one for each method of a template. */
    public static int count(List<RouteInfo> routes) {
        return routes.stream().mapToInt(route -> route.methods().size()).sum();
    }
}
