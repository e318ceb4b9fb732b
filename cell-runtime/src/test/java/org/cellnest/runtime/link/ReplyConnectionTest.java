package org.cellnest.runtime.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cellnest.buffer.Slice;
import org.cellnest.process.logging.ProcessLogging;
import org.cellnest.protocol.Batch;
import org.cellnest.protocol.Credit;
import org.cellnest.protocol.Data;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.Hello;
import org.cellnest.protocol.Limits;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.MessageType;
import org.cellnest.protocol.PeerKind;
import org.cellnest.protocol.ProtocolException;
import org.cellnest.protocol.Reply;
import org.cellnest.protocol.Reset;
import org.cellnest.protocol.Welcome;
import org.cellnest.protocol.WireRecord;
import org.cellnest.runtime.deploy.RegistrationBoard;
import org.cellnest.session.Identity;
import org.cellnest.transport.Inbound;
import org.cellnest.transport.ManualClock;
import org.cellnest.transport.NativeTransport;
import org.cellnest.transport.RouterSocket;
import org.cellnest.transport.RouterSocketSettings;
import org.cellnest.transport.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The order in which a second connection sends what waits; one thread for both ends. */
@Tag("transport")
@Timeout(60)
class ReplyConnectionTest {
    private static final Hello HELLO = new Hello(1, "r", "i", 1_000, 3, false, Limits.DEFAULT);
    private static final CellStreams STREAMS = new CellStreams(10, 1 << 20);

    private final Transport transport = new NativeTransport();
    private final RouterSocket router = RouterSocket.open(
            RouterSocketSettings.on("tcp://127.0.0.1:*"),
            MessageCodec.encode(HELLO),
            transport,
            Transport.DEFAULT_CHUNK_BYTES);
    private final Inbound inbound = new Inbound();
    private final SessionExchanges session = FlowFixture.session();
    private final ReplyConnection connection = ReplyConnection.open(setup(), session);

    private LinkSetup setup() {
        return new LinkSetup(
                router.boundEndpoints().get(0),
                new Identity(PeerKind.CELL, "c", "i", 1, Map.of(), null, false),
                1 << 20,
                transport,
                new ManualClock(),
                () -> new byte[32],
                new RegistrationBoard(),
                new Concurrency(10, () -> {}),
                STREAMS,
                new CellMetrics(() -> 0, () -> 0, () -> 0, STREAMS),
                new LogLevels(ProcessLogging.levels(), () -> {}));
    }

    @AfterEach
    void close() {
        connection.close();
        router.close();
        transport.close();
    }

    private List<WireRecord> receive() {
        try {
            return router.receive(inbound, 5) && inbound.kind() == Inbound.Kind.FRAME
                    ? Batch.parse(inbound.frame().toByteArray(), Limits.DEFAULT)
                    : List.of();
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
    }

    private void join() {
        while (!session.isLaneJoined()) {
            connection.takeInput();
            for (WireRecord record : receive()) {
                assertEquals(MessageType.JOIN, record.type());
                router.send(inbound.connection(), MessageCodec.encode(new Welcome("s", 1, true, 0, List.of())));
            }
        }
    }

    private static Data data(long offset, int bytes) {
        return new Data(1, Flags.MORE, offset, Slice.of(new byte[bytes]));
    }

    @Test
    void sendsBodiesAfterAllOtherRecords() {
        join();
        FlowOutbox.Queue queue = new FlowOutbox.Queue();
        session.flows().add(queue, data(0, 60_000));
        session.flows().add(queue, data(60_028, 100));
        session.offer(new Reply(2, 0, 200, Fields.EMPTY, Slice.of(new byte[50_000])));
        session.offer(new Credit(3, 65_536));
        session.offer(new Reset(4, Reset.YOURS, ErrorCode.NOT_READ, ""));
        session.offer(new Reply(4, 0, 200, Fields.EMPTY, Slice.EMPTY));
        connection.gather();
        assertEquals(2, connection.gatherFlows());
        List<String> order = new ArrayList<>();
        while (order.size() < 6) {
            connection.flush();
            receive().forEach(record -> order.add(record.type() + " " + record.exchange()));
        }
        assertEquals(List.of("CREDIT 3", "RESET 4", "REPLY 4", "REPLY 2", "DATA 1", "DATA 1"), order);
    }

    @Test
    void takesABoundedPortionOfBodiesAtATime() {
        join();
        FlowOutbox.Queue queue = new FlowOutbox.Queue();
        for (int i = 0; i < 12; i++) {
            session.flows().add(queue, data(i * 65_000L, 65_000 - 28));
        }
        assertEquals(5, connection.gatherFlows());
        int received = 0;
        while (received < 12) {
            connection.flush();
            received += receive().size();
            connection.gatherFlows();
        }
        assertTrue(session.flows().isEmpty());
    }
}
