package org.cellnest.runtime;

import java.io.IOException;
import java.net.URLConnection;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.cellnest.process.FatalHandler;
import org.cellnest.process.NestProcess;
import org.cellnest.process.StartupException;
import org.cellnest.process.logging.ProcessLogging;
import org.cellnest.process.settings.Settings;
import org.cellnest.protocol.KeyProof;
import org.cellnest.runtime.deploy.Announcement;
import org.cellnest.runtime.deploy.DeployListener;
import org.cellnest.runtime.deploy.DeployService;
import org.cellnest.runtime.deploy.RegistrationBoard;
import org.cellnest.runtime.link.CellMetrics;
import org.cellnest.runtime.link.CellStreams;
import org.cellnest.runtime.link.Concurrency;
import org.cellnest.runtime.link.ConditionSignal;
import org.cellnest.runtime.link.DeploymentDispatcher;
import org.cellnest.runtime.link.LinkSetup;
import org.cellnest.runtime.link.LogLevels;
import org.cellnest.runtime.link.RouterLink;
import org.cellnest.telemetry.trace.Tracer;
import org.cellnest.telemetry.trace.Tracers;
import org.cellnest.transport.SystemClock;
import org.cellnest.transport.Transport;
import org.cellnest.transport.jeromq.Transports;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A cell that has started: its deployments, and a link to each router. */
public final class CellProcess implements NestProcess {
    private static final Logger LOG = LoggerFactory.getLogger(CellProcess.class);

    private static final long FIRST_LOADS_NS = TimeUnit.SECONDS.toNanos(15);
    /** The time that a router has to confirm that nothing more will come. */
    private static final long FENCE_NS = TimeUnit.SECONDS.toNanos(1);

    private static final long LINK_CLOSE_MS = 2_000;
    /** Beside draining: farewells, close hooks of cells, sockets. */
    private static final Duration STOP_MARGIN = Duration.ofSeconds(30);

    private final CellConfig config;
    private final Transport transport;
    private final RegistrationBoard board;
    private final DeployService deploy;
    private final List<RouterLink> links;
    private final ConditionSignal changes;
    private final @Nullable Tracer tracer;

    private CellProcess(
            CellConfig config,
            Transport transport,
            RegistrationBoard board,
            DeployService deploy,
            List<RouterLink> links,
            ConditionSignal changes,
            @Nullable Tracer tracer) {
        this.tracer = tracer;
        this.changes = changes;
        this.config = config;
        this.transport = transport;
        this.board = board;
        this.deploy = deploy;
        this.links = links;
    }

    /**
     * Loads what is in the directory, and begins to look for routers, which need not be there yet.
     *
     * @throws StartupException if the deploy or work directory cannot be used
     */
    public static CellProcess start(Settings settings, FatalHandler fatal) throws StartupException {
        return start(settings, fatal, DeployListener.NONE);
    }

    /**
     * Starts a cell that tells what becomes of its deployments.
     *
     * @param listener called on the deploying thread, perhaps before this returns
     * @throws StartupException if the deploy or work directory cannot be used
     */
    public static CellProcess start(Settings settings, FatalHandler fatal, DeployListener listener)
            throws StartupException {
        CellConfig config = CellConfig.from(settings);
        ProcessLogging.identifyDeployments(DeployService::deploymentOf);
        Tracer tracer = Tracers.of(settings, "cell", config.identity().id());
        // A cached connection would keep a deployment's jar open after it is closed.
        URLConnection.setDefaultUseCaches("jar", false);
        Transport transport = Transports.ofCell(settings);
        RegistrationBoard board = new RegistrationBoard();
        DeployService deploy;
        try {
            deploy = DeployService.start(
                    config.deploy(),
                    board,
                    listener,
                    SystemClock.INSTANCE,
                    e -> fatal.onFatal("the deploying thread has died: " + e, e));
        } catch (IOException e) {
            transport.close();
            throw new StartupException("cell.directory or cell.work-directory: " + e.getMessage(), e);
        }
        fatal.explainShutdown(deploy::whoExits);
        Concurrency concurrency = new Concurrency(config.concurrency(), deploy::announceAgain);
        CellStreams streams = new CellStreams(config.maxStreams(), config.streamBytes());
        DeploymentDispatcher deploymentDispatcher = new DeploymentDispatcher(
                deploy::routes, concurrency, streams, config.identity().id(), SystemClock.INSTANCE, tracer);
        CellMetrics metrics =
                new CellMetrics(() -> deploy.routes().stuck(), deploy::closedLoaders, deploy::leakedLoaders, streams);
        LogLevels levels = new LogLevels(ProcessLogging.levels(), deploy::announceAgain);
        Supplier<byte[]> nonces = nonces();
        ConditionSignal changes = new ConditionSignal(SystemClock.INSTANCE);
        List<RouterLink> links = config.routers().stream()
                .map(endpoint -> new LinkSetup(
                        endpoint,
                        config.identity(),
                        config.maxMessageBytes(),
                        transport,
                        SystemClock.INSTANCE,
                        nonces,
                        board,
                        concurrency,
                        streams,
                        metrics,
                        levels))
                .map(setup -> new RouterLink(setup, deploymentDispatcher, changes::signal))
                .toList();
        links.forEach(
                link -> link.start(e -> fatal.onFatal("the link to router " + link.endpoint() + " has died: " + e, e)));
        changes.await(() -> board.current() != null, FIRST_LOADS_NS);
        return new CellProcess(config, transport, board, deploy, links, changes, tracer);
    }

    private static Supplier<byte[]> nonces() {
        SecureRandom random = new SecureRandom();
        return () -> {
            byte[] nonce = new byte[KeyProof.NONCE_BYTES];
            random.nextBytes(nonce);
            return nonce;
        };
    }

    @Override
    public String describeReady() {
        Announcement announcement = board.current();
        int deployments = announcement == null ? 0 : announcement.deployments().size();
        int routes = announcement == null ? 0 : Announcement.count(announcement.routes());
        return "id " + config.identity().id() + ", " + counted(deployments, "deployment") + ", "
                + counted(routes, "route") + ", routers "
                + String.join(" ", config.routers());
    }

    private static String counted(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    @Override
    public Duration stopLimit() {
        return Duration.ofNanos(config.drainNs()).plus(STOP_MARGIN);
    }

    /**
     * Asks the routers for nothing new and registers once more: a router that has welcomed that has sent all it will, so
     * when the last of it is answered, the cell can go.
     */
    @Override
    public void stop() {
        links.forEach(RouterLink::drain);
        Announcement last = board.current();
        long fence = last == null ? 0 : last.revision() + 1;
        deploy.announceAgain();
        if (!changes.await(() -> links.stream().allMatch(link -> link.isPast(fence)), FENCE_NS)) {
            LOG.info("not all routers have confirmed that nothing more will come");
        }
        if (!changes.await(() -> links.stream().allMatch(link -> link.running() == 0), config.drainNs())) {
            int left = links.stream().mapToInt(RouterLink::running).sum();
            LOG.warn("requests given up, since they still run after cell.drain-time: {}", left);
        }
        links.forEach(link -> link.close(LINK_CLOSE_MS));
        transport.close();
        deploy.close();
        if (tracer != null) {
            tracer.close();
        }
    }
}
