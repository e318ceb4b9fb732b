package org.cellnest.process.ops;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.cellnest.process.StartupException;
import org.cellnest.process.settings.Setting;
import org.cellnest.process.settings.Settings;

/**
 * Serves the ops port of a process over HTTP: one event loop, two workers, tight limits. {@code /healthz} reports
 * whether the process is alive, {@code /readyz} whether it is ready to work. Both need no token. They return 200 with
 * {@code {"status":"UP"}} or 503 with a reason, however many connections other clients hold. All other paths require
 * the token, if one is set. Errors are problems (RFC 9457).
 *
 * <p>{@link #start} and {@link #stop} may be called from any thread.
 */
public final class OpsServer {
    /** The maximum number of bytes queued for a slow reader of a stream; beyond it, the connection is closed. */
    static final int MAX_STREAM_BYTES = 256 << 10;
    /** The default limit of a request's body. */
    static final int DEFAULT_MAX_BODY_BYTES = 16 << 10;

    private static final int WORKERS = 2;
    private static final int MAX_QUEUED = 128;

    private static final int IDLE_WORKER_SECONDS = 10;

    private final OpsListener listener;
    private final ThreadPoolExecutor workers;
    private final String url;
    private final int port;

    private OpsServer(OpsListener listener, ThreadPoolExecutor workers, String url, int port) {
        this.listener = listener;
        this.workers = workers;
        this.url = url;
        this.port = port;
    }

    /** Collects the handlers and files of a server before it starts. */
    public static final class Builder {
        private final Map<String, Supplier<Health>> health = new LinkedHashMap<>();
        private final OpsRoutes routes = new OpsRoutes();
        private final List<OpsResources> resources = new ArrayList<>();
        private int maxBodyBytes = DEFAULT_MAX_BODY_BYTES;
        private OpsTimeouts timeouts = OpsTimeouts.STANDARD;
        private String name = "cellnest";

        private Builder() {}

        /**
         * Sets the {@code Server} field of every answer (RFC 9110, section 10.2.4), so that a client can detect a wrong
         * port.
         *
         * @param product a token, such as {@code cellnest-router}
         */
        public Builder named(String product) {
            name = product;
            return this;
        }

        /** Registers a handler of GET and HEAD; see {@link #handle(String, String, int, OpsHandler)}. */
        public Builder get(String template, OpsHandler handler) {
            return handle("GET", template, DEFAULT_MAX_BODY_BYTES, handler);
        }

        /** Registers a handler; see {@link #handle(String, String, int, OpsHandler)}. */
        public Builder handle(String method, String template, OpsHandler handler) {
            return handle(method, template, DEFAULT_MAX_BODY_BYTES, handler);
        }

        /**
         * Registers the handler of a method and path.
         *
         * @param method in upper case; GET also serves HEAD
         * @param template a path in which {@code {name}} matches a segment, see {@link OpsRequest#variable}
         * @param maxBytes the largest body; a larger one is 413
         * @throws IllegalArgumentException if the method and path have a handler already
         */
        public Builder handle(String method, String template, int maxBytes, OpsHandler handler) {
            routes.add(method, template, maxBytes, handler);
            maxBodyBytes = Math.max(maxBodyBytes, maxBytes);
            return this;
        }

        /**
         * Serves files of the class path, with their types and entity tags. The Content-Security-Policy is {@code
         * default-src 'self'}: pages load nothing from other origins, and their HTML contains no inline script or
         * style. The prefix itself serves {@code index.html}. Handlers, and folders that were added before, take
         * precedence.
         *
         * @param urlPrefix begins and ends with a slash
         * @param anchor a class of the class loader that finds the files
         * @param folder on the class path, such as {@code org/example/page}
         */
        public Builder resources(String urlPrefix, Class<?> anchor, String folder) {
            if (!urlPrefix.startsWith("/") || !urlPrefix.endsWith("/")) {
                throw new IllegalArgumentException(urlPrefix + " (expected: a path between slashes)");
            }
            resources.add(new OpsResources(urlPrefix, anchor.getClassLoader(), folder));
            return this;
        }

        /** Sets the timeouts. */
        Builder timeouts(OpsTimeouts others) {
            timeouts = others;
            return this;
        }

        /** Returns all registered routes, each as {@code GET /v1/things/{id}}. */
        public List<String> handled() {
            return routes.list();
        }

        /**
         * Binds the port and starts serving.
         *
         * @param token the setting of the token that all requests but health checks must present; empty: none
         * @throws StartupException if the port cannot be bound; names the setting to change
         */
        public OpsServer start(Settings settings, Setting<String> host, Setting<Integer> port, Setting<String> token)
                throws StartupException {
            ThreadPoolExecutor workers = workers();
            ConnectionLimiter limiter = new ConnectionLimiter();
            RefusedRequests refused = new RefusedRequests(new SecureRandom());
            OpsDispatcher dispatcher = new OpsDispatcher(
                    name,
                    Map.copyOf(health),
                    new OpsGuard(settings.value(host), settings.value(token)),
                    routes,
                    List.copyOf(resources),
                    workers,
                    limiter,
                    refused,
                    timeouts.keepAliveMs());
            return OpsServer.start(dispatcher, limiter, refused, workers, maxBodyBytes, timeouts, settings, host, port);
        }

        private static ThreadPoolExecutor workers() {
            AtomicInteger number = new AtomicInteger();
            ThreadPoolExecutor workers = new ThreadPoolExecutor(
                    WORKERS,
                    WORKERS,
                    IDLE_WORKER_SECONDS,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(MAX_QUEUED),
                    work -> {
                        Thread thread = new Thread(work, "ops-worker-" + number.incrementAndGet());
                        thread.setDaemon(true);
                        return thread;
                    });
            workers.allowCoreThreadTimeOut(true);
            return workers;
        }
    }

    /** Returns a builder with the two health checks. Both run on the event loop, so they must not block. */
    public static Builder with(Supplier<Health> live, Supplier<Health> ready) {
        Builder builder = new Builder();
        builder.health.put("/healthz", live);
        builder.health.put("/readyz", ready);
        return builder;
    }

    /** Returns {@code http://HOST:PORT}, with the actual port. */
    public String url() {
        return url;
    }

    /** Returns the actual port. */
    public int port() {
        return port;
    }

    /** Closes the port and every connection. */
    public void stop() {
        listener.close();
        workers.shutdownNow();
    }

    private static OpsServer start(
            OpsDispatcher dispatcher,
            ConnectionLimiter limiter,
            RefusedRequests refused,
            ThreadPoolExecutor workers,
            int maxBodyBytes,
            OpsTimeouts timeouts,
            Settings settings,
            Setting<String> host,
            Setting<Integer> port)
            throws StartupException {
        InetSocketAddress address = new InetSocketAddress(settings.value(host), settings.value(port));
        OpsListener listener;
        try {
            listener = OpsListener.open(address, dispatcher, limiter, refused, maxBodyBytes, timeouts);
        } catch (IOException | RuntimeException e) {
            workers.shutdownNow();
            throw cannotBind(settings, host, port, e);
        }
        int boundPort = listener.boundPort();
        String shownHost = settings.value(host);
        String url = "http://" + (shownHost.indexOf(':') >= 0 ? "[" + shownHost + "]" : shownHost) + ":" + boundPort;
        return new OpsServer(listener, workers, url, boundPort);
    }

    private static StartupException cannotBind(
            Settings settings, Setting<String> host, Setting<Integer> port, Exception e) {
        Throwable cause = e.getCause() == null || e instanceof IOException ? e : e.getCause();
        if (cause instanceof BindException && String.valueOf(cause.getMessage()).contains("in use")) {
            return new StartupException(
                    port + ": " + settings.value(port)
                            + " is in use (another process running? choose another with --set " + port + "=PORT)",
                    e);
        }
        return new StartupException(
                host + ": cannot listen on " + settings.value(host) + " port " + settings.value(port) + ": "
                        + cause.getMessage() + " (expected: an address of this machine, set with " + host + " and "
                        + port
                        + ")",
                e);
    }
}
