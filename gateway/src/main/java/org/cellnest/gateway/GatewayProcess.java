package org.cellnest.gateway;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.cellnest.buffer.ChunkPool;
import org.cellnest.gateway.dispatch.ByteBudget;
import org.cellnest.gateway.dispatch.StreamBudget;
import org.cellnest.gateway.dispatch.UpstreamDispatcher;
import org.cellnest.gateway.dispatch.WriteTimeouts;
import org.cellnest.gateway.docs.ApiDocs;
import org.cellnest.gateway.docs.DocsPages;
import org.cellnest.gateway.docs.RouterRoutes;
import org.cellnest.gateway.http.AddressPage;
import org.cellnest.gateway.http.DrainLatch;
import org.cellnest.gateway.http.HttpServer;
import org.cellnest.gateway.http.IngressHandler;
import org.cellnest.gateway.http.RequestOverride;
import org.cellnest.gateway.http.RequestOverrideHandler;
import org.cellnest.gateway.intake.RequestIntake;
import org.cellnest.gateway.link.GatewayLoop;
import org.cellnest.gateway.link.GatewayLoopProxy;
import org.cellnest.gateway.link.LinkSetup;
import org.cellnest.gateway.link.RouterLink;
import org.cellnest.gateway.metrics.GatewayCounters;
import org.cellnest.process.FatalHandler;
import org.cellnest.process.NestProcess;
import org.cellnest.process.ProcessMain;
import org.cellnest.process.StartupException;
import org.cellnest.process.ops.Health;
import org.cellnest.process.ops.OpsAnswer;
import org.cellnest.process.ops.OpsException;
import org.cellnest.process.ops.OpsRequest;
import org.cellnest.process.ops.OpsServer;
import org.cellnest.process.settings.Catalogue;
import org.cellnest.process.settings.Settings;
import org.cellnest.protocol.KeyProof;
import org.cellnest.protocol.PeerKind;
import org.cellnest.session.Identity;
import org.cellnest.telemetry.Exposition;
import org.cellnest.telemetry.trace.Tracer;
import org.cellnest.telemetry.trace.Tracers;
import org.cellnest.transport.Clock;
import org.cellnest.transport.SystemClock;
import org.cellnest.transport.Transport;
import org.cellnest.transport.jeromq.Transports;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.XnioIoThread;

/**
 * Puts the parts of a gateway together, and starts and stops them in order. {@link #start} and {@link #stop} may be
 * called from any thread, each once.
 */
public final class GatewayProcess implements NestProcess {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayProcess.class);

    private static final long STEP_TIMEOUT_MS = 2_000;

    private final GatewayConfig config;
    private final Clock clock;
    private final HttpServer http;
    private final GatewayCounters counters = new GatewayCounters();
    private final ByteBudget budget;
    private final StreamBudget streams;
    private final DrainLatch open = new DrainLatch();
    private final List<GatewayLoop> loops = new ArrayList<>();
    private final List<GatewayLoopProxy> loopProxies;
    private final List<RouterLink> routers = new ArrayList<>();
    private final ApiDocs docs;
    private final IngressHandler ingress;
    private final GatewayMetrics figures;
    private final @Nullable Tracer tracer;
    private final Transport transport;
    private @Nullable OpsServer ops;

    private GatewayProcess(
            GatewayConfig config, Identity identity, Transport transport, @Nullable Tracer tracer, Clock clock)
            throws IOException {
        this.transport = transport;
        this.tracer = tracer;
        this.config = config;
        this.clock = clock;
        budget = new ByteBudget(config.bufferBytes());
        streams = new StreamBudget(config.streamBytes());
        SecureRandom random = new SecureRandom();
        Supplier<byte[]> nonces = () -> {
            byte[] nonce = new byte[KeyProof.NONCE_BYTES];
            random.nextBytes(nonce);
            return nonce;
        };
        String httpKey = HexFormat.of().formatHex(nonces.get());
        http = new HttpServer(config.http());
        for (XnioIoThread thread : http.ioThreads()) {
            UpstreamDispatcher upstreamDispatcher = new UpstreamDispatcher(
                    config.requestTimeoutMs(),
                    config.http().heads().readTimeoutMs(),
                    config.parkingTimeMs(),
                    Math.max(
                            Math.min(1, config.parkingMaxRequests()),
                            config.parkingMaxRequests() / config.http().ioThreads()),
                    budget,
                    streams,
                    counters);
            loops.add(new GatewayLoop(
                    thread.getNumber(),
                    thread,
                    clock,
                    nonces,
                    config.maxMessageBytes(),
                    transport,
                    new ChunkPool(config.chunkBytes() / config.http().ioThreads()),
                    random,
                    new WriteTimeouts(
                            TimeUnit.MILLISECONDS.toNanos(config.http().heads().readTimeoutMs())),
                    new RequestIntake(config.http().heads(), clock),
                    budget,
                    upstreamDispatcher));
        }
        loopProxies = loops.stream().map(GatewayLoopProxy::new).toList();
        for (String endpoint : config.routers()) {
            LinkSetup setup = new LinkSetup(
                    endpoint,
                    () -> identity.withHttp(httpUrl(), httpKey),
                    config.maxMessageBytes(),
                    transport,
                    clock,
                    nonces,
                    counters,
                    this::figuresToTell);
            routers.add(new RouterLink(setup, loopProxies));
        }
        docs = new ApiDocs(
                routers.stream()
                        .<Supplier<CompletableFuture<@Nullable RouterRoutes>>>map(router -> router::describe)
                        .toList(),
                clock);
        DocsPages pages = config.apiDocsPath().isEmpty() ? null : new DocsPages(config.apiDocsPath(), docs);
        ingress = new IngressHandler(
                config.http(),
                counters,
                budget,
                open,
                List.copyOf(loops),
                pages,
                new AddressPage(identity.id(), httpKey),
                tracer);
        figures = new GatewayMetrics(
                identity.id(),
                loops.stream().map(GatewayLoop::figures).toList(),
                loops.stream()
                        .map(loop -> loop.upstreamDispatcher().flows().metrics())
                        .toList(),
                loops.stream().map(GatewayLoop::chunks).toList(),
                counters,
                budget,
                open::requests);
    }

    /**
     * Starts a gateway. Its port is open when this returns, whether or not a router is there.
     *
     * @throws StartupException where a port is taken or a setting cannot be used
     */
    public static GatewayProcess start(Settings settings, FatalHandler fatal) throws StartupException {
        return start(settings, fatal, null);
    }

    /**
     * Starts a gateway with an override in front of the nest.
     *
     * @param requestOverride consulted for every request before the nest; null: none
     * @throws StartupException where a port is taken or a setting cannot be used
     */
    public static GatewayProcess start(Settings settings, FatalHandler fatal, @Nullable RequestOverride requestOverride)
            throws StartupException {
        GatewayConfig config = GatewayConfig.of(settings, Runtime.getRuntime().availableProcessors());
        GatewayProcess gatewayProcess;
        try {
            Identity identity = identity(settings);
            gatewayProcess = new GatewayProcess(
                    config,
                    identity,
                    Transports.ofGateway(settings),
                    Tracers.of(settings, "gateway", identity.id()),
                    SystemClock.INSTANCE);
        } catch (IOException e) {
            throw new StartupException("could not start: " + e.getMessage(), e);
        }
        try {
            gatewayProcess.open(settings, fatal, requestOverride);
            return gatewayProcess;
        } catch (StartupException | RuntimeException e) {
            gatewayProcess.close();
            throw e;
        }
    }

    private static Identity identity(Settings settings) throws StartupException {
        byte[] incarnation = new byte[16];
        new SecureRandom().nextBytes(incarnation);
        String key = settings.value(Catalogue.NEST_KEY);
        try {
            return new Identity(
                    PeerKind.GATEWAY,
                    settings.value(Catalogue.GATEWAY_ID),
                    HexFormat.of().formatHex(incarnation),
                    1,
                    Map.of(),
                    key.isEmpty() ? null : new KeyProof(key),
                    settings.value(Catalogue.NEST_INSECURE),
                    null,
                    ProcessMain.version(),
                    null);
        } catch (IllegalArgumentException e) {
            throw new StartupException("nest.key: " + e.getMessage(), e);
        }
    }

    private void open(Settings settings, FatalHandler fatal, @Nullable RequestOverride requestOverride)
            throws StartupException {
        ops = OpsServer.with(() -> Health.UP, this::readiness)
                .named("cellnest-gateway")
                .get("/metrics", request -> metrics(request).now())
                .get("/openapi.json", request -> openApi())
                .start(settings, Catalogue.GATEWAY_OPS_HOST, Catalogue.GATEWAY_OPS_PORT, Catalogue.GATEWAY_OPS_TOKEN);
        loopProxies.forEach(GatewayLoopProxy::start);
        try {
            http.start(
                    requestOverride == null ? ingress : new RequestOverrideHandler(requestOverride, ingress),
                    connection -> loops.get(connection.getIoThread().getNumber())
                            .intake()
                            .onOpen(connection));
        } catch (IOException | RuntimeException e) {
            throw new StartupException(
                    "cannot listen on " + config.http().host() + ":"
                            + config.http().port() + ": " + e.getMessage() + " (another port: gateway.http.port)",
                    e);
        }
        // The links announce the port, which is known only now.
        for (RouterLink router : routers) {
            router.start(failure ->
                    fatal.onFatal("the link to router " + router.endpoint() + " ended by " + failure, failure));
        }
    }

    /** Returns the URL that routers check; its host may mean every address. */
    private String httpUrl() {
        String host =
                config.http().host().equals("*") ? "0.0.0.0" : config.http().host();
        return "http://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + httpPort();
    }

    /** Returns the metrics that go with heartbeats, which begin after the constructor has ended. */
    private Map<String, Long> figuresToTell() {
        return figures.counters();
    }

    private OpsAnswer metrics(OpsRequest request) {
        Exposition.Page page = figures.exposition().page(request.header("accept"));
        return new OpsAnswer.Bytes(200, page.contentType(), page.body());
    }

    /**
     * Serves the description of the routes that browsers reach, on the ops port. Its server is therefore the address of
     * the other port.
     */
    private CompletionStage<OpsAnswer> openApi() {
        return docs.openApi(url() + "/").handle((document, failure) -> {
            if (failure != null) {
                throw new CompletionException(new OpsException(503, "No router tells its routes just now."));
            }
            return new OpsAnswer.Bytes(200, "application/json", document);
        });
    }

    private Health readiness() {
        if (ingress.isStopping()) {
            return Health.down("stopping");
        }
        if (routers.stream().anyMatch(RouterLink::isReady)) {
            return Health.UP;
        }
        return Health.down(routers.stream()
                .map(router -> router.endpoint() + ": " + router.why())
                .collect(Collectors.joining("; ", "no router: ", "")));
    }

    /** Returns the port for browsers. */
    public int httpPort() {
        return http.boundPort();
    }

    /** Returns the port of the health checks. */
    public int opsPort() {
        return ops == null ? 0 : ops.port();
    }

    GatewayCounters counters() {
        return counters;
    }

    /** Returns the number of chunks that bodies lie in. */
    int heldChunks() {
        return loops.stream().mapToInt(loop -> loop.chunks().heldChunks()).sum();
    }

    ByteBudget budget() {
        return budget;
    }

    /** Returns what cells may be permitted to send of answers that flow. */
    StreamBudget streams() {
        return streams;
    }

    /** Returns the number of routers that take requests. */
    long readyRouters() {
        return routers.stream().filter(RouterLink::isReady).count();
    }

    int active() {
        return open.requests();
    }

    @Override
    public String describeReady() {
        String page = config.apiDocsPath().isEmpty() ? "" : ", docs " + url() + config.apiDocsPath() + "/";
        return "http " + url() + page + ", ops " + (ops == null ? "-" : ops.url()) + ", routers "
                + String.join(" ", config.routers());
    }

    private String url() {
        String host = config.http().host();
        boolean everywhere = host.equals("0.0.0.0") || host.equals("::") || host.equals("*");
        String shown = everywhere ? "localhost" : host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return "http://" + shown + ":" + httpPort();
    }

    @Override
    public Duration stopLimit() {
        return Duration.ofMillis(config.drainTimeMs() + 5 * STEP_TIMEOUT_MS);
    }

    /**
     * Accepts nothing new, finishes the requests in progress within the drain time, sends GOODBYE, and closes. The port
     * closes first, and only then do kept connections close after their answers. A client that opens another connection
     * is thus refused, never accepted and reset. Readiness reports {@code stopping} after both. Idle connections are
     * closed with the port.
     */
    @Override
    public void stop() {
        http.stopAccepting();
        ingress.stop();
        open.await(
                TimeUnit.MILLISECONDS.toNanos(config.drainTimeMs()),
                TimeUnit.MILLISECONDS.toNanos(config.drainIdleTimeMs()),
                clock);
        if (open.requests() > 0) {
            LOG.warn("requests not finished within the drain time: {}", open.requests());
        }
        close();
    }

    private void close() {
        docs.close();
        for (RouterLink router : routers) {
            router.leave(STEP_TIMEOUT_MS);
        }
        try {
            for (GatewayLoopProxy loop : loopProxies) {
                loop.stop(STEP_TIMEOUT_MS);
            }
            http.stop(STEP_TIMEOUT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        transport.close();
        if (ops != null) {
            ops.stop();
        }
        if (tracer != null) {
            tracer.close();
        }
    }
}
