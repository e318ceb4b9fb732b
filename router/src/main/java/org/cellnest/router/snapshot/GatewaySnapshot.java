package org.cellnest.router.snapshot;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A gateway as the broker knows it at one moment.
 *
 * @param address the remote address of its connection, {@code HOST:PORT}, or empty
 * @param key the name of the key that it proved to hold, or empty
 * @param http the address at which it reports to accept HTTP, or null
 * @param httpKey the key with which it proves that it owns this address, or null; never shown
 * @param lanes the number of its connections
 * @param requests received from it in this session
 */
public record GatewaySnapshot(
        String id,
        String incarnation,
        String session,
        long sinceNs,
        String address,
        String key,
        @Nullable String http,
        @Nullable String httpKey,
        String version,
        int lanes,
        int outstanding,
        int maxOutstanding,
        long lastHeardNs,
        boolean draining,
        long requests,
        Map<String, Long> counters) {}
