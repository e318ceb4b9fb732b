package org.cellnest.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cellnest.dev.ProjectWatcher.Bench;
import org.cellnest.dev.Terminal.Tone;
import org.cellnest.gateway.GatewayProcess;
import org.cellnest.process.FatalHandler;
import org.cellnest.process.NestProcess;
import org.cellnest.process.StartupException;
import org.cellnest.process.settings.Catalogue;
import org.cellnest.process.settings.Exposure;
import org.cellnest.process.settings.SecurityCheck;
import org.cellnest.process.settings.Settings;
import org.cellnest.protocol.RouteInfo;
import org.cellnest.router.RouterProcess;
import org.cellnest.runtime.CellProcess;
import org.cellnest.runtime.deploy.DeployListener;
import org.cellnest.transport.AgentRunner;
import org.cellnest.transport.Clock;
import org.cellnest.transport.SystemClock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns a router, a gateway and a cell in this JVM, and the thread that watches the projects. {@link #start} and {@link
 * #close} may be called from any thread, each once.
 */
final class DevNest implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DevNest.class);
    /** The distance to the next port to try. The port between is that of a gateway's health checks. */
    private static final int PORT_STEP = 2;

    private final Path work;
    private final Clock clock = SystemClock.INSTANCE;
    private final Map<String, ProjectStatus> statusByFileName = new HashMap<>();
    private final List<Bench> benches = new ArrayList<>();
    private final DevPages pages;
    private final Deque<NestProcess> started = new ArrayDeque<>();
    private @Nullable AgentRunner watching;
    private String url = "";

    private DevNest(List<Project> projects, Mode mode, Path work, Terminal terminal) {
        this.work = work;
        List<ProjectStatus> all = new ArrayList<>();
        for (Project project : projects) {
            ProjectStatus status = new ProjectStatus(project.name(), terminal, clock, this::onChange);
            all.add(status);
            statusByFileName.put(ProjectBuild.fileName(project), status);
            statusByFileName.put(project.name() + ".conf", status);
            ProjectBuild build = new ProjectBuild(
                    project, mode, status, work.resolve("build").resolve(project.name()), cells());
            benches.add(new Bench(project, mode, status, new QuietPeriod(), build));
        }
        pages = new DevPages(all);
        pages.onChange();
    }

    /**
     * Starts all processes. The port is open on return; the projects are served as soon as they are built.
     *
     * @param fatal called when the nest cannot continue
     * @throws StartupException if a folder is not a project, a port is taken or a setting is unusable
     */
    static DevNest start(DevOptions options, Terminal terminal, FatalHandler fatal) throws StartupException {
        List<Project> projects = projects(options.directories());
        DevSettings settings = new DevSettings(options.settings(), options.debugged());
        settings.forEachWarning(warning -> terminal.print(terminal.toned(Tone.CHANGED, "dev: " + warning)));
        Path work;
        try {
            work = Files.createTempDirectory("cellnest-dev-");
        } catch (IOException e) {
            throw new StartupException("no folder for what is made: " + e.getMessage(), e);
        }
        DevNest nest = new DevNest(projects, options.mode(), work, terminal);
        try {
            nest.open(settings, terminal, fatal);
            return nest;
        } catch (StartupException | RuntimeException e) {
            nest.close();
            throw e;
        }
    }

    private static List<Project> projects(List<Path> directories) throws StartupException {
        List<Project> projects = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Path directory : directories) {
            Project project = Project.at(directory);
            if (!names.add(project.name())) {
                throw new StartupException(directory + ": another project is called " + project.name()
                        + " too (expected: one of each name)");
            }
            projects.add(project);
        }
        return projects;
    }

    private Path cells() {
        return work.resolve("cells");
    }

    private void open(DevSettings dev, Terminal terminal, FatalHandler fatal) throws StartupException {
        dev.require(Catalogue.CELL_DIRECTORY, cells());
        dev.require(Catalogue.CELL_WORK_DIRECTORY, work.resolve("work"));
        dev.require(Catalogue.GATEWAY_ACCESS_LOG, false);
        try {
            Files.createDirectories(cells());
        } catch (IOException e) {
            throw new StartupException("no folder for what is made: " + e.getMessage(), e);
        }
        AgentRunner runner = AgentRunner.start(
                "dev-watch",
                new ProjectWatcher(benches, clock),
                clock,
                () -> {},
                e -> fatal.onFatal("the watching thread has died: " + e, e));
        watching = runner;
        Settings settings = dev.resolve();
        SecurityCheck.check(settings, "router");
        Exposure.check(settings, "router");
        RouterProcess router = RouterProcess.start(settings, fatal);
        started.push(router);
        dev.requireRouter(router.frontEndpoint(), router.backEndpoint());
        if (!dev.isPortGiven()) {
            choosePort(dev, settings, terminal);
        }
        settings = dev.resolve();
        SecurityCheck.check(settings, "cell");
        CellProcess cell = CellProcess.start(settings, fatal, new Listener());
        started.push(cell);
        pages.link(settings.value(Catalogue.GATEWAY_API_DOCS_PATH), router.opsUrl());
        SecurityCheck.check(settings, "gateway");
        Exposure.check(settings, "gateway");
        GatewayProcess gatewayProcess = GatewayProcess.start(settings, fatal, pages);
        started.push(gatewayProcess);
        url = "http://" + shownHost(settings.value(Catalogue.GATEWAY_HTTP_HOST)) + ":" + gatewayProcess.httpPort()
                + "/";
    }

    private static void choosePort(DevSettings dev, Settings settings, Terminal terminal) {
        int wished = settings.value(Catalogue.GATEWAY_HTTP_PORT);
        int port = Ports.freeFrom(settings.value(Catalogue.GATEWAY_HTTP_HOST), wished, wished + PORT_STEP);
        if (port != wished) {
            terminal.print(terminal.toned(
                    Tone.CHANGED, "Port " + wished + " is in use, so this is port " + port + " (--port chooses)."));
            dev.require(Catalogue.GATEWAY_HTTP_PORT, port);
        }
    }

    private static String shownHost(String host) {
        boolean everywhere = host.equals("0.0.0.0") || host.equals("::") || host.equals("*");
        if (everywhere || host.equals("127.0.0.1")) {
            return "localhost";
        }
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }

    /** Returns the URL of the gateway, with a slash at its end. */
    String url() {
        return url;
    }

    List<Project> projects() {
        return benches.stream().map(Bench::project).toList();
    }

    private void onChange() {
        pages.onChange();
    }

    /** Stops all processes, the last started first, and deletes the work folder. The close hooks of cells run. */
    @Override
    public void close() {
        AgentRunner runner = watching;
        if (runner != null) {
            runner.close();
        }
        while (!started.isEmpty()) {
            started.pop().stop();
        }
        try {
            Folders.delete(work);
        } catch (IOException e) {
            LOG.warn("{} cannot be deleted: {}", work, e.toString());
        }
    }

    private final class Listener implements DeployListener {
        @Override
        public void onServing(String fileName, List<RouteInfo> routes) {
            ProjectStatus status = statusByFileName.get(fileName);
            if (status != null) {
                status.onServing(routes);
            }
        }

        @Override
        public void onFailed(String fileName, String reason, @Nullable Throwable cause) {
            ProjectStatus status = statusByFileName.get(fileName);
            if (status != null) {
                status.onRefused(reason, cause);
            }
        }
    }
}
