package org.cellnest.router.snapshot;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A gateway as the broker knows it at one moment.
 *
 * @param address where it comes from, {@code HOST:PORT}, or empty
 * @param key the name of the key that it proved to hold, or empty
 * @param http where it says that it is asked, or null
 * @param httpKey with which it proves that it answers there, or null; shown to nobody
 * @param lanes its connections
 * @param requests that came from it in this session
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
