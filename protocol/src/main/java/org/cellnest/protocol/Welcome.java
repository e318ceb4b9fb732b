package org.cellnest.protocol;

import java.util.List;

/**
 * The router's acceptance of a registration.
 *
 * @param session the session's id, which other lanes JOIN with
 * @param revision the revision now in force
 * @param ready whether the router has been up for long enough to declare a path unknown
 * @param maxOutstanding the number of requests that the peer may have outstanding with the router; its slots lie
 *     below it
 * @param deployments the verdict on each deployment, in the order of their announcement
 */
public record Welcome(
        String session, long revision, boolean ready, int maxOutstanding, List<DeploymentVerdict> deployments)
        implements Message {
    public Welcome {
        deployments = deployments == null ? List.of() : List.copyOf(deployments);
    }

    @Override
    public MessageType type() {
        return MessageType.WELCOME;
    }
}
