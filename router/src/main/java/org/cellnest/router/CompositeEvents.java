package org.cellnest.router;

import java.util.List;
import java.util.function.Consumer;
import org.cellnest.protocol.DeploymentInfo;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.JarFailure;
import org.cellnest.protocol.PeerKind;
import org.cellnest.router.broker.BrokerEvents;
import org.cellnest.router.broker.CellSession;
import org.cellnest.router.broker.Exchange;
import org.cellnest.router.broker.Route;
import org.cellnest.router.broker.Session;
import org.jspecify.annotations.Nullable;

/** Passes each event to several listeners, one after the other. */
record CompositeEvents(List<BrokerEvents> listeners) implements BrokerEvents {
    private void tell(Consumer<BrokerEvents> what) {
        listeners.forEach(what);
    }

    @Override
    public void onJoined(Session session) {
        tell(each -> each.onJoined(session));
    }

    @Override
    public void onLeft(Session session, ErrorCode cause, String reason) {
        tell(each -> each.onLeft(session, cause, reason));
    }

    @Override
    public void onRefused(String who, ErrorCode code, String reason) {
        tell(each -> each.onRefused(who, code, reason));
    }

    @Override
    public void onDraining(PeerKind kind, String peerId) {
        tell(each -> each.onDraining(kind, peerId));
    }

    @Override
    public void onDrained(String cellId) {
        tell(each -> each.onDrained(cellId));
    }

    @Override
    public void onResumed(String cellId) {
        tell(each -> each.onResumed(cellId));
    }

    @Override
    public void onDeploymentAccepted(
            String cellId, DeploymentInfo deployment, @Nullable DeploymentInfo before, int routes) {
        tell(each -> each.onDeploymentAccepted(cellId, deployment, before, routes));
    }

    @Override
    public void onDeploymentRefused(String cellId, String deployment, ErrorCode code, String reason, boolean again) {
        tell(each -> each.onDeploymentRefused(cellId, deployment, code, reason, again));
    }

    @Override
    public void onDeploymentWithdrawn(String cellId, String deployment) {
        tell(each -> each.onDeploymentWithdrawn(cellId, deployment));
    }

    @Override
    public void onBadReply(CellSession cell, Exchange exchange, String fault) {
        tell(each -> each.onBadReply(cell, exchange, fault));
    }

    @Override
    public void onDeploymentFailed(String cellId, JarFailure failure) {
        tell(each -> each.onDeploymentFailed(cellId, failure));
    }

    @Override
    public void onDeploymentMended(String cellId, JarFailure failure, boolean serves) {
        tell(each -> each.onDeploymentMended(cellId, failure, serves));
    }

    @Override
    public void onRoutesAdded(String cellId, List<Route> routes) {
        tell(each -> each.onRoutesAdded(cellId, routes));
    }

    @Override
    public void onRoutesGone(String reason, List<Route> routes) {
        tell(each -> each.onRoutesGone(reason, routes));
    }

    @Override
    public void onReady() {
        tell(BrokerEvents::onReady);
    }

    @Override
    public void onOverloaded(int parked) {
        tell(each -> each.onOverloaded(parked));
    }

    @Override
    public void onRelieved(int parked) {
        tell(each -> each.onRelieved(parked));
    }

    @Override
    public void onRouterDraining() {
        tell(BrokerEvents::onRouterDraining);
    }
}
