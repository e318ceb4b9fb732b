package org.cellnest.router.broker;

import org.cellnest.protocol.KeyProof;
import org.cellnest.protocol.Limits;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the broker's decisions.
 *
 * @param routerId the router's name, for people
 * @param incarnation random, another one after each start
 * @param heartbeatNs the period of the heartbeats of each side
 * @param deadAfterMissed the number of silent periods after which a peer is gone
 * @param requestTimeoutNs the longest any request may take
 * @param parkingNs the longest a request waits for a cell
 * @param parkingMaxRequests the most requests that wait
 * @param parkingMaxBytes the most bytes of requests that wait
 * @param retainBytes the most bytes of dispatched requests kept in case their cell refuses them
 * @param knownForNs how long the routes of a lost cell stay known
 * @param maxOutstanding the most requests one gateway may have outstanding
 * @param maxTickets the most requests that all cells together may have
 * @param outboxBytes how many bytes may wait for one peer to read before cells are slowed down that answer it
 * @param maxRoutes the most routes of the whole nest
 * @param maxSessions the most gateways and cells
 * @param limits the limits that HELLO announces
 * @param key the key that peers must prove, or null if any peer may join
 */
public record BrokerSettings(
        String routerId,
        String incarnation,
        long heartbeatNs,
        int deadAfterMissed,
        long requestTimeoutNs,
        long parkingNs,
        int parkingMaxRequests,
        long parkingMaxBytes,
        long retainBytes,
        long knownForNs,
        int maxOutstanding,
        int maxTickets,
        long outboxBytes,
        int maxRoutes,
        int maxSessions,
        Limits limits,
        @Nullable KeyProof key) {
    /** Returns the dead time. A peer that is silent for this long, or takes nothing of its backlog, counts as gone. */
    long deadNs() {
        return heartbeatNs * deadAfterMissed;
    }
}
