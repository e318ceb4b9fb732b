package org.cellnest.runtime.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.cellnest.protocol.JarFailure;
import org.junit.jupiter.api.Test;

class DeployerProxyTest extends DeployTest {
    private int wakes;

    private long revisionAfterTurn() {
        cell.turn();
        return cell.revision();
    }

    @Test
    void announcesOnceMoreForAnyNumberOfCommands() {
        cell.settle();
        long before = cell.revision();
        cell.proxy().wakeBy(() -> wakes++);
        cell.proxy().announceAgain();
        cell.proxy().announceAgain();
        assertEquals(2, wakes);
        assertEquals(before, cell.revision(), "the deploying thread acts, not the caller");
        assertEquals(before + 1, revisionAfterTurn());
        assertEquals(before + 1, revisionAfterTurn());
    }

    @Test
    void reportsADeploymentThatEndsTheProcess() {
        cell.settle();
        cell.proxy().wakeBy(() -> wakes++);
        GuestExit exit = new GuestExit("orders", "GET /end", "orders-1", List.of("demo.End.end(End.java:1)"));
        cell.proxy().reportExit(exit);
        assertEquals(1, wakes);
        cell.turn();
        Announcement announcement = cell.board.current();
        List<JarFailure> failures = announcement == null ? List.of() : announcement.failures();
        assertEquals(
                List.of(exit.reason()),
                failures.stream().map(JarFailure::reason).toList());
        assertEquals("orders", failures.get(0).deployment());
    }
}
