package org.cellnest.router;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.cellnest.process.FatalHandler;
import org.cellnest.process.NestProcess;
import org.cellnest.process.ProcessMain;
import org.cellnest.process.StartupException;
import org.cellnest.process.ops.Health;
import org.cellnest.process.ops.OpsAnswer;
import org.cellnest.process.ops.OpsRequest;
import org.cellnest.process.ops.OpsServer;
import org.cellnest.process.settings.Catalogue;
import org.cellnest.process.settings.Settings;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.router.broker.Broker;
import org.cellnest.router.broker.BrokerEvents;
import org.cellnest.router.broker.BrokerStatus;
import org.cellnest.router.broker.PrometheusPage;
import org.cellnest.router.control.BrokerControl;
import org.cellnest.router.control.ControlPlane;
import org.cellnest.router.control.EventLog;
import org.cellnest.router.control.EventRecorder;
import org.cellnest.router.control.RouterFacts;
import org.cellnest.telemetry.Exposition;
import org.cellnest.telemetry.trace.Tracer;
import org.cellnest.telemetry.trace.Tracers;
import org.cellnest.transport.AgentRunner;
import org.cellnest.transport.Clock;
import org.cellnest.transport.RouterSocket;
import org.cellnest.transport.RouterSocketSettings;
import org.cellnest.transport.SystemClock;
import org.cellnest.transport.Transport;
import org.cellnest.transport.TransportException;
import org.cellnest.transport.jeromq.Transports;
import org.jspecify.annotations.Nullable;

/**
 * Starts and stops a router: its socket, its broker's thread and its ops port. Start and stop may be called by any
 * thread.
 */
public final class RouterProcess implements NestProcess {
    private static final int SEND_HIGH_WATER_MARK = 16;

    private static final int FIRST_FRAME_TIMEOUT_MS = 10_000;
    private static final int BACKLOG = 512;
    /** The time beside draining for GOODBYE, the ops port and the sockets. */
    private static final Duration STOP_MARGIN = Duration.ofSeconds(8);

    private final RouterConfig config;
    private final Transport transport;
    private final RouterSocket socket;
    private final BrokerAgent agent;
    private final AgentRunner runner;
    private final OpsServer ops;
    private final @Nullable Tracer tracer;
    private final ControlPlane control;
    /** The period between looks at lines that were repeated. */
    private static final long TELL_REPEATED_S = 10;

    private final ExecutorService executor;

    private RouterProcess(
            RouterConfig config,
            Transport transport,
            RouterSocket socket,
            BrokerAgent agent,
            AgentRunner runner,
            OpsServer ops,
            ControlPlane control,
            ExecutorService executor,
            @Nullable Tracer tracer) {
        this.tracer = tracer;
        this.config = config;
        this.transport = transport;
        this.socket = socket;
        this.agent = agent;
        this.runner = runner;
        this.ops = ops;
        this.control = control;
        this.executor = executor;
    }

    /**
     * Binds and starts.
     *
     * @throws StartupException where a port is taken, naming the setting that moves it
     */
    public static RouterProcess start(Settings settings, FatalHandler fatal) throws StartupException {
        RouterConfig config = RouterConfig.from(settings);
        Tracer tracer = Tracers.of(settings, "router", config.broker().routerId());
        Transport transport = Transports.ofRouter(settings);
        RouterSocket socket = bind(config, transport);
        Clock clock = SystemClock.INSTANCE;
        ScheduledExecutorService executor = controlExecutor();
        EventLog log = new EventLog(clock, executor);
        EventLogger lines = new EventLogger(clock);
        BrokerEvents events = new CompositeEvents(List.of(lines, new EventRecorder(log, clock)));
        BrokerAgent agent = new BrokerAgent(socket, config.broker(), events, tracer, clock, new SecureRandom());
        AgentRunner runner = AgentRunner.start(
                "router-broker",
                agent,
                clock,
                socket.waker()::wake,
                e -> fatal.onFatal("the broker's thread ended by " + e, e));
        BrokerControl desk = new BrokerControl(agent::ask, clock, executor);
        ControlPlane control = new ControlPlane(
                desk,
                facts(config, socket, clock),
                log,
                desk::sample,
                settings.value(Catalogue.ROUTER_OPS_TOKEN),
                clock);
        PrometheusPage page = agent.page(config.broker().routerId(), ProcessMain.version(), config.metricsRoutes());
        try {
            OpsServer.Builder ops = OpsServer.with(
                            () -> runner.isAlive() ? Health.UP : Health.down("the broker's thread has ended"),
                            () -> ready(agent.status()))
                    .named("cellnest-router");
            control.register(ops);
            ops.get("/metrics", request -> metrics(page, request).now());
            Dashboard.addTo(ops);
            OpsServer server = ops.start(
                    settings, Catalogue.ROUTER_OPS_HOST, Catalogue.ROUTER_OPS_PORT, Catalogue.ROUTER_OPS_TOKEN);
            control.start(executor);
            Future<?> unused = executor.scheduleAtFixedRate( // ends with its executor
                    () -> agent.ask(asked -> lines.onTick()), TELL_REPEATED_S, TELL_REPEATED_S, TimeUnit.SECONDS);
            return new RouterProcess(config, transport, socket, agent, runner, server, control, executor, tracer);
        } catch (StartupException | RuntimeException e) {
            runner.close();
            transport.close();
            executor.shutdownNow();
            throw e;
        }
    }

    private static RouterFacts facts(RouterConfig config, RouterSocket socket, Clock clock) {
        return new RouterFacts(
                config.broker().routerId(),
                config.broker().incarnation(),
                ProcessMain.version(),
                socket.boundEndpoints().get(0),
                socket.boundEndpoints().get(1),
                clock.epochMillis());
    }

    /** Creates an executor with one thread: its work is short, and in order. */
    private static ScheduledExecutorService controlExecutor() {
        return Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "router-control");
            thread.setDaemon(true);
            return thread;
        });
    }

    private static RouterSocket bind(RouterConfig config, Transport transport) throws StartupException {
        RouterSocketSettings settings = new RouterSocketSettings(
                config.endpoints(),
                config.broker().limits().maxMessageBytes(),
                SEND_HIGH_WATER_MARK,
                FIRST_FRAME_TIMEOUT_MS,
                config.maxConnections(),
                BACKLOG);
        try {
            return RouterSocket.open(
                    settings, MessageCodec.encode(Broker.hello(config.broker())), transport, config.chunkBytes());
        } catch (TransportException e) {
            transport.close();
            String message = String.valueOf(e.getMessage());
            String setting = message.startsWith(config.endpoints().get(0))
                    ? Catalogue.ROUTER_FRONT.key()
                    : Catalogue.ROUTER_BACK.key();
            throw new StartupException(
                    setting + ": " + message + " (another router running? choose another with --set " + setting
                            + "=tcp://127.0.0.1:...)",
                    e);
        }
    }

    private static OpsAnswer metrics(PrometheusPage page, OpsRequest request) {
        Exposition.Page text = page.exposition().page(request.header("accept"));
        return new OpsAnswer.Bytes(200, text.contentType(), text.body());
    }

    private static Health ready(BrokerStatus status) {
        if (status.draining()) {
            return Health.down("going away");
        }
        return status.ready() ? Health.UP : Health.down("just started: cells may not have come back yet");
    }

    /** Returns the endpoint for gateways, with the real port. */
    public String frontEndpoint() {
        return socket.boundEndpoints().get(0);
    }

    /** Returns the endpoint for cells, with the real port. */
    public String backEndpoint() {
        return socket.boundEndpoints().get(1);
    }

    /**
     * Returns the URL of the ops port with its real number, {@code http://HOST:PORT}, at which browsers find the
     * dashboard.
     */
    public String opsUrl() {
        return ops.url();
    }

    @Override
    public String describeReady() {
        return "front " + frontEndpoint() + ", back " + backEndpoint() + ", ops " + opsUrl();
    }

    @Override
    public Duration stopLimit() {
        return Duration.ofNanos(config.drainNs()).plus(STOP_MARGIN);
    }

    @Override
    public void stop() {
        try {
            agent.stop(config.drainNs())
                    .toCompletableFuture()
                    .get(config.drainNs() + TimeUnit.SECONDS.toNanos(1), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // What is left is dropped with the socket; gateways see the connection close.
        }
        control.stop();
        runner.close();
        transport.close();
        ops.stop();
        executor.shutdownNow();
        if (tracer != null) {
            tracer.close();
        }
    }
}
