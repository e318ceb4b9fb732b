package org.cellnest.process.ops;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.cellnest.process.StartupException;
import org.cellnest.process.settings.Setting;
import org.cellnest.process.settings.Settings;
import org.xnio.Options;

/**
 * The ops HTTP server of a process: one event loop, GET and HEAD only, tight limits. {@code /healthz} says whether the process
 * lives, {@code /readyz} whether it can do its work; both are 200 with {@code {"status":"UP"}} or 503 with a reason.
 *
 * <p>Pages run on the event loop and must not block. {@link #start} and {@link #stop} may be called from any thread.
 */
public final class OpsServer {
    private static final int IO_THREADS = 1;
    private static final int MAX_CONNECTIONS = 64;
    private static final int MAX_HEADER_BYTES = 8 * 1024;
    private static final int TIMEOUT_MS = 10_000;
    private static final String JSON = "application/json";
    private static final String PROBLEM_JSON = "application/problem+json";

    private final Undertow server;
    private final String url;
    private final int port;

    private OpsServer(Undertow server, String url, int port) {
        this.server = server;
        this.url = url;
        this.port = port;
    }

    /** Lists the pages of a server before it starts. */
    public static final class Builder {
        private final Map<String, HttpHandler> pages = new LinkedHashMap<>();

        private Builder() {}

        /** A page at an exact path. It is asked on the event loop and must answer without blocking. */
        public Builder page(String path, HttpHandler handler) {
            pages.put(path, handler);
            return this;
        }

        /**
         * Binds and starts.
         *
         * @throws StartupException where the port is taken, naming the setting that moves it
         */
        public OpsServer start(Settings settings, Setting<String> host, Setting<Integer> port) throws StartupException {
            return OpsServer.start(Map.copyOf(pages), settings, host, port);
        }
    }

    /** A server with the two health pages; asked on the event loop, so neither may block. */
    public static Builder with(Supplier<Health> live, Supplier<Health> ready) {
        return new Builder().page("/healthz", healthPage(live)).page("/readyz", healthPage(ready));
    }

    /** {@code http://HOST:PORT}, with the port it really has. */
    public String url() {
        return url;
    }

    /** The port it really has. */
    public int port() {
        return port;
    }

    /** Closes the port and every connection. */
    public void stop() {
        server.stop();
    }

    private static OpsServer start(
            Map<String, HttpHandler> pages, Settings settings, Setting<String> host, Setting<Integer> port)
            throws StartupException {
        Undertow server = Undertow.builder()
                .addHttpListener(settings.value(port), settings.value(host))
                .setIoThreads(IO_THREADS)
                .setWorkerThreads(1)
                .setSocketOption(Options.CONNECTION_HIGH_WATER, MAX_CONNECTIONS)
                .setSocketOption(Options.CONNECTION_LOW_WATER, MAX_CONNECTIONS)
                .setSocketOption(Options.READ_TIMEOUT, TIMEOUT_MS)
                .setSocketOption(Options.WRITE_TIMEOUT, TIMEOUT_MS)
                .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, TIMEOUT_MS)
                .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, TIMEOUT_MS)
                .setServerOption(UndertowOptions.MAX_HEADER_SIZE, MAX_HEADER_BYTES)
                .setServerOption(UndertowOptions.MAX_HEADERS, 50)
                .setServerOption(UndertowOptions.MAX_PARAMETERS, 50)
                .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, 0L)
                .setServerOption(UndertowOptions.DECODE_URL, false)
                .setHandler(exchange -> handle(pages, exchange))
                .build();
        try {
            server.start();
        } catch (RuntimeException e) {
            throw cannotBind(settings, host, port, e);
        }
        SocketAddress bound = server.getListenerInfo().get(0).getAddress();
        int boundPort = ((InetSocketAddress) bound).getPort();
        String shownHost = settings.value(host);
        String url = "http://" + (shownHost.indexOf(':') >= 0 ? "[" + shownHost + "]" : shownHost) + ":" + boundPort;
        return new OpsServer(server, url, boundPort);
    }

    private static StartupException cannotBind(
            Settings settings, Setting<String> host, Setting<Integer> port, RuntimeException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
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

    private static void handle(Map<String, HttpHandler> pages, HttpServerExchange exchange) throws Exception {
        HttpString method = exchange.getRequestMethod();
        if (!method.equals(Methods.GET) && !method.equals(Methods.HEAD)) {
            exchange.getResponseHeaders().put(Headers.ALLOW, "GET, HEAD");
            problem(exchange, 405, "Method Not Allowed");
            return;
        }
        HttpHandler page = pages.get(exchange.getRequestPath());
        if (page == null) {
            problem(exchange, 404, "Not Found");
            return;
        }
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
        page.handleRequest(exchange);
    }

    /** RFC 9457, with the two members that say all there is to say here. */
    private static void problem(HttpServerExchange exchange, int status, String title) {
        exchange.setStatusCode(status);
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, PROBLEM_JSON);
        exchange.getResponseSender().send("{\"title\":\"" + title + "\",\"status\":" + status + "}\n");
    }

    private static HttpHandler healthPage(Supplier<Health> source) {
        return exchange -> {
            Health health = source.get();
            exchange.setStatusCode(health.up() ? 200 : 503);
            exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, JSON);
            exchange.getResponseSender()
                    .send(
                            health.up()
                                    ? "{\"status\":\"UP\"}\n"
                                    : "{\"status\":\"DOWN\",\"reason\":\"" + escaped(health.reason()) + "\"}\n");
        };
    }

    private static String escaped(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsString(text));
    }
}
