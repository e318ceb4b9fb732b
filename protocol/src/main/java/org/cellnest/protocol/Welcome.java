package org.cellnest.protocol;

import java.util.List;

/**
 * The registration stands.
 *
 * @param session the session's id, which other lanes JOIN with
 * @param revision the revision that now stands
 * @param ready whether the router has been up for long enough to say that a path is unknown
 * @param maxOutstanding how many requests the peer may have outstanding with the router; its slots lie below it
 * @param deployments what became of each deployment, in the order they were announced
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
