package org.cellnest.gateway.link;

import java.util.Map;
import java.util.function.Supplier;
import org.cellnest.gateway.metrics.GatewayCounters;
import org.cellnest.session.Identity;
import org.cellnest.transport.Clock;
import org.cellnest.transport.Transport;

/**
 * Holds the settings and parts of the link to one router.
 *
 * @param endpoint the router's
 * @param identity of the gateway, read at the begin of each session
 * @param maxMessageBytes the largest message taken
 * @param transport carries the connections
 * @param nonces makes random bytes for the key's proof
 * @param counters count events of links
 * @param figures makes the counters of a heartbeat
 */
public record LinkSetup(
        String endpoint,
        Supplier<Identity> identity,
        int maxMessageBytes,
        Transport transport,
        Clock clock,
        Supplier<byte[]> nonces,
        GatewayCounters counters,
        Supplier<Map<String, Long>> figures) {}
