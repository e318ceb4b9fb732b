package org.cellnest.router;

import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.PeerKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what happens in the broker to the log; repeated refusals of strangers at counts that are powers of two. */
final class LoggingEvents implements BrokerEvents {
    private static final Logger LOG = LoggerFactory.getLogger("org.cellnest.router.events");

    private long refusals;

    @Override
    public void onJoined(PeerKind kind, String peerId, String sessionId) {
        LOG.info("{} {} joined", name(kind), peerId);
    }

    @Override
    public void onLeft(PeerKind kind, String peerId, String sessionId, ErrorCode cause, String reason) {
        if (cause == ErrorCode.GOODBYE) {
            LOG.info("{} {} left: {}", name(kind), peerId, reason);
        } else {
            LOG.warn("{} {} lost ({}): {}", name(kind), peerId, cause.wireName(), reason);
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
    public void onDeploymentAccepted(String cellId, String deployment, String version, int routes) {
        String name = version.isEmpty() ? deployment : deployment + " " + version;
        LOG.info("cell {} serves {} with {} routes", cellId, name, routes);
    }

    @Override
    public void onDeploymentRefused(String cellId, String deployment, ErrorCode code, String reason) {
        LOG.warn("cell {}: deployment {} refused ({}): {}", cellId, deployment, code.wireName(), reason);
    }

    @Override
    public void onDeploymentWithdrawn(String cellId, String deployment) {
        LOG.info("cell {} no longer serves {}", cellId, deployment);
    }

    private static String name(PeerKind kind) {
        return kind == PeerKind.CELL ? "cell" : "gateway";
    }
}
