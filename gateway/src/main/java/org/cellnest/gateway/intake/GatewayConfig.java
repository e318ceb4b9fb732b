package org.cellnest.gateway.intake;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.cellnest.gateway.access.AccessLog;
import org.cellnest.gateway.rules.ClientAddress;
import org.cellnest.gateway.rules.Cors;
import org.cellnest.gateway.rules.TimingRule;
import org.cellnest.process.settings.Catalogue;
import org.cellnest.process.settings.Endpoint;
import org.cellnest.process.settings.Setting;
import org.cellnest.process.settings.Settings;

/**
 * The gateway's settings as it uses them: see {@link Catalogue} for keys, defaults and ranges. Times are in milliseconds.
 *
 * @param ioThreads at least 1
 * @param apiDocsPath where the description is, without a slash at its end; empty: nowhere
 */
public record GatewayConfig(
        String httpHost,
        int httpPort,
        int ioThreads,
        List<String> routers,
        int requestTimeoutMs,
        int readTimeoutMs,
        int idleTimeoutMs,
        int drainTimeMs,
        int drainIdleTimeMs,
        boolean abortOnClose,
        int parkingTimeMs,
        int parkingMaxRequests,
        int maxHeaderBytes,
        int maxHeaders,
        int maxBodyBytes,
        int maxMessageBytes,
        int maxConnections,
        long bufferBytes,
        String apiDocsPath,
        ClientAddress clientAddress,
        TimingRule timing,
        Cors cors,
        AccessLog accessLog) {
    /** Each has a lane of its own, and a session has at most as many. */
    private static final int MAX_IO_THREADS = 255;

    public static GatewayConfig of(Settings settings, int processors) {
        int ioThreads = settings.value(Catalogue.GATEWAY_IO_THREADS);
        return new GatewayConfig(
                settings.value(Catalogue.GATEWAY_HTTP_HOST),
                settings.value(Catalogue.GATEWAY_HTTP_PORT),
                ioThreads > 0 ? ioThreads : Math.min(MAX_IO_THREADS, Math.max(1, processors)),
                settings.value(Catalogue.GATEWAY_ROUTERS).stream()
                        .map(Endpoint::toString)
                        .distinct()
                        .toList(),
                millis(settings, Catalogue.GATEWAY_REQUEST_TIMEOUT),
                millis(settings, Catalogue.GATEWAY_READ_TIMEOUT),
                millis(settings, Catalogue.GATEWAY_IDLE_TIMEOUT),
                millis(settings, Catalogue.GATEWAY_DRAIN_TIME),
                millis(settings, Catalogue.GATEWAY_DRAIN_IDLE_TIME),
                settings.value(Catalogue.GATEWAY_ABORT_ON_CLOSE),
                millis(settings, Catalogue.GATEWAY_PARKING_TIME),
                settings.value(Catalogue.GATEWAY_PARKING_MAX_REQUESTS),
                Math.toIntExact(settings.value(Catalogue.GATEWAY_MAX_HEADER_BYTES)),
                settings.value(Catalogue.GATEWAY_MAX_HEADERS),
                Math.toIntExact(settings.value(Catalogue.GATEWAY_MAX_BODY_BYTES)),
                Math.toIntExact(settings.value(Catalogue.NEST_MAX_MESSAGE_BYTES)),
                settings.value(Catalogue.GATEWAY_MAX_CONNECTIONS),
                settings.value(Catalogue.GATEWAY_BUFFER_BYTES),
                settings.value(Catalogue.GATEWAY_API_DOCS_PATH),
                new ClientAddress(settings.value(Catalogue.GATEWAY_TRUSTED_PROXIES)),
                new TimingRule(
                        settings.value(Catalogue.GATEWAY_TIMING_ALWAYS),
                        settings.value(Catalogue.GATEWAY_TIMING_TRUSTED)),
                new Cors(
                        Set.copyOf(settings.value(Catalogue.GATEWAY_CORS_ALLOW_ORIGINS)),
                        settings.value(Catalogue.GATEWAY_CORS_ALLOW_METHODS),
                        settings.value(Catalogue.GATEWAY_CORS_ALLOW_HEADERS),
                        settings.value(Catalogue.GATEWAY_CORS_EXPOSE_HEADERS),
                        settings.value(Catalogue.GATEWAY_CORS_ALLOW_CREDENTIALS),
                        settings.value(Catalogue.GATEWAY_CORS_MAX_AGE).toSeconds()),
                AccessLog.of(settings));
    }

    private static int millis(Settings settings, Setting<Duration> setting) {
        return Math.toIntExact(settings.value(setting).toMillis());
    }
}
