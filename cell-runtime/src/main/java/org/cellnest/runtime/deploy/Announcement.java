package org.cellnest.runtime.deploy;

import java.util.List;
import org.cellnest.protocol.DeploymentInfo;
import org.cellnest.protocol.RouteInfo;

/**
 * All that a cell offers at one time, as every router is told it.
 *
 * @param revision counts up with each change, from 1
 * @param deployments in the order of their names
 * @param routes of all of them
 */
public record Announcement(long revision, List<DeploymentInfo> deployments, List<RouteInfo> routes) {
    public Announcement {
        deployments = List.copyOf(deployments);
        routes = List.copyOf(routes);
    }
}
