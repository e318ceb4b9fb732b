package org.cellnest.router;

import org.cellnest.protocol.DeploymentInfo;
import org.cellnest.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what happens in the broker to the log; what a peer or stranger could repeat without end at counts that are powers of
 * two.
 */
final class LoggingEvents implements BrokerEvents {
    private static final Logger LOG = LoggerFactory.getLogger("org.cellnest.router.events");

    private long refusals;
    private long badReplies;

    @Override
    public void onJoined(Session session) {
        LOG.info("{} {}", session, RecordedEvents.joined(session));
    }

    @Override
    public void onLeft(Session session, ErrorCode cause, String reason) {
        if (cause == ErrorCode.GOODBYE) {
            LOG.info("{} left: {}", session, reason);
        } else {
            LOG.warn("{} lost ({}): {}", session, cause.wireName(), reason);
        }
    }

    @Override
    public void onRefused(String who, ErrorCode code, String reason) {
        refusals++;
        if (Long.bitCount(refusals) == 1) {
            LOG.warn("{} refused ({}): {} [{} so far]", who, code.wireName(), reason, refusals);
        }
    }

    @Override
    public void onBadReply(CellSession cell, Exchange exchange, String fault) {
        badReplies++;
        if (Long.bitCount(badReplies) == 1) {
            LOG.warn(
                    "cell {} answered {} {} with {} [{} bad replies so far]",
                    cell.peerId,
                    exchange.method,
                    exchange.route(),
                    fault,
                    badReplies);
        }
    }

    @Override
    public void onDeploymentAccepted(
            String cellId, DeploymentInfo deployment, @Nullable DeploymentInfo before, int routes) {
        String name =
                deployment.version().isEmpty() ? deployment.name() : deployment.name() + " " + deployment.version();
        LOG.info(
                "cell {} {} {} with {}",
                cellId,
                deployment.paused() ? "pauses" : "serves",
                name,
                RecordedEvents.counted(routes));
    }

    @Override
    public void onDeploymentRefused(String cellId, String deployment, ErrorCode code, String reason, boolean again) {
        LOG.warn("cell {}: deployment {} refused ({}): {}", cellId, deployment, code.wireName(), reason);
    }

    @Override
    public void onDeploymentWithdrawn(String cellId, String deployment) {
        LOG.info("cell {} no longer serves {}", cellId, deployment);
    }

    @Override
    public void onDrained(String cellId) {
        LOG.info("cell {} gets nothing new: an operator drained it", cellId);
    }

    @Override
    public void onResumed(String cellId) {
        LOG.info("cell {} is served as before: an operator resumed it", cellId);
    }

    @Override
    public void onOverloaded(int parked) {
        LOG.warn("{} requests wait for a cell, and more are turned away", parked);
    }

    @Override
    public void onRelieved(int parked) {
        LOG.info("{} requests wait for a cell; there is room again", parked);
    }
}
