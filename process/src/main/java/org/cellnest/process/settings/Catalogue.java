package org.cellnest.process.settings;

import static org.cellnest.process.settings.CatalogueBuilder.AT_MOST_AN_HOUR;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lists every setting of the nest, in the order in which a reader should meet them. A new setting is added only here:
 * the help texts, the table in {@code docs/settings.md}, the checks and the environment names follow. Each has a key, a default as
 * written in a file, a range if there is one, and a sentence.
 */
public final class Catalogue {
    private static final CatalogueBuilder C = new CatalogueBuilder();
    private static final List<String> LEVELS = List.of("trace", "debug", "info", "warn", "error", "off");

    // ---- the nest: what all processes share

    public static final Setting<String> NEST_KEY = C.secret(
            "nest.key",
            "",
            "Shared secret that gateways and cells prove to the router; needed beyond this machine without CURVE.");
    public static final Setting<Boolean> NEST_INSECURE = C.bool(
            "nest.insecure", "false", "Allows ZeroMQ and ops endpoints beyond this machine without a key or token.");
    public static final Setting<String> NEST_TRANSPORT = C.oneOf(
            "nest.transport",
            "jeromq",
            List.of("jeromq", "native"),
            "Implementation that carries ZeroMQ's wire: jeromq, or native, which has no CURVE.");
    public static final Setting<String> NEST_SECURITY = C.oneOf(
            "nest.security",
            "none",
            List.of("none", "curve"),
            "Protection of ZeroMQ connections: none, or curve, which encrypts and authenticates (jeromq only).");
    public static final Setting<Duration> NEST_HEARTBEAT =
            C.duration("nest.heartbeat", "1s", "50ms", "1m", "Time between two heartbeats, each way.");
    public static final Setting<Integer> NEST_DEAD_AFTER =
            C.integer("nest.dead-after", "3", 2, 100, "Missed heartbeats after which a silent peer counts as dead.");
    public static final Setting<Duration> NEST_REQUEST_TIMEOUT = C.duration(
            "nest.request-timeout", "30s", "10ms", AT_MOST_AN_HOUR, "Deadline of a request whose route sets none.");
    public static final Setting<Long> NEST_MAX_MESSAGE_BYTES =
            C.size("nest.max-message-bytes", "1MiB", "256KiB", "256MiB", "Largest request or reply, headers included.");

    public static final Setting<String> NEST_TRACING_OTLP =
            C.url("nest.tracing.otlp", "Collector that traces are sent to by OTLP over HTTP; none: no traces.");
    public static final Setting<Double> NEST_TRACING_RATIO = C.share(
            "nest.tracing.ratio", "1", "Share of the traces begun here that is sampled; others follow who began them.");

    // ---- router

    public static final Setting<Endpoint> ROUTER_FRONT =
            C.bind("router.front", "tcp://127.0.0.1:9021", "nest.key", "Where gateways connect.");
    public static final Setting<Endpoint> ROUTER_BACK =
            C.bind("router.back", "tcp://127.0.0.1:9022", "nest.key", "Where cells connect.");
    public static final Setting<Optional<Path>> ROUTER_CURVE_KEY_FILE =
            C.optionalPath("router.curve.key-file", "Key pair of the router; scripts/nest keys router makes it.");
    public static final Setting<Optional<Path>> ROUTER_CURVE_FRONT_CLIENTS = C.optionalPath(
            "router.curve.front-clients", "File of the keys of gateways, Z85KEY NAME a line; read again on a change.");
    public static final Setting<Optional<Path>> ROUTER_CURVE_BACK_CLIENTS = C.optionalPath(
            "router.curve.back-clients", "File of the keys of cells, Z85KEY NAME a line; read again on a change.");
    public static final Setting<String> ROUTER_OPS_HOST =
            C.bindHost("router.ops.host", "127.0.0.1", "router.ops.token", "Address of the router's ops port.");
    public static final Setting<Integer> ROUTER_OPS_PORT =
            C.port("router.ops.port", "9020", "Port of the router's health checks and control plane.");
    public static final Setting<String> ROUTER_OPS_TOKEN = C.secret(
            "router.ops.token",
            "",
            "Token that the router's ops port asks for; needed to bind it beyond this machine.");
    public static final Setting<String> ROUTER_ID =
            C.processId("router.id", "Name of this router, unique in the nest.");
    public static final Setting<Duration> ROUTER_PARKING_TIME = C.duration(
            "router.parking-time", "2s", "0s", AT_MOST_AN_HOUR, "How long a request waits for a cell that has room.");
    public static final Setting<Integer> ROUTER_PARKING_MAX_REQUESTS = C.integer(
            "router.parking-max-requests", "10000", 0, 1_000_000, "Requests that may wait for a cell at one time.");
    public static final Setting<Long> ROUTER_PARKING_MAX_BYTES =
            C.size("router.parking-max-bytes", "64MiB", "0B", "64GiB", "Bytes of the requests that wait for a cell.");
    public static final Setting<Long> ROUTER_RETAIN_BYTES = C.size(
            "router.retain-bytes",
            "64MiB",
            "0B",
            "64GiB",
            "Bytes of dispatched requests kept in case their cell refuses them.");
    public static final Setting<Duration> ROUTER_KNOWN_FOR = C.duration(
            "router.known-for", "60s", "0s", "24h", "How long routes lost with their cell stay known, and wait.");
    public static final Setting<Integer> ROUTER_MAX_OUTSTANDING = C.integer(
            "router.max-outstanding", "16384", 1, 1 << 20, "Requests one gateway may have on their way at a time.");
    public static final Setting<Integer> ROUTER_MAX_SESSIONS =
            C.integer("router.max-sessions", "1024", 1, 65_536, "Gateways and cells connected at one time.");
    public static final Setting<Long> ROUTER_OUTBOX_BYTES = C.size(
            "router.outbox-bytes",
            "16MiB",
            "1MiB",
            "4GiB",
            "Bytes waiting for one gateway; cells with more for it are slowed down.");
    public static final Setting<Long> ROUTER_CHUNK_BYTES = C.size(
            "router.chunk-bytes",
            "16MiB",
            "0B",
            "4GiB",
            "Memory off the heap for large bodies on their way; what exceeds it is copied on the heap.");

    public static final Setting<Integer> ROUTER_MAX_IN_FLIGHT = C.integer(
            "router.max-in-flight", "65536", 1, 1 << 20, "Requests that all cells together may have at a time.");
    public static final Setting<Integer> ROUTER_MAX_ROUTES =
            C.integer("router.max-routes", "262144", 1, 1 << 24, "Routes of the whole nest.");
    public static final Setting<Duration> ROUTER_DRAIN_TIME = C.duration(
            "router.drain-time", "10s", "0s", AT_MOST_AN_HOUR, "How long a stopping router finishes what it has.");

    public static final Setting<Integer> ROUTER_METRICS_ROUTES = C.integer(
            "router.metrics-routes",
            "2000",
            0,
            100_000,
            "Routes, the busiest of those asked for, that /metrics tells of.");

    // ---- gateway

    // Browsers come from anywhere: unlike the nest's own endpoints, the HTTP port is meant to be reached.
    public static final Setting<String> GATEWAY_HTTP_HOST = C.host(
            "gateway.http.host", "0.0.0.0", "Address for browsers; 0.0.0.0 is every address, IPv6 ones included.");
    public static final Setting<Integer> GATEWAY_HTTP_PORT = C.port("gateway.http.port", "8888", "Port for browsers.");
    public static final Setting<String> GATEWAY_OPS_HOST =
            C.bindHost("gateway.ops.host", "127.0.0.1", "gateway.ops.token", "Address of the gateway's ops port.");
    public static final Setting<Integer> GATEWAY_OPS_PORT =
            C.port("gateway.ops.port", "8889", "Port of the gateway's health checks.");
    public static final Setting<String> GATEWAY_OPS_TOKEN = C.secret(
            "gateway.ops.token",
            "",
            "Token that the gateway's ops port asks for; needed to bind it beyond this machine.");
    public static final Setting<List<Endpoint>> GATEWAY_ROUTERS = C.routers(
            "gateway.routers",
            "from router.front",
            settings -> List.of(settings.value(ROUTER_FRONT).dialable()),
            "Fronts of all routers of the nest.");
    public static final Setting<Optional<Path>> GATEWAY_CURVE_KEY_FILE =
            C.optionalPath("gateway.curve.key-file", "Key pair of the gateway; scripts/nest keys gateway makes it.");
    public static final Setting<String> GATEWAY_CURVE_ROUTER_KEY =
            C.curveKey("gateway.curve.router-key", "Public key of the routers, which share one key pair.");
    public static final Setting<String> GATEWAY_ID =
            C.processId("gateway.id", "Name of this gateway, unique in the nest.");
    public static final Setting<Boolean> GATEWAY_ACCESS_LOG =
            C.bool("gateway.access-log", "true", "Writes a line for each request to a log file of its own.");
    public static final Setting<String> GATEWAY_ACCESS_FORMAT = C.oneOf(
            "gateway.access-format",
            "combined",
            List.of("combined", "json"),
            "Form of those lines: combined log format with fields of the nest's, or json.");
    public static final Setting<Duration> GATEWAY_REQUEST_TIMEOUT = C.derivedDuration(
            "gateway.request-timeout",
            "as nest.request-timeout",
            settings -> settings.value(NEST_REQUEST_TIMEOUT),
            "10ms",
            AT_MOST_AN_HOUR,
            "Longest deadline that a request through this gateway gets.");
    public static final Setting<Long> GATEWAY_MAX_HEADER_BYTES = C.size(
            "gateway.max-header-bytes", "32KiB", "1KiB", "64KiB", "Request line and headers together; more is 431.");
    public static final Setting<Integer> GATEWAY_MAX_HEADERS =
            C.integer("gateway.max-headers", "100", 10, 1_000, "Number of headers; more is 431.");
    public static final Setting<Long> GATEWAY_MAX_BODY_BYTES = C.size(
            "gateway.max-body-bytes",
            "16GiB",
            "0B",
            "1TiB",
            "Largest request body; more is 413. A router that takes no bodies as they come sets a lower limit.");
    public static final Setting<Integer> GATEWAY_MAX_CONNECTIONS =
            C.integer("gateway.max-connections", "10000", 1, 1_000_000, "Connections accepted at one time.");
    public static final Setting<Duration> GATEWAY_READ_TIMEOUT = C.duration(
            "gateway.read-timeout",
            "30s",
            "100ms",
            AT_MOST_AN_HOUR,
            "Longest wait for the next bytes of a request, or for a client to take more of its answer.");
    public static final Setting<Duration> GATEWAY_IDLE_TIMEOUT = C.duration(
            "gateway.idle-timeout", "60s", "100ms", AT_MOST_AN_HOUR, "Longest idle time of a kept-alive connection.");
    public static final Setting<Duration> GATEWAY_DRAIN_TIME = C.duration(
            "gateway.drain-time", "30s", "0s", AT_MOST_AN_HOUR, "How long a stop waits for requests on their way.");
    public static final Setting<Duration> GATEWAY_DRAIN_IDLE_TIME = C.duration(
            "gateway.drain-idle-time",
            "1s",
            "0s",
            AT_MOST_AN_HOUR,
            "How long a stop leaves idle connections open for requests that are on their way to it.");
    public static final Setting<Boolean> GATEWAY_ABORT_ON_CLOSE = C.bool(
            "gateway.abort-on-close",
            "false",
            "Cancels the request of a client that closes its sending side, which may still read.");
    public static final Setting<Duration> GATEWAY_PARKING_TIME = C.duration(
            "gateway.parking-time",
            "2s",
            "0s",
            AT_MOST_AN_HOUR,
            "How long a request waits for a router that takes it.");
    public static final Setting<Integer> GATEWAY_PARKING_MAX_REQUESTS = C.integer(
            "gateway.parking-max-requests", "10000", 0, 1_000_000, "Requests that may wait for a router at one time.");
    public static final Setting<Long> GATEWAY_BUFFER_BYTES = C.size(
            "gateway.buffer-bytes",
            "256MiB",
            "1MiB",
            "64GiB",
            "Request bodies, waiting requests and unwritten answers; more bodies are 503, more answers wait.");
    public static final Setting<Long> GATEWAY_CHUNK_BYTES = C.size(
            "gateway.chunk-bytes",
            "32MiB",
            "0B",
            "4GiB",
            "Memory off the heap for large bodies, of all I/O threads; what exceeds it is copied on the heap.");
    public static final Setting<Long> GATEWAY_STREAM_BYTES = C.size(
            "gateway.stream-bytes",
            "64MiB",
            "64KiB",
            "64GiB",
            "Bytes of answers that flow which cells may send before clients take them; more answers are 503.");
    public static final Setting<Integer> GATEWAY_IO_THREADS =
            C.integer("gateway.io-threads", "0", 0, 255, "Event loops; 0 chooses by the number of processors.");
    public static final Setting<String> GATEWAY_API_DOCS_PATH = C.text(
            "gateway.api-docs.path",
            "",
            C.textType("nothing, or a path such as /api-docs", "|(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~-]+)+"),
            "Where browsers find the description of all routes, in place of any route there; empty: nowhere.");
    public static final Setting<List<Cidr>> GATEWAY_TRUSTED_PROXIES = C.list(
            "gateway.trusted-proxies",
            C.parsedType("address block", "an address or CIDR block, such as 10.0.0.0/8", Cidr::parse),
            "Proxies whose X-Forwarded-For is believed.");
    public static final Setting<Boolean> GATEWAY_TIMING_ALWAYS =
            C.bool("gateway.timing.always", "false", "Says in every answer where its time went (Server-Timing).");
    public static final Setting<List<Cidr>> GATEWAY_TIMING_TRUSTED = C.list(
            "gateway.timing.trusted",
            "127.0.0.0/8, ::1",
            C.parsedType("address block", "an address or CIDR block, such as 10.0.0.0/8", Cidr::parse),
            "Clients that may ask for it by Nest-Timing: 1.");
    public static final Setting<List<String>> GATEWAY_CORS_ALLOW_ORIGINS = C.list(
            "gateway.cors.allow-origins",
            C.textType("an origin such as https://example.org, or *", "\\*|[a-z][a-z0-9+.-]*://[^/\\s,]+|null"),
            "Origins whose scripts may call; none: no CORS headers.");
    public static final Setting<List<String>> GATEWAY_CORS_ALLOW_METHODS = C.list(
            "gateway.cors.allow-methods",
            "GET, HEAD, POST, PUT, PATCH, DELETE",
            C.textType("a method", "[A-Za-z0-9!#$%&'*+.^_`|~-]+"),
            "Methods that a preflight allows.");
    public static final Setting<List<String>> GATEWAY_CORS_ALLOW_HEADERS = C.list(
            "gateway.cors.allow-headers",
            "Content-Type, Authorization, X-Request-Id",
            C.textType("a header's name", "[A-Za-z0-9!#$%&'*+.^_`|~-]+"),
            "Request headers that a preflight allows.");
    public static final Setting<List<String>> GATEWAY_CORS_EXPOSE_HEADERS = C.list(
            "gateway.cors.expose-headers",
            "X-Request-Id",
            C.textType("a header's name", "[A-Za-z0-9!#$%&'*+.^_`|~-]+"),
            "Answer headers that scripts may read.");
    public static final Setting<Boolean> GATEWAY_CORS_ALLOW_CREDENTIALS =
            C.bool("gateway.cors.allow-credentials", "false", "Lets scripts of those origins send cookies.");
    public static final Setting<Duration> GATEWAY_CORS_MAX_AGE =
            C.duration("gateway.cors.max-age", "10m", "0s", "24h", "How long a browser may remember a preflight.");

    // ---- cell

    public static final Setting<List<Endpoint>> CELL_ROUTERS = C.routers(
            "cell.routers",
            "from router.back",
            settings -> List.of(settings.value(ROUTER_BACK).dialable()),
            "Backs of all routers of the nest.");
    public static final Setting<Optional<Path>> CELL_CURVE_KEY_FILE =
            C.optionalPath("cell.curve.key-file", "Key pair of the cell; scripts/nest keys cell makes it.");
    public static final Setting<String> CELL_CURVE_ROUTER_KEY =
            C.curveKey("cell.curve.router-key", "Public key of the routers, which share one key pair.");
    public static final Setting<Path> CELL_DIRECTORY =
            C.path("cell.directory", "cells", "Folder that is watched for jars.");
    public static final Setting<String> CELL_ID = C.processId("cell.id", "Name of this cell, unique in the nest.");
    public static final Setting<Integer> CELL_CONCURRENCY = C.integer(
            "cell.concurrency",
            "256",
            1,
            65_536,
            "Requests that this cell runs at one time, and its most handler threads.");
    public static final Setting<Integer> CELL_DEPLOYMENT_CONCURRENCY = C.derivedInteger(
            "cell.deployment-concurrency",
            "as cell.concurrency",
            settings -> settings.value(CELL_CONCURRENCY),
            1,
            65_536,
            "Requests that one deployment runs at one time.");
    public static final Setting<Double> CELL_DEPLOYMENT_SHARE = C.share(
            "cell.deployment-share",
            "0.75",
            "The same while others are served beside it, as a share of cell.concurrency.");
    public static final Setting<Double> CELL_STUCK_SHARE = C.share(
            "cell.stuck-share",
            "0.25",
            "Stuck handlers of one deployment, as a share of cell.concurrency, at which it gets nothing more.");
    public static final Setting<Integer> CELL_MAX_STREAMS = C.integer(
            "cell.max-streams", "4096", 0, 1_048_575, "Requests and answers whose bodies flow at one time; 0: none.");
    public static final Setting<Long> CELL_STREAM_BYTES = C.size(
            "cell.stream-bytes",
            "64MiB",
            "1MiB",
            "4GiB",
            "Bytes of requests' bodies that all gateways may send ahead of handlers.");
    public static final Setting<Integer> CELL_STREAM_THREADS = C.integer(
            "cell.stream-threads",
            "64",
            1,
            65_536,
            "Threads of one deployment for bodies that flow, on JVMs without virtual threads.");
    public static final Setting<Long> CELL_MAX_COLLECTED_BYTES = C.size(
            "cell.max-collected-bytes",
            "1MiB",
            "1KiB",
            "1GiB",
            "Longest body that is collected for a method that takes it whole, unless its @Body says so.");
    public static final Setting<Integer> CELL_WEIGHT =
            C.integer("cell.weight", "100", 1, 1_000, "Share of the load, against the weights of other cells.");
    public static final Setting<Map<String, String>> CELL_LABELS =
            C.pairs("cell.labels", "Names and values that describe this cell, such as zone=a.");
    public static final Setting<Path> CELL_WORK_DIRECTORY =
            C.path("cell.work-directory", "work", "Folder for private copies and the last good version of each jar.");
    public static final Setting<Duration> CELL_SCAN_INTERVAL =
            C.duration("cell.scan-interval", "250ms", "10ms", "1m", "Time between two looks at the folder.");
    public static final Setting<Duration> CELL_DRAIN_TIME = C.duration(
            "cell.drain-time", "30s", "0s", AT_MOST_AN_HOUR, "How long a stop or swap waits for running requests.");

    // ---- logs

    public static final Setting<Path> LOG_DIRECTORY = C.path("log.directory", "logs", "Folder of the log files.");
    public static final Setting<String> LOG_LEVEL = C.oneOf(
            "log.level", "info", List.of("trace", "debug", "info", "warn", "error"), "Least level that is logged.");
    public static final Setting<Map<String, String>> LOG_LEVELS = C.levels(
            "log.levels", LEVELS, "Least levels of single deployments' own lines, such as orders=debug; also off.");
    public static final Setting<String> LOG_FORMAT = C.oneOf(
            "log.format", "text", List.of("text", "json"), "Form of log lines: text, or json, one object a line.");
    public static final Setting<Long> LOG_MAX_FILE_BYTES =
            C.size("log.max-file-bytes", "20MiB", "64KiB", "4GiB", "Size at which a log file is rolled within a day.");
    public static final Setting<Integer> LOG_KEEP_DAYS =
            C.integer("log.keep-days", "14", 1, 3_650, "Days for which rolled files are kept.");
    public static final Setting<Long> LOG_MAX_TOTAL_BYTES =
            C.size("log.max-total-bytes", "200MiB", "1MiB", "1TiB", "Rolled files of one process together.");

    private static final Map<String, Setting<?>> BY_KEY = C.build();

    private Catalogue() {}

    /** Returns all settings, in the order of the catalogue. */
    public static Collection<Setting<?>> all() {
        return BY_KEY.values();
    }

    /** Returns the settings that a process ({@code router}, {@code gateway} or {@code cell}) uses itself. */
    public static List<Setting<?>> of(String process) {
        List<Setting<?>> own = new ArrayList<>();
        for (Setting<?> setting : all()) {
            String key = setting.key();
            if (key.startsWith(process + ".") || key.startsWith("nest.") || key.startsWith("log.")) {
                own.add(setting);
            }
        }
        return own;
    }

    static @Nullable Setting<?> byKey(String key) {
        return BY_KEY.get(key);
    }

    static Collection<String> keys() {
        return BY_KEY.keySet();
    }

    static boolean isPrefix(String key) {
        return BY_KEY.keySet().stream().anyMatch(known -> known.startsWith(key + "."));
    }

    /** Returns the contradictions between settings, which no single setting's range can express. */
    static List<String> contradictions(Settings settings) {
        List<String> problems = new ArrayList<>();
        if (settings.value(GATEWAY_CORS_ALLOW_CREDENTIALS)
                && settings.value(GATEWAY_CORS_ALLOW_ORIGINS).contains("*")) {
            problems.add(GATEWAY_CORS_ALLOW_CREDENTIALS + ": true (expected: false while " + GATEWAY_CORS_ALLOW_ORIGINS
                    + " has *) [" + settings.origin(GATEWAY_CORS_ALLOW_CREDENTIALS) + "]");
        }
        return problems;
    }

    /**
     * Returns the maximum size of a body that goes in one message, in bytes. A message contains the client's headers once; another 16 KiB is reserved for
     * fields that the gateway adds and for the record itself.
     */
    public static long maxWholeBodyBytes(Settings settings) {
        return settings.value(NEST_MAX_MESSAGE_BYTES) - settings.value(GATEWAY_MAX_HEADER_BYTES) - 16 * 1024;
    }
}
