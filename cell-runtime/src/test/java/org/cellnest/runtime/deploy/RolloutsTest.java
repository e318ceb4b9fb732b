package org.cellnest.runtime.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.cellnest.protocol.DeploymentVerdict;
import org.cellnest.protocol.RouteInfo;
import org.cellnest.protocol.Welcome;
import org.cellnest.runtime.deploy.jar.WorkDirectory;
import org.cellnest.runtime.deploy.leak.ClosedLoaders;
import org.cellnest.runtime.deploy.leak.JvmRegistries;
import org.cellnest.runtime.deploy.watch.DeployDirectory;
import org.cellnest.runtime.handler.FlowSettings;
import org.cellnest.transport.ManualClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attempts that run, and whose results arrive, when the test says so. */
class RolloutsTest {
    private static final long STOP_LIMIT_NS = TimeUnit.SECONDS.toNanos(45);

    @TempDir
    Path root = Path.of("");

    private final ManualClock clock = new ManualClock();
    private final RegistrationBoard board = new RegistrationBoard();
    private final RegistrationBoard.View router = board.newView("r1", () -> {});
    private final Deque<Runnable> started = new ArrayDeque<>();
    private final Deque<Runnable> results = new ArrayDeque<>();
    private final List<Deployment> loaded = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final Attempts attempts = new Attempts();
    private Path folder = root;
    private WorkDirectory work;
    private LastGood lastGood;
    private Inventory inventory;
    private Deployments deployments;
    private Rollouts rollouts;

    private final class Attempts implements LoadAttempt.Results {
        @Override
        public void reportPrepared(LoadAttempt attempt, Prepared prepared) {
            results.add(() -> rollouts.onPrepared(attempt, prepared, clock.nanoTime()));
        }

        @Override
        public void reportLoaded(LoadAttempt attempt, Deployment deployment) {
            loaded.add(deployment);
            results.add(() -> rollouts.onLoaded(attempt, deployment));
        }

        @Override
        public void reportFailed(LoadAttempt attempt, LoadAttempt.Failure failure) {
            results.add(() -> rollouts.onFailed(attempt, failure, clock.nanoTime()));
        }
    }

    private final class Told implements DeployListener {
        @Override
        public void onServing(String fileName, List<RouteInfo> routes) {
            told.add("serving " + fileName);
        }

        @Override
        public void onFailed(String fileName, String reason, @Nullable Throwable cause) {
            told.add("failed " + fileName + ": " + reason);
        }
    }

    @BeforeEach
    void open() throws IOException {
        folder = Files.createDirectories(root.resolve("cells"));
        work = WorkDirectory.open(root.resolve("work"), folder);
        DeployDirectory directory = new DeployDirectory(folder);
        DeploySettings settings = new DeploySettings(
                folder,
                root.resolve("work"),
                "c1",
                16,
                12,
                2,
                1 << 20,
                250_000_000L,
                TimeUnit.SECONDS.toNanos(30),
                FlowSettings.defaults());
        ClosedLoaders closed = new ClosedLoaders(new JvmRegistries(), clock, () -> () -> false);
        lastGood = new LastGood(work.good());
        inventory = new Inventory(directory, lastGood, new FailureFiles(folder, "c1"), new Told(), clock);
        deployments = new Deployments(
                board,
                new RetiringDeployments(board, Runnable::run, settings.drainNs()),
                new DeploymentBound(board, 16, 12),
                List::of);
        rollouts = new Rollouts(
                inventory,
                lastGood,
                new LoadAttempts(directory, new DeploymentLoader(work, settings, clock, closed), attempts),
                new LoadQueue(started::add, 4, Deployer.LOAD_LIMIT_NS),
                deployments,
                new Told(),
                STOP_LIMIT_NS);
    }

    @AfterEach
    void close() throws IOException {
        deployments.all().forEach(Deployment::close);
        work.close();
    }

    private void put(String fileName, TestJars jar) throws IOException {
        jar.writeTo(folder.resolve(fileName));
        look();
    }

    /** Looks at the directory until its files are at rest, and starts the attempts that follow. */
    private void look() {
        for (int i = 0; i < 4; i++) {
            clock.advanceMs(250);
            inventory.look(clock.nanoTime()).forEach(rollouts::onChanged);
        }
        rollouts.onTurn(clock.nanoTime());
    }

    /** Runs the attempt that was started first; its result waits. */
    private void run() {
        started.remove().run();
    }

    private void deliver() {
        results.remove().run();
    }

    /** Announces the deployments to a router that accepts all of them. */
    private void announce() {
        deployments.publish();
        Announcement announcement = Objects.requireNonNull(router.onRegistering());
        List<DeploymentVerdict> verdicts = announcement.deployments().stream()
                .map(info -> DeploymentVerdict.accepted(info.name()))
                .toList();
        router.onWelcome(new Welcome("s", announcement.revision(), true, 1000, verdicts));
        deployments.onTurn(clock.nanoTime(), rollouts);
    }

    private Deployment serve(String fileName, TestJars jar) throws IOException {
        put(fileName, jar);
        run();
        deliver();
        if (slot().attempt() != null) { // nothing is there to stop
            assertFalse(rollouts.onTurn(clock.nanoTime()));
            run();
            deliver();
        }
        announce();
        return Objects.requireNonNull(slot().announced()).deployment();
    }

    private DeploymentSlot slot() {
        return Objects.requireNonNull(deployments.existing("orders"));
    }

    private LoadAttempt attempt() {
        return Objects.requireNonNull(slot().attempt());
    }

    private static TestJars stopFirst(String answer) {
        return TestJars.answering(answer)
                .source(
                        "demo.Setup",
                        "package demo; @org.cellnest.cell.StopFirst"
                                + " public class Setup implements org.cellnest.cell.CellSetup {"
                                + " public void setUp(org.cellnest.cell.CellContext context) {} }");
    }

    @Test
    void loadsAnnouncesAndKeepsAVersion() throws IOException {
        put("orders.jar", TestJars.answering("one"));
        assertFalse(rollouts.isIdle());
        run();
        deliver();
        assertTrue(rollouts.isIdle());
        assertNull(slot().attempt());
        assertEquals(DeploymentState.LOADED, loaded.get(0).state());
        assertNull(lastGood.kept("orders"), "it does not serve yet");
        announce();
        assertEquals(DeploymentState.SERVING, loaded.get(0).state());
        assertEquals(
                "orders.jar", Objects.requireNonNull(lastGood.kept("orders")).fileName());
        assertEquals(List.of("serving orders.jar"), told);
    }

    @Test
    void discardsAVersionThatWasOvertakenWhileItLoaded() throws IOException {
        put("orders.jar", TestJars.answering("one"));
        run();
        put("orders.jar", TestJars.answering("two"));
        deliver();
        assertNull(slot().announced());
        assertEquals(DeploymentState.RETIRING, loaded.get(0).state());
        run();
        deliver();
        assertSame(loaded.get(1), Objects.requireNonNull(slot().announced()).deployment());
    }

    @Test
    void takesNoNoticeOfTheFailureOfAnAttemptThatWasOvertaken() throws IOException {
        put("orders.jar", TestJars.answering("one"));
        LoadAttempt overtaken = attempt();
        put("orders.jar", TestJars.answering("two"));
        LoadAttempt latest = attempt();
        assertNotSame(overtaken, latest);
        rollouts.onFailed(overtaken, LoadAttempt.Failure.of("too late"), clock.nanoTime());
        assertSame(latest, attempt());
        assertEquals(List.of(), told);
    }

    @Test
    void givesUpAnAttemptAfterItsLimitAndNotBefore() throws IOException {
        put("orders.jar", TestJars.answering("one"));
        clock.advanceNs(Deployer.LOAD_LIMIT_NS);
        rollouts.onTurn(clock.nanoTime());
        assertNotNull(slot().attempt());
        clock.advanceNs(1);
        rollouts.onTurn(clock.nanoTime());
        assertNull(slot().attempt());
        assertTrue(rollouts.isIdle());
        assertEquals(List.of("failed orders.jar: its constructors, setup and start hooks took longer than 60 s"), told);
        run();
        deliver();
        assertNull(slot().announced(), "what loads after all is of no use");
        assertEquals(DeploymentState.RETIRING, loaded.get(0).state());
    }

    @Test
    void startsAVersionOnceItsPredecessorIsClosed() throws IOException {
        Deployment one = serve("orders.jar", stopFirst("one"));
        assertTrue(one.enter(), "a request that runs on");
        put("orders.jar", stopFirst("two"));
        run();
        deliver();
        assertTrue(attempt().isPrepared());
        assertNotNull(slot().paused());
        announce();
        assertTrue(rollouts.onTurn(clock.nanoTime()), "it waits");
        assertEquals(0, started.size());
        one.exit();
        deployments.onTurn(clock.nanoTime(), rollouts);
        assertEquals(DeploymentState.CLOSED, one.state());
        assertFalse(rollouts.onTurn(clock.nanoTime()));
        run();
        deliver();
        announce();
        assertEquals(DeploymentState.SERVING, loaded.get(1).state());
        assertNull(slot().paused());
    }

    @Test
    void startsAVersionAllTheSameAfterTheStopLimit() throws IOException {
        assertTrue(serve("orders.jar", stopFirst("one")).enter());
        put("orders.jar", stopFirst("two"));
        run();
        deliver();
        clock.advanceNs(STOP_LIMIT_NS);
        assertTrue(rollouts.onTurn(clock.nanoTime()));
        assertEquals(0, started.size());
        clock.advanceNs(1);
        assertFalse(rollouts.onTurn(clock.nanoTime()));
        assertEquals(1, started.size());
        rollouts.onTurn(clock.nanoTime());
        assertEquals(1, started.size(), "it is started once");
    }

    @Test
    void queuesAPreparedVersionOnceWhileOthersLoad() throws IOException {
        serve("orders.jar", stopFirst("one"));
        put("orders.jar", stopFirst("two"));
        run();
        for (int i = 1; i <= 4; i++) {
            put("parcels" + i + ".jar", TestJars.answering("other"));
        }
        deliver();
        announce();
        assertEquals(3, started.size(), "with the first of orders, as many as may run");
        rollouts.onTurn(clock.nanoTime());
        assertEquals(4, started.size());
        rollouts.onTurn(clock.nanoTime());
        assertEquals(4, started.size());
        assertTrue(attempt().isPrepared(), "it waits for its turn");
        failParcels("parcels1");
        failParcels("parcels2");
        rollouts.onTurn(clock.nanoTime());
        assertEquals(5, started.size());
        assertFalse(attempt().isPrepared(), "it runs");
    }

    private void failParcels(String name) {
        DeploymentSlot slot = Objects.requireNonNull(deployments.existing(name));
        LoadAttempt.Failure failure = LoadAttempt.Failure.of("by the test");
        rollouts.onFailed(Objects.requireNonNull(slot.attempt()), failure, clock.nanoTime());
    }

    @Test
    void discardsAPreparedVersionThatWasOvertaken() throws IOException {
        put("orders.jar", stopFirst("one"));
        LoadAttempt first = attempt();
        run();
        put("orders.jar", stopFirst("two"));
        deliver();
        assertFalse(first.isPrepared());
        try (var copies = Files.list(work.path().resolve("live"))) {
            assertEquals(0, copies.count(), "its copy is deleted");
        }
    }

    @Test
    void fallsBackToTheLastGoodVersionAndGivesUpWhereThatFailsToo() throws IOException {
        serve("orders.jar", stopFirst("one"));
        put("orders.jar", stopFirst("two"));
        run();
        deliver();
        rollouts.onFailed(attempt(), LoadAttempt.Failure.of("broken"), clock.nanoTime());
        assertEquals(Source.LAST_GOOD, attempt().source());
        assertNotNull(slot().paused(), "its routes stay announced");
        told.remove("serving orders.jar");
        assertEquals(List.of("failed orders.jar: broken"), told);
        rollouts.onFailed(attempt(), LoadAttempt.Failure.of("broken too"), clock.nanoTime());
        assertNull(slot().attempt());
        assertNull(slot().paused());
        assertEquals(List.of("failed orders.jar: broken"), told, "no file of the directory is to blame");
    }

    @Test
    void retriesAFailureThatMayPassAndNoOther() throws IOException {
        put("orders.jar", TestJars.answering("one"));
        rollouts.onFailed(attempt(), new LoadAttempt.Failure("no room", null, true), clock.nanoTime());
        assertNull(slot().attempt());
        clock.advanceNs(Retries.FIRST_NS - 1);
        rollouts.retry(clock.nanoTime());
        assertNull(slot().attempt());
        clock.advanceNs(1);
        rollouts.retry(clock.nanoTime());
        rollouts.onFailed(attempt(), LoadAttempt.Failure.of("broken"), clock.nanoTime());
        clock.advanceNs(Retries.LONGEST_NS);
        rollouts.retry(clock.nanoTime());
        assertNull(slot().attempt());
    }

    @Test
    void retriesNoDeploymentThatIsGone() throws IOException {
        put("orders.jar", TestJars.answering("one"));
        rollouts.onFailed(attempt(), new LoadAttempt.Failure("no room", null, true), clock.nanoTime());
        Files.delete(folder.resolve("orders.jar"));
        look();
        assertNull(deployments.existing("orders"));
        clock.advanceNs(Retries.LONGEST_NS);
        rollouts.retry(clock.nanoTime());
        assertNull(deployments.existing("orders"));
    }

    @Test
    void retriesRejectedSourcesOfOtherDeployments() throws IOException {
        put("orders.jar", TestJars.answering("one"));
        rollouts.onFailed(attempt(), LoadAttempt.Failure.of("broken"), clock.nanoTime());
        rollouts.retryRejected(Set.of("orders"));
        assertNull(slot().attempt());
        rollouts.retryRejected(Set.of("parcels"));
        assertNotNull(slot().attempt());
    }

    @Test
    void keepsAnErrorOfOneDeploymentFromTheOthers() throws IOException {
        Deployment one = serve("orders.jar", TestJars.answering("one"));
        one.become(DeploymentState.RETIRING, "by the test, so that its removal fails");
        Files.delete(folder.resolve("orders.jar"));
        put("parcels.jar", TestJars.answering("other"));
        assertNotNull(Objects.requireNonNull(deployments.existing("parcels")).attempt());
    }
}
