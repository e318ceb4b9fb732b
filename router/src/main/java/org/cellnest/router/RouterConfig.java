package org.cellnest.router;

import static org.cellnest.process.settings.Catalogue.*;

import java.util.List;
import java.util.UUID;
import org.cellnest.process.settings.Settings;
import org.cellnest.process.settings.SettingsException;
import org.cellnest.protocol.KeyProof;
import org.cellnest.protocol.Limits;
import org.cellnest.router.broker.BrokerSettings;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a router process.
 *
 * @param endpoints the endpoints to bind: {@code FrameSink#FRONT}, then {@code FrameSink#BACK}
 * @param maxConnections the maximum number of connections of all peers together
 * @param chunkBytes the maximum size of the pool of memory off the heap for large bodies
 * @param drainNs the maximum time to finish requests on a stop
 * @param metricsRoutes the maximum number of routes on the page for Prometheus
 * @param broker the settings of the broker
 */
record RouterConfig(
        List<String> endpoints,
        int maxConnections,
        long chunkBytes,
        long drainNs,
        int metricsRoutes,
        BrokerSettings broker) {
    /**
     * The connections allowed for each session on average: a gateway has a lane for each of its I/O threads, a cell
     * two.
     */
    private static final int CONNECTIONS_PER_SESSION = 8;

    static RouterConfig from(Settings settings) {
        int maxMessageBytes = Math.toIntExact(settings.value(NEST_MAX_MESSAGE_BYTES));
        return new RouterConfig(
                List.of(
                        settings.value(ROUTER_FRONT).toString(),
                        settings.value(ROUTER_BACK).toString()),
                settings.value(ROUTER_MAX_SESSIONS) * CONNECTIONS_PER_SESSION,
                settings.value(ROUTER_CHUNK_BYTES),
                settings.value(ROUTER_DRAIN_TIME).toNanos(),
                settings.value(ROUTER_METRICS_ROUTES),
                new BrokerSettings(
                        settings.value(ROUTER_ID),
                        UUID.randomUUID().toString(),
                        settings.value(NEST_HEARTBEAT).toNanos(),
                        settings.value(NEST_DEAD_AFTER),
                        settings.value(NEST_REQUEST_TIMEOUT).toNanos(),
                        settings.value(ROUTER_PARKING_TIME).toNanos(),
                        settings.value(ROUTER_PARKING_MAX_REQUESTS),
                        settings.value(ROUTER_PARKING_MAX_BYTES),
                        settings.value(ROUTER_RETAIN_BYTES),
                        settings.value(ROUTER_KNOWN_FOR).toNanos(),
                        settings.value(ROUTER_MAX_OUTSTANDING),
                        settings.value(ROUTER_MAX_IN_FLIGHT),
                        settings.value(ROUTER_OUTBOX_BYTES),
                        settings.value(ROUTER_MAX_ROUTES),
                        settings.value(ROUTER_MAX_SESSIONS),
                        Limits.DEFAULT.withMaxMessageBytes(maxMessageBytes),
                        key(settings)));
    }

    private static @Nullable KeyProof key(Settings settings) {
        String key = settings.value(NEST_KEY);
        if (key.isEmpty()) {
            return null;
        }
        try {
            return new KeyProof(key);
        } catch (IllegalArgumentException e) {
            throw new SettingsException("nest.key: " + e.getMessage() + " [" + settings.origin(NEST_KEY) + "]");
        }
    }
}
