package org.cellnest.router.broker;

import java.util.List;
import org.cellnest.protocol.DeploymentInfo;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.JarFailure;
import org.cellnest.protocol.PeerKind;
import org.jspecify.annotations.Nullable;

/** Receives the events of the broker other than those of requests. Called on the broker's thread; must not block. */
public interface BrokerEvents {
    /** A receiver that ignores all events. */
    BrokerEvents NONE = new BrokerEvents() {};

    default void onJoined(Session session) {}

    default void onLeft(Session session, ErrorCode cause, String reason) {}

    /** Reports that a peer, or a connection that is not yet a peer's, is refused. */
    default void onRefused(String who, ErrorCode code, String reason) {}

    /** Reports that a peer has requested to receive nothing new. */
    default void onDraining(PeerKind kind, String peerId) {}

    /** Reports that an operator has drained a cell: it receives nothing new. */
    default void onDrained(String cellId) {}

    /** Reports that an operator has taken back a decision about a cell. */
    default void onResumed(String cellId) {}

    /**
     * Reports that a registration's deployment is accepted.
     *
     * @param before what the cell announced under the same name before in its session, or null
     * @param routes the number of its routes, each method of a template counted
     */
    default void onDeploymentAccepted(
            String cellId, DeploymentInfo deployment, @Nullable DeploymentInfo before, int routes) {}

    /**
     * Reports that a registration's deployment is refused.
     *
     * @param again whether the same version was refused before for the same reason
     */
    default void onDeploymentRefused(String cellId, String deployment, ErrorCode code, String reason, boolean again) {}

    default void onDeploymentWithdrawn(String cellId, String deployment) {}

    /**
     * Reports a new failure in a cell's registration. It concerns a file that does not serve, or without a file a
     * deployment that serves badly.
     */
    default void onDeploymentFailed(String cellId, JarFailure failure) {}

    /** Reports that a cell has answered a request with a reply that a gateway cannot write; the client receives 502. */
    default void onBadReply(CellSession cell, Exchange exchange, String fault) {}

    /**
     * Reports that a cell no longer reports a failure.
     *
     * @param serves whether a deployment of that file is announced now; else the file is gone, or another is better
     */
    default void onDeploymentMended(String cellId, JarFailure failure, boolean serves) {}

    /** Reports that routes became known through a cell's registration; there is at least one. */
    default void onRoutesAdded(String cellId, List<Route> routes) {}

    /** Reports that routes are no longer known; there is at least one. */
    default void onRoutesGone(String reason, List<Route> routes) {}

    /** Reports that unknown paths are answered with 404 from now on. */
    default void onReady() {}

    /** Reports that requests are refused because too many wait for a cell. */
    default void onOverloaded(int parked) {}

    /** Reports that there is room for requests to wait again. */
    default void onRelieved(int parked) {}

    /** Reports that the router accepts nothing new. */
    default void onRouterDraining() {}
}
