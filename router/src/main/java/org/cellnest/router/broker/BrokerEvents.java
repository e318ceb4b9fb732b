package org.cellnest.router.broker;

import java.util.List;
import org.cellnest.protocol.DeploymentInfo;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.JarFailure;
import org.cellnest.protocol.PeerKind;
import org.jspecify.annotations.Nullable;

/** What happens in the broker besides requests. Called on the broker's thread; must not block. */
public interface BrokerEvents {
    /** Nobody listens. */
    BrokerEvents NONE = new BrokerEvents() {};

    default void onJoined(Session session) {}

    default void onLeft(Session session, ErrorCode cause, String reason) {}

    /** A peer, or somebody who is none yet, is turned away. */
    default void onRefused(String who, ErrorCode code, String reason) {}

    /** A peer has asked for nothing new. */
    default void onDraining(PeerKind kind, String peerId) {}

    /** An operator has said that a cell gets nothing new. */
    default void onDrained(String cellId) {}

    /** An operator has taken back what was said of a cell. */
    default void onResumed(String cellId) {}

    /**
     * A registration's deployment is accepted.
     *
     * @param before what the cell announced under the same name before in its session, or null
     * @param routes how many it is, each method of a template counted
     */
    default void onDeploymentAccepted(
            String cellId, DeploymentInfo deployment, @Nullable DeploymentInfo before, int routes) {}

    /**
     * A registration's deployment is refused.
     *
     * @param again whether this was said before, of the same version and for the same reason
     */
    default void onDeploymentRefused(String cellId, String deployment, ErrorCode code, String reason, boolean again) {}

    default void onDeploymentWithdrawn(String cellId, String deployment) {}

    /** A cell has reported what does not serve, or without a file what serves badly, which it had not reported so before. */
    default void onDeploymentFailed(String cellId, JarFailure failure) {}

    /** A cell has answered a request with what no gateway can write; the client is told 502. */
    default void onBadReply(CellSession cell, Exchange exchange, String fault) {}

    /**
     * A cell no longer reports what it had reported.
     *
     * @param serves whether a deployment of that file is announced now; else the file is gone, or another is better
     */
    default void onDeploymentMended(String cellId, JarFailure failure, boolean serves) {}

    /** Routes became known by a cell's registration; there is at least one. */
    default void onRoutesAdded(String cellId, List<Route> routes) {}

    /** Routes are unknown from now on; there is at least one. */
    default void onRoutesGone(String reason, List<Route> routes) {}

    /** Unknown paths are answered as such from now on. */
    default void onReady() {}

    /** Requests are turned away because too many wait for a cell. */
    default void onOverloaded(int parked) {}

    /** There is room to wait again. */
    default void onRelieved(int parked) {}

    /** The router takes nothing new. */
    default void onRouterDraining() {}
}
