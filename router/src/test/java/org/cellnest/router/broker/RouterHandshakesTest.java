package org.cellnest.router.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.cellnest.buffer.Slice;
import org.cellnest.protocol.BatchWriter;
import org.cellnest.protocol.Heartbeat;
import org.cellnest.protocol.Limits;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.PeerKind;
import org.cellnest.protocol.Register;
import org.cellnest.protocol.Reject;
import org.cellnest.protocol.Routes;
import org.junit.jupiter.api.Test;

/** What registrations on their way may cost. The nest of these tests fails when a record waits with its batch. */
class RouterHandshakesTest {
    private final TestNest nest = TestNest.ready();

    @Test
    void takesARegistrationOutOfTheBatchItCameIn() {
        int connection = nest.connect();
        nest.frame(connection, batch(Heartbeat.of(1), register(1, 1), new Routes(1, 1, List.of()), Heartbeat.of(2)));
        assertEquals(1, nest.broker.status().cells());
    }

    @Test
    void boundsHowManySmallRegistrationsWaitToBeParsed() {
        int connection = nest.connect();
        nest.say(connection, register(1, 0));
        nest.received(connection);
        nest.parserStopped = true;
        Message[] registrations = new Message[64];
        for (int i = 0; i < registrations.length; i++) {
            registrations[i] = register(i + 2, 0);
        }
        byte[] frame = batch(registrations);
        int frames = 0;
        List<Message> told = List.of();
        while (told.isEmpty()) {
            assertTrue(++frames < 2048, "131072 registrations wait");
            nest.broker.onFrame(connection, Slice.of(frame.clone()), nest.nowNs);
            nest.broker.flush(nest.nowNs);
            told = nest.received(connection);
        }
        assertEquals("busy", ((Reject) told.get(0)).code());
        assertEquals(0, nest.broker.status().cells());
    }

    private static Register register(long revision, int pages) {
        return Register.of(PeerKind.CELL, "c", "i")
                .revision(revision)
                .concurrency(1)
                .routesPages(pages)
                .build();
    }

    private static byte[] batch(Message... messages) {
        BatchWriter writer = new BatchWriter(Limits.DEFAULT);
        for (Message message : messages) {
            MessageCodec.encode(message, writer);
        }
        byte[] frame = writer.poll();
        assertNotNull(frame);
        return frame;
    }
}
