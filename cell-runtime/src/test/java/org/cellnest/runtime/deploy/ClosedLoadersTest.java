package org.cellnest.runtime.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.cellnest.protocol.JarFailure;
import org.cellnest.runtime.deploy.leak.CollectionSentinel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClosedLoadersTest extends DeployTest {
    private static final int MAX_COLLECTIONS = 200;

    /** Keeps loaders as a cache of the host would. */
    private final List<Object> held = new ArrayList<>();

    @Test
    void namesALoaderThatACollectionHasSparedOnce() throws Exception {
        swap("orders-1.2.jar", "orders-1.3.jar");
        cell.classesCollected = true;
        cell.clock.advanceMs(29_000);
        cell.turn();
        assertEquals(List.of(), troubles());
        cell.clock.advanceMs(2_000);
        cell.turn();
        cell.turn();
        JarFailure leak = troubles().get(0);
        assertEquals("orders", leak.deployment());
        assertEquals("", leak.file());
        assertTrue(
                leak.reason().startsWith("orders 1.2 (orders-1.2.jar) was closed and stays in memory; what holds it"),
                leak::reason);
        assertEquals(1, cell.closed().leaked());
        long revision = cell.revision();
        cell.clock.advanceMs(60_000);
        cell.turn();
        assertEquals(List.of(leak), troubles());
        assertEquals(revision, cell.revision());
    }

    @Test
    void blamesNobodyBeforeClassesWereCollected() throws Exception {
        swap("orders-1.2.jar", "orders-1.3.jar");
        cell.clock.advanceMs(3_600_000);
        cell.turn();
        cell.turn();
        assertEquals(List.of(), troubles());
        assertEquals(1, cell.closed().closed());
        assertEquals(0, cell.closed().leaked());
    }

    @Test
    void namesTheThreadWhoseLocalHoldsIt() throws Exception {
        @SuppressWarnings("ThreadLocalUsage") // what is tested
        ThreadLocal<Object> local = new ThreadLocal<>();
        TestJars.answering("one").writeTo(cell.file("orders-1.2.jar"));
        cell.settle();
        local.set(loader().loadClass("demo.Version").getConstructor().newInstance());
        TestJars.answering("two").writeTo(cell.file("orders-1.3.jar"));
        cell.settle();
        cell.classesCollected = true;
        rest();
        String reason = troubles().get(0).reason();
        assertTrue(
                reason.contains("held by a ThreadLocal of thread "
                        + Thread.currentThread().getName() + " (demo.Version)"),
                reason);
        local.remove();
        awaitCollected();
    }

    @Test
    void takesTheReportBackOnceTheLoaderIsCollected() throws Exception {
        swap("orders-1.2.jar", "orders-1.3.jar");
        cell.classesCollected = true;
        rest();
        assertEquals(1, troubles().size());
        held.clear();
        awaitCollected();
        assertEquals(0, cell.closed().closed());
        assertEquals(0, cell.closed().leaked());
    }

    @Test
    void findsThatClassesWereCollected() {
        CollectionSentinel sentinel = CollectionSentinel.make();
        assertFalse(sentinel.getAsBoolean());
        for (int i = 0; i < MAX_COLLECTIONS && !sentinel.getAsBoolean(); i++) {
            System.gc();
        }
        assertTrue(sentinel.getAsBoolean());
    }

    private void swap(String first, String second) throws IOException {
        TestJars.answering("one").writeTo(cell.file(first));
        cell.settle();
        held.add(loader());
        TestJars.answering("two").writeTo(cell.file(second));
        cell.settle();
        assertEquals("two", cell.get("/version"));
    }

    private void rest() {
        cell.clock.advanceMs(31_000);
        cell.turn();
        cell.turn();
    }

    private void awaitCollected() throws InterruptedException {
        for (int i = 0; i < MAX_COLLECTIONS && !troubles().isEmpty(); i++) {
            ReferenceQueue<Object> queue = new ReferenceQueue<>();
            Reference<Object> garbage = new WeakReference<>(new Object(), queue);
            System.gc();
            // The JVM's own thread fills all queues in turn.
            assertSame(garbage, queue.remove(10_000));
            cell.turn();
        }
        assertEquals(List.of(), troubles());
    }

    private ClassLoader loader() {
        Deployment deployment = cell.deploymentOf("/version");
        assertNotNull(deployment);
        return deployment.loader();
    }

    private List<JarFailure> troubles() {
        @Nullable Announcement announcement = cell.board.current();
        return announcement == null ? List.of() : announcement.failures();
    }
}
