package org.cellnest.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.cellnest.buffer.Slice;
import org.cellnest.protocol.Batch;
import org.cellnest.protocol.DeploymentInfo;
import org.cellnest.protocol.ExchangeId;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.HttpVersion;
import org.cellnest.protocol.Limits;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.MessageType;
import org.cellnest.protocol.PeerKind;
import org.cellnest.protocol.ProtocolException;
import org.cellnest.protocol.Register;
import org.cellnest.protocol.Request;
import org.cellnest.protocol.RouteInfo;
import org.cellnest.protocol.Routes;
import org.cellnest.protocol.WireRecord;
import org.cellnest.router.broker.Broker;
import org.cellnest.router.broker.BrokerEvents;
import org.cellnest.router.broker.BrokerSettings;
import org.cellnest.router.broker.TestNest;
import org.cellnest.transport.Link;
import org.cellnest.transport.LinkEvent;
import org.cellnest.transport.LinkSettings;
import org.cellnest.transport.ManualClock;
import org.cellnest.transport.NativeTransport;
import org.cellnest.transport.RouterSocket;
import org.cellnest.transport.RouterSocketSettings;
import org.cellnest.transport.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Turns of the broker over real connections, each run by the test, on a clock that the test moves. */
class BrokerAgentTest {
    private static final int MAX_TURNS = 1_000;

    private final BrokerSettings settings = new TestNest().settings;
    private final ManualClock clock = new ManualClock();
    private final Transport transport = new NativeTransport();
    private final Map<Link, List<WireRecord>> received = new HashMap<>();
    private RouterSocket socket;
    private BrokerAgent agent;
    private Link gateway;
    private Link cell;

    @BeforeEach
    void connect() throws Exception {
        socket = RouterSocket.open(
                RouterSocketSettings.on("tcp://127.0.0.1:0", "tcp://127.0.0.1:0"),
                MessageCodec.encode(Broker.hello(settings)),
                transport,
                Transport.DEFAULT_CHUNK_BYTES);
        agent = new BrokerAgent(socket, settings, new BrokerEvents() {}, null, clock, new Random(1));
        gateway = join(0, Register.of(PeerKind.GATEWAY, "g", "g-1").build());
        cell = join(
                1,
                Register.of(PeerKind.CELL, "c", "c-1")
                        .concurrency(4)
                        .deployments(List.of(new DeploymentInfo("app", "1", "", Map.of())))
                        .routesPages(1)
                        .build(),
                new Routes(
                        1, 1, List.of(new RouteInfo("app", 1, "/x", List.of("GET"), 0, null, false, "", List.of()))));
    }

    @AfterEach
    void disconnect() {
        gateway.close();
        cell.close();
        socket.close();
        transport.close();
    }

    @Test
    void dispatchesWhatItsGatewayWaitsFor() {
        ask();
        turnUntil("the cell has it", () -> has(cell, MessageType.REQUEST));
    }

    /** The wait for input is where a router is most of its time, and so where a stop finds it. */
    @Test
    void dispatchesNothingOfAGatewayThatLeftWhileTheRouterWasStopped() {
        long stoppedNs = clock.nanoTime();
        ask();
        gateway.close();
        clock.advanceMs(2_500);
        agent.doWork(stoppedNs);
        turnUntil("the gateway has left", () -> agent.status().gateways() == 0);
        for (int i = 0; i < 20; i++) {
            turn();
        }
        assertTrue(!has(cell, MessageType.REQUEST), "dispatched for nobody");
        assertEquals(1, agent.status().cells());
    }

    private void ask() {
        gateway.send(MessageCodec.encode(new Request(
                ExchangeId.of(1, 0),
                0,
                0,
                0,
                "GET",
                false,
                HttpVersion.HTTP_1_1,
                "/x",
                "",
                Fields.EMPTY,
                Slice.EMPTY)));
        while (gateway.hasUnsent()) {
            gateway.flush();
        }
    }

    private Link join(int listener, Message... registration) {
        Link link = Link.open(socket.boundEndpoints().get(listener), LinkSettings.defaults(), transport);
        received.put(link, new ArrayList<>());
        turnUntil("HELLO", () -> has(link, MessageType.HELLO));
        for (Message message : registration) {
            link.send(MessageCodec.encode(message));
        }
        turnUntil("WELCOME", () -> has(link, MessageType.WELCOME));
        return link;
    }

    private boolean has(Link link, MessageType type) {
        return received.getOrDefault(link, List.of()).stream().anyMatch(record -> record.type() == type);
    }

    private void turnUntil(String what, BooleanSupplier condition) {
        for (int turns = 0; !condition.getAsBoolean(); turns++) {
            assertTrue(turns < MAX_TURNS, what);
            turn();
        }
    }

    private void turn() {
        socket.waker().wake(); // no turn waits
        agent.doWork(clock.nanoTime());
        clock.advanceMs(1);
        received.forEach(BrokerAgentTest::read);
    }

    private static void read(Link link, List<WireRecord> into) {
        try {
            while (link.receive(1) == LinkEvent.FRAME) {
                into.addAll(Batch.parse(link.frame(), Limits.DEFAULT));
            }
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
    }
}
