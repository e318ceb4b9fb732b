package org.cellnest.runtime.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.cellnest.buffer.Slice;
import org.cellnest.protocol.DeploymentInfo;
import org.cellnest.protocol.DeploymentVerdict;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.HttpVersion;
import org.cellnest.protocol.JarFailure;
import org.cellnest.protocol.Request;
import org.cellnest.protocol.RouteInfo;
import org.cellnest.protocol.Welcome;
import org.cellnest.runtime.deploy.jar.WorkDirectory;
import org.cellnest.runtime.deploy.leak.ClosedLoaders;
import org.cellnest.runtime.deploy.leak.JvmRegistries;
import org.cellnest.runtime.deploy.watch.DeployDirectory;
import org.cellnest.runtime.handler.Execution;
import org.cellnest.runtime.handler.FlowSettings;
import org.cellnest.runtime.handler.ReplyContent;
import org.cellnest.runtime.handler.ReplySink;
import org.cellnest.transport.ManualClock;
import org.jspecify.annotations.Nullable;

/**
 * The deploying thread's work without the thread: a directory, a clock moved by hand, and a router that welcomes each
 * revision at once unless told otherwise. Cells' code is loaded and closed in the test's own thread.
 */
public final class DeployFixture implements AutoCloseable {
    public final Path directory;
    final ManualClock clock = new ManualClock();
    final RegistrationBoard board = new RegistrationBoard();
    final RegistrationBoard.View router = board.newView("r1", () -> {});
    final Map<String, String> refusals = new HashMap<>();
    boolean routerAnswers = true;
    /** Whether the JVM is said to have collected classes of late. */
    boolean classesCollected;

    private final Path workDirectory;
    private final Map<String, Integer> lastNumbers = new HashMap<>();
    private WorkDirectory work;
    /** What the listener was told, in order: {@code serving orders.jar /version}, {@code failed orders.jar: reason}. */
    final List<String> told = new ArrayList<>();

    private final DeployListener listener = new DeployListener() {
        @Override
        public void onServing(String fileName, List<RouteInfo> routes) {
            String templates = routes.stream().map(RouteInfo::template).collect(Collectors.joining(" "));
            told.add("serving " + fileName + " " + templates);
        }

        @Override
        public void onFailed(String fileName, String reason, @Nullable Throwable cause) {
            told.add("failed " + fileName + ": " + reason + (cause == null ? "" : " <- " + cause));
        }
    };

    private ClosedLoaders closed;
    private Deployer deployer;
    private long welcomed;

    public DeployFixture(Path root) throws IOException {
        directory = Files.createDirectories(root.resolve("cells"));
        workDirectory = root.resolve("work");
        work = WorkDirectory.open(workDirectory, directory);
        closed = newClosedLoaders();
        deployer = newDeployer();
    }

    private ClosedLoaders newClosedLoaders() {
        return new ClosedLoaders(new JvmRegistries(), clock, () -> () -> classesCollected);
    }

    private Deployer newDeployer() {
        DeploySettings settings = new DeploySettings(
                directory,
                workDirectory,
                "c1",
                16,
                12,
                2,
                1 << 20,
                TimeUnit.MILLISECONDS.toNanos(250),
                TimeUnit.SECONDS.toNanos(30),
                FlowSettings.defaults());
        return new Deployer(
                new DeployDirectory(directory),
                work,
                new DeploymentLoader(work, settings, clock, closed),
                closed,
                board,
                settings,
                listener,
                Runnable::run,
                clock);
    }

    DeployerProxy proxy() {
        return deployer.proxy();
    }

    ClosedLoaders closed() {
        return closed;
    }

    public Path file(String name) {
        return directory.resolve(name);
    }

    public Path failed(String name) {
        return directory.resolve(name + ".failed");
    }

    /** One look at the directory, and what the router says to what follows. */
    void look() {
        clock.advanceMs(250);
        turn();
    }

    void turn() {
        deployer.doWork(clock.nanoTime());
        answer();
        deployer.doWork(clock.nanoTime());
        answer();
    }

    /** Looks until everything that is at rest has been taken, and has begun to serve. */
    public void settle() {
        for (int i = 0; i < 4; i++) {
            look();
        }
    }

    /** Looks for long enough that failures are reported. */
    public void waitForReports() {
        for (int i = 0; i < 12; i++) {
            look();
        }
    }

    void answer() {
        Announcement announcement = board.current();
        if (routerAnswers && announcement != null && announcement.revision() > welcomed) {
            Announcement registered = router.onRegistering();
            if (registered != null) {
                welcome(registered);
            }
        }
    }

    private void welcome(Announcement announcement) {
        welcomed = announcement.revision();
        router.onWelcome(welcomeTo(announcement));
    }

    /** What a router with these refusals says to an announcement. */
    Welcome welcomeTo(@Nullable Announcement announcement) {
        if (announcement == null) {
            throw new AssertionError("nothing is announced");
        }
        List<DeploymentVerdict> verdicts = new ArrayList<>();
        for (DeploymentInfo info : announcement.deployments()) {
            String refusal = refusals.get(info.name() + " " + info.version());
            verdicts.add(
                    refusal == null
                            ? DeploymentVerdict.accepted(info.name())
                            : DeploymentVerdict.refused(info.name(), ErrorCode.ROUTE_CONFLICT, refusal, "/version"));
        }
        return new Welcome("s", announcement.revision(), true, 1000, verdicts);
    }

    public long revision() {
        Announcement announcement = board.current();
        return announcement == null ? 0 : announcement.revision();
    }

    /** The files that are announced not to serve. */
    public List<String> failures() {
        Announcement announcement = board.current();
        return announcement == null
                ? List.of()
                : announcement.failures().stream().map(JarFailure::file).toList();
    }

    /** Of each announced deployment, the files that are announced to stand by, a slash between two. */
    List<String> standby() {
        Announcement announcement = board.current();
        return announcement == null
                ? List.of()
                : announcement.deployments().stream()
                        .map(info -> info.meta().getOrDefault("standby", ""))
                        .toList();
    }

    /** The templates that are announced now. */
    List<String> templates() {
        Announcement announcement = board.current();
        return announcement == null
                ? List.of()
                : announcement.routes().stream().map(RouteInfo::template).toList();
    }

    /** What {@code GET} of an announced route answers; null if nobody announces it. */
    @Nullable
    public String get(String template) {
        Announcement announcement = board.current();
        if (announcement == null) {
            return null;
        }
        for (RouteInfo route : announcement.routes()) {
            if (route.template().equals(template)) {
                lastNumbers.put(template, route.number());
                return call(route.number(), template);
            }
        }
        return null;
    }

    /** What the route number that the last {@link #get} used answers. */
    @Nullable
    String getAsBefore(String template) {
        return call(lastNumbers.getOrDefault(template, 0), template);
    }

    /** What the first route of a deployment answers, by its number. */
    @Nullable
    String getAsBeforeOf(Deployment deployment) {
        return call(deployment.firstRoute(), "/version");
    }

    public @Nullable Deployment deploymentOf(String template) {
        Announcement announcement = board.current();
        if (announcement == null) {
            return null;
        }
        return announcement.routes().stream()
                .filter(route -> route.template().equals(template))
                .findFirst()
                .map(route -> deployer.deployments().routes().find(route.number()))
                .orElse(null);
    }

    /** Begins a request of 1 s that nobody waits for; returns once its handler runs. */
    Deployment start(String template) {
        Deployment deployment = Objects.requireNonNull(deploymentOf(template));
        long before = busy(deployment);
        submit(template, 1000);
        while (busy(deployment) == before) {
            Thread.onSpinWait();
        }
        return deployment;
    }

    /** Begins a request that nobody waits for, and does not wait for its handler either. */
    Deployment submit(String template, int budgetMs) {
        Deployment deployment = Objects.requireNonNull(deploymentOf(template));
        int number = deployment.routes().stream()
                .filter(route -> route.template().equals(template))
                .findFirst()
                .orElseThrow()
                .number();
        Execution execution =
                new Execution(deployment.method(number), request(number, template, budgetMs), (of, content) -> {});
        assertEquals(List.of(), deployment.executor().submit(List.of(execution)));
        return deployment;
    }

    /** How many of a deployment's threads run code of the test's jar. */
    private static long busy(Deployment deployment) {
        return deployment.executor().threads().stream()
                .filter(thread -> Arrays.stream(thread.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().startsWith("demo.")))
                .count();
    }

    /** The answer of a route, in a thread of its deployment, to a request with an id. */
    String ask(String template, String requestId) {
        Deployment deployment = Objects.requireNonNull(deploymentOf(template));
        int number = deployment.firstRoute();
        Fields fields = Fields.of("x-request-id", requestId);
        Request request = new Request(
                1, 0, 10_000, number, "GET", false, HttpVersion.HTTP_1_1, template, "", fields, Slice.EMPTY);
        CompletableFuture<ReplyContent> answer = new CompletableFuture<>();
        ReplySink sink = (of, content) -> answer.complete(content);
        deployment.executor().submit(List.of(new Execution(deployment.method(number), request, sink)));
        return new String(answer.join().body().toByteArray(), StandardCharsets.UTF_8);
    }

    private static Request request(int number, String path) {
        return request(number, path, 1000);
    }

    private static Request request(int number, String path, int budgetMs) {
        return new Request(
                1, 0, budgetMs, number, "GET", false, HttpVersion.HTTP_1_1, path, "", Fields.EMPTY, Slice.EMPTY);
    }

    private @Nullable String call(int number, String path) {
        Deployment deployment = deployer.deployments().routes().find(number);
        if (deployment == null || !deployment.enter()) {
            return null;
        }
        try {
            ReplyContent content = deployment
                    .method(number)
                    .invoke(request(number, path))
                    .toCompletableFuture()
                    .join();
            return new String(content.body().toByteArray(), StandardCharsets.UTF_8);
        } finally {
            deployment.exit();
        }
    }

    /** Ends the cell as a crash does, and starts it again. */
    void restart() throws IOException {
        close();
        router.onSessionEnd();
        welcomed = 0;
        work = WorkDirectory.open(workDirectory, directory);
        closed = newClosedLoaders();
        deployer = newDeployer();
    }

    Path workFolder() {
        return work.path();
    }

    @Override
    public void close() throws IOException {
        deployer.onClose();
        deployer.deployments().all().forEach(Deployment::close);
        work.close();
    }
}
