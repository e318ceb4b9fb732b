package org.cellnest.runtime.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.cellnest.protocol.JarFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StuckReportsTest extends DeployTest {
    @BeforeEach
    void open() throws IOException {
        TestJars.jar()
                .source(
                        "demo.Spin",
                        "package demo; public class Spin { static volatile boolean on = true;"
                                + " @org.cellnest.cell.Route(\"/spin\") public String spin() {"
                                + " while (on) Thread.onSpinWait(); return \"\"; }"
                                + " @org.cellnest.cell.Route(\"/stop\") public String stop() { on = false; return \"\"; } }")
                .writeTo(cell.file("spin.jar"));
        cell.settle();
    }

    @AfterEach
    void close() {
        cell.get("/stop");
    }

    @Test
    void tellsRoutersOfAStuckHandlerOnceAndTakesItBackWhenItEnds() {
        Deployment spin = cell.start("/spin");
        cell.clock.advanceMs(1_000 + 1_999);
        cell.turn();
        assertEquals(List.of(), troubles());
        cell.clock.advanceMs(500);
        cell.turn();
        JarFailure trouble = troubles().get(0);
        assertEquals("", trouble.file());
        assertEquals("spin", trouble.deployment());
        assertTrue(trouble.reason().startsWith("GET /spin (demo.Spin.spin()): a handler is stuck, "), trouble::reason);
        assertTrue(trouble.reason().contains("demo.Spin.spin(Spin.java"), trouble::reason);
        assertFalse(spin.executor().isSuspended());
        long revision = cell.revision();
        cell.clock.advanceMs(20_000);
        cell.turn();
        assertEquals(List.of(trouble), troubles());
        assertEquals(revision, cell.revision());
        cell.get("/stop");
        awaitNoneStuck(spin);
        assertEquals(List.of(), troubles());
    }

    @Test
    void tellsRoutersOfADeploymentThatTakesNothingMore() {
        cell.start("/spin");
        Deployment spin = cell.start("/spin");
        cell.clock.advanceMs(4_000);
        cell.turn();
        assertTrue(spin.executor().isSuspended());
        assertEquals(2, troubles().size());
        assertTrue(troubles().stream().anyMatch(trouble -> trouble.reason().startsWith("takes no more requests")));
        cell.get("/stop");
        awaitNoneStuck(spin);
        assertFalse(spin.executor().isSuspended());
        assertEquals(List.of(), troubles());
    }

    @Test
    void forgetsTheTroublesOfAVersionThatIsReplaced() throws IOException {
        cell.start("/spin");
        cell.clock.advanceMs(4_000);
        cell.turn();
        assertEquals(1, troubles().size());
        cell.get("/stop");
        TestJars.answering("two")
                .source("demo.Spin", "package demo; class Spin {}")
                .writeTo(cell.file("spin.jar"));
        cell.settle();
        assertEquals("two", cell.get("/version"));
        cell.look();
        cell.look();
        assertEquals(List.of(), troubles());
    }

    private void awaitNoneStuck(Deployment spin) {
        while (spin.executor().stuck() > 0) {
            Thread.onSpinWait();
        }
        cell.clock.advanceMs(500);
        cell.turn();
    }

    private List<JarFailure> troubles() {
        Announcement announcement = cell.board.current();
        return announcement == null ? List.of() : announcement.failures();
    }
}
