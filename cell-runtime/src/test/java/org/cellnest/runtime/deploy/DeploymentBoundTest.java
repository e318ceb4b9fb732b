package org.cellnest.runtime.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.cellnest.protocol.JarFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Of 16 requests a deployment has 12 while others serve beside it. */
@Timeout(60)
class DeploymentBoundTest extends DeployTest {
    private static final int MINUTE_MS = 60_000;

    @BeforeEach
    void open() throws IOException {
        TestJars.jar()
                .source(
                        "demo.Wait",
                        "package demo; public class Wait {"
                                + " static final java.util.concurrent.CountDownLatch end ="
                                + " new java.util.concurrent.CountDownLatch(1);"
                                + " @org.cellnest.cell.Route(\"/wait\") public String await() throws Exception {"
                                + " end.await(); return \"\"; }"
                                + " @org.cellnest.cell.Route(\"/end\") public String end() {"
                                + " end.countDown(); return \"\"; } }")
                .writeTo(cell.file("wait.jar"));
        cell.settle();
    }

    @AfterEach
    void close() {
        cell.get("/end");
    }

    @Test
    void announcesTheBoundOfADeploymentThatIsNotAlone() throws Exception {
        assertEquals(16, announced());
        TestJars.answering("one").writeTo(cell.file("orders.jar"));
        cell.settle();
        assertEquals(12, announced());
        Files.delete(cell.file("orders.jar"));
        cell.settle();
        assertEquals(16, announced());
    }

    @Test
    void holdsADeploymentToTheBoundOnceRoutersKnowIt() throws Exception {
        cell.routerAnswers = false;
        TestJars.answering("one").writeTo(cell.file("orders.jar"));
        cell.settle();
        Deployment waiting = start(12);
        assertFalse(waiting.executor().isFull());
        cell.routerAnswers = true;
        cell.turn();
        cell.turn();
        assertTrue(waiting.executor().isFull());
        Files.delete(cell.file("orders.jar"));
        cell.settle();
        assertFalse(waiting.executor().isFull());
    }

    @Test
    void tellsRoutersOfADeploymentThatIsFullForLongAndTakesItBack() throws Exception {
        Deployment waiting = start(16);
        cell.turn();
        cell.clock.advanceMs(500);
        cell.turn();
        cell.clock.advanceMs(4_999);
        cell.turn();
        assertEquals(List.of(), troubles());
        cell.clock.advanceMs(501);
        cell.turn();
        JarFailure trouble = troubles().get(0);
        assertEquals("wait", trouble.deployment());
        assertTrue(trouble.reason().startsWith("runs 16 requests, as many as it may here"), trouble::reason);
        cell.get("/end");
        while (waiting.executor().running() > 0) {
            Thread.onSpinWait();
        }
        cell.clock.advanceMs(500);
        cell.turn();
        assertEquals(List.of(trouble), troubles());
        cell.clock.advanceMs(5_000);
        cell.turn();
        assertEquals(List.of(), troubles());
    }

    private Deployment start(int requests) {
        Deployment started = null;
        for (int i = 0; i < requests; i++) {
            started = cell.submit("/wait", MINUTE_MS);
        }
        assertNotNull(started);
        return started;
    }

    private int announced() {
        Announcement announcement = cell.board.current();
        assertNotNull(announcement);
        return announcement.deploymentConcurrency();
    }

    private List<JarFailure> troubles() {
        Announcement announcement = cell.board.current();
        assertNotNull(announcement);
        return announcement.failures();
    }
}
