package org.cellnest.router;

import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.PeerKind;

/** What happens in the broker besides requests. Called on the broker's thread; must not block. */
interface BrokerEvents {
    /** Nobody listens. */
    BrokerEvents NONE = new BrokerEvents() {};

    default void onJoined(PeerKind kind, String peerId, String sessionId) {}

    default void onLeft(PeerKind kind, String peerId, String sessionId, ErrorCode cause, String reason) {}

    default void onRefused(String who, ErrorCode code, String reason) {}

    default void onDeploymentAccepted(String cellId, String deployment, String version, int routes) {}

    default void onDeploymentRefused(String cellId, String deployment, ErrorCode code, String reason) {}

    default void onDeploymentWithdrawn(String cellId, String deployment) {}
}
