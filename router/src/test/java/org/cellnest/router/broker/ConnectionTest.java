package org.cellnest.router.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.cellnest.protocol.Heartbeat;
import org.cellnest.protocol.MessageCodec;
import org.junit.jupiter.api.Test;

class ConnectionTest {
    private final Connection connection = new Connection(7);
    private final GatewaySession gateway = SessionFixture.gateway();

    @Test
    void becomesALaneOfOneSessionOnly() {
        assertNull(connection.session());
        connection.join(gateway, gateway.outbox);
        assertSame(gateway, connection.session());
        assertSame(gateway.outbox, connection.outbox());
        IllegalStateException again =
                assertThrows(IllegalStateException.class, () -> connection.join(gateway, gateway.outbox));
        assertEquals("connection 7: LANE to LANE", again.getMessage());
    }

    @Test
    void isNoLaneOnceItIsClosed() {
        connection.close();
        connection.close();
        assertTrue(connection.isClosed());
        IllegalStateException late =
                assertThrows(IllegalStateException.class, () -> connection.join(gateway, gateway.outbox));
        assertEquals("connection 7: CLOSED to LANE", late.getMessage());
        assertNull(connection.session());
    }

    @Test
    void isQuietFromTheAnswerToDrainUntilItsEnd() {
        connection.onDrained();
        assertFalse(connection.isQuiet(), "a stranger has no DRAIN to answer");
        connection.join(gateway, gateway.outbox);
        assertFalse(connection.isQuiet());
        connection.onDrained();
        connection.onDrained();
        assertTrue(connection.isQuiet());
        connection.close();
        assertSame(gateway, connection.session(), "the end of a lane ends its session");
    }

    @Test
    void forgetsTheHandshakeThatIsOverButNotOneThatHasBegunSince() {
        RouterHandshake first = handshake();
        RouterHandshake second = handshake();
        connection.begin(first);
        connection.begin(second);
        connection.forget(first);
        assertSame(second, connection.handshake());
        connection.forget(second);
        assertNull(connection.handshake());
    }

    private RouterHandshake handshake() {
        return new RouterHandshake(connection, 1, MessageCodec.record(Heartbeat.of(1)), true, 0);
    }
}
