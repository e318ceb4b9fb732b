package org.cellnest.gateway.http;

import java.time.Duration;
import java.util.Set;
import org.cellnest.gateway.access.AccessLog;
import org.cellnest.gateway.intake.HeadLimits;
import org.cellnest.gateway.rules.ClientAddress;
import org.cellnest.gateway.rules.Cors;
import org.cellnest.gateway.rules.TimingRule;
import org.cellnest.process.settings.Catalogue;
import org.cellnest.process.settings.Setting;
import org.cellnest.process.settings.Settings;

/**
 * Holds the settings of the side that clients reach, as it uses them: see {@link Catalogue} for keys, defaults and
 * ranges.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0: any that is free
 * @param ioThreads at least 1
 * @param maxBodyBytes what the body of a request may have
 * @param maxWholeBodyBytes what a body may have that goes in one message
 * @param abortOnClose whether a client that closes its sending side has given up
 */
public record HttpSettings(
        String host,
        int port,
        int ioThreads,
        HeadLimits heads,
        long maxBodyBytes,
        int maxWholeBodyBytes,
        int maxConnections,
        boolean abortOnClose,
        ClientAddress clientAddress,
        TimingRule timing,
        Cors cors,
        AccessLog accessLog) {
    /** The maximum number of I/O threads: each has a lane of its own, and a session has at most as many. */
    private static final int MAX_IO_THREADS = 255;

    /**
     * Reads the settings.
     *
     * @param processors the I/O threads where the settings leave their number open
     */
    public static HttpSettings of(Settings settings, int processors) {
        int ioThreads = settings.value(Catalogue.GATEWAY_IO_THREADS);
        return new HttpSettings(
                settings.value(Catalogue.GATEWAY_HTTP_HOST),
                settings.value(Catalogue.GATEWAY_HTTP_PORT),
                ioThreads > 0 ? ioThreads : Math.min(MAX_IO_THREADS, Math.max(1, processors)),
                new HeadLimits(
                        Math.toIntExact(settings.value(Catalogue.GATEWAY_MAX_HEADER_BYTES)),
                        settings.value(Catalogue.GATEWAY_MAX_HEADERS),
                        millis(settings, Catalogue.GATEWAY_READ_TIMEOUT),
                        millis(settings, Catalogue.GATEWAY_IDLE_TIMEOUT)),
                settings.value(Catalogue.GATEWAY_MAX_BODY_BYTES),
                Math.toIntExact(Math.min(
                        settings.value(Catalogue.GATEWAY_MAX_BODY_BYTES), Catalogue.maxWholeBodyBytes(settings))),
                settings.value(Catalogue.GATEWAY_MAX_CONNECTIONS),
                settings.value(Catalogue.GATEWAY_ABORT_ON_CLOSE),
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
