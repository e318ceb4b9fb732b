package org.cellnest.gateway;

import java.time.Duration;
import java.util.List;
import org.cellnest.gateway.http.HttpSettings;
import org.cellnest.process.settings.Catalogue;
import org.cellnest.process.settings.Endpoint;
import org.cellnest.process.settings.Setting;
import org.cellnest.process.settings.Settings;

/**
 * Holds the gateway's settings as its parts use them: see {@link Catalogue} for keys, defaults and ranges. Times are in
 * milliseconds.
 *
 * @param http of the side that clients reach
 * @param apiDocsPath where the description is, without a slash at its end; empty: nowhere
 */
record GatewayConfig(
        HttpSettings http,
        List<String> routers,
        int requestTimeoutMs,
        int drainTimeMs,
        int drainIdleTimeMs,
        int parkingTimeMs,
        int parkingMaxRequests,
        int maxMessageBytes,
        long bufferBytes,
        long chunkBytes,
        long streamBytes,
        String apiDocsPath) {

    /**
     * Reads the settings.
     *
     * @param processors the I/O threads where the settings leave their number open
     */
    static GatewayConfig of(Settings settings, int processors) {
        return new GatewayConfig(
                HttpSettings.of(settings, processors),
                settings.value(Catalogue.GATEWAY_ROUTERS).stream()
                        .map(Endpoint::toString)
                        .distinct()
                        .toList(),
                millis(settings, Catalogue.GATEWAY_REQUEST_TIMEOUT),
                millis(settings, Catalogue.GATEWAY_DRAIN_TIME),
                millis(settings, Catalogue.GATEWAY_DRAIN_IDLE_TIME),
                millis(settings, Catalogue.GATEWAY_PARKING_TIME),
                settings.value(Catalogue.GATEWAY_PARKING_MAX_REQUESTS),
                Math.toIntExact(settings.value(Catalogue.NEST_MAX_MESSAGE_BYTES)),
                settings.value(Catalogue.GATEWAY_BUFFER_BYTES),
                settings.value(Catalogue.GATEWAY_CHUNK_BYTES),
                settings.value(Catalogue.GATEWAY_STREAM_BYTES),
                settings.value(Catalogue.GATEWAY_API_DOCS_PATH));
    }

    private static int millis(Settings settings, Setting<Duration> setting) {
        return Math.toIntExact(settings.value(setting).toMillis());
    }
}
