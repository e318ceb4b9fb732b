package org.cellnest.router.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionTest {
    private final GatewaySession gateway = SessionFixture.gateway();
    private final CellSession cell = SessionFixture.cell(1);

    @Test
    void isWelcomedOnce() {
        assertFalse(cell.isWelcomed());
        assertTrue(cell.welcome());
        assertTrue(cell.isWelcomed());
        assertFalse(cell.welcome());
    }

    @Test
    void endsOnceWelcomedOrNot() {
        cell.end();
        assertTrue(cell.isEnded());
        assertFalse(cell.welcome());
        assertEquals(
                "cell id: ENDED to ENDED",
                assertThrows(IllegalStateException.class, cell::end).getMessage());
        gateway.welcome();
        gateway.end();
        assertFalse(gateway.isWelcomed());
    }

    @Test
    void missesEachPeriodInWhichNothingIsHeard() {
        cell.welcome();
        assertEquals(0, cell.endPeriod(false, true), "its WELCOME begins the first period");
        assertEquals(1, cell.endPeriod(false, true));
        assertEquals(2, cell.endPeriod(false, true));
        cell.onHeard(7);
        assertEquals(7, cell.heardNs());
        assertEquals(0, cell.endPeriod(false, true));
    }

    @Test
    void isNotBlamedForTheSilenceThatTheRouterCauses() {
        cell.welcome();
        cell.endPeriod(false, true);
        assertEquals(1, cell.endPeriod(false, true));
        assertEquals(1, cell.endPeriod(false, false), "the router was stopped");
        assertEquals(0, cell.endPeriod(true, true), "the router did not read");
    }

    @Test
    void givesEachLaneOfAGatewayAnOutbox() {
        Connection lane = new Connection(2);
        assertTrue(gateway.join(1, lane));
        assertEquals(Set.of(1, 2), gateway.connections());
        assertNotSame(gateway.outbox, lane.outbox());
        assertEquals(List.of(lane.outbox()), gateway.laneOutboxes());
        Connection same = new Connection(3);
        assertFalse(gateway.join(1, same));
        assertNull(same.session());
        assertEquals(Set.of(1, 2), gateway.connections());
    }

    @Test
    void sendsACellEverythingOnItsPrimary() {
        Connection lane = new Connection(2);
        assertTrue(cell.join(1, lane));
        assertNull(lane.outbox());
        assertEquals(List.of(), cell.laneOutboxes());
    }

    @Test
    void givesADrainedOrDrainingCellNothingNew() {
        assertTrue(cell.hasRoom());
        cell.drain();
        assertFalse(cell.hasRoom());
        assertTrue(cell.resume());
        assertFalse(cell.resume());
        assertTrue(cell.hasRoom());
        assertTrue(cell.startDraining());
        assertFalse(cell.startDraining());
        assertFalse(cell.hasRoom());
    }
}
