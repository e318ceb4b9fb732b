package org.cellnest.runtime;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.cellnest.buffer.Slice;
import org.cellnest.protocol.Batch;
import org.cellnest.protocol.BatchWriter;
import org.cellnest.protocol.DeploymentInfo;
import org.cellnest.protocol.DeploymentVerdict;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.Heartbeat;
import org.cellnest.protocol.Hello;
import org.cellnest.protocol.HttpVersion;
import org.cellnest.protocol.Limits;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.MessageType;
import org.cellnest.protocol.ProtocolException;
import org.cellnest.protocol.Register;
import org.cellnest.protocol.Request;
import org.cellnest.protocol.RouteInfo;
import org.cellnest.protocol.Routes;
import org.cellnest.protocol.Welcome;
import org.cellnest.protocol.WireRecord;
import org.cellnest.transport.Inbound;
import org.cellnest.transport.RouterSocket;
import org.cellnest.transport.RouterSocketSettings;
import org.cellnest.transport.Transport;

/** A router that does what a test tells it, in the test's own thread, over a real socket. */
final class FakeRouter implements AutoCloseable {
    private static final int HEARTBEAT_MS = 200;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(20);

    /** A record and the connection it came by. */
    record Received(int connection, WireRecord record) {
        Message message() {
            try {
                return MessageCodec.decode(record);
            } catch (ProtocolException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** A cell that has registered and joined. */
    record Cell(int primary, int lane, Register register, Map<String, Integer> numbersByTemplate) {
        int route(String template) {
            Integer number = numbersByTemplate.get(template);
            if (number == null) {
                throw new AssertionError("no route " + template + " among " + numbersByTemplate.keySet());
            }
            return number;
        }
    }

    private final Transport transport = TestTransport.open();
    private final RouterSocket socket;
    private final Inbound inbound = new Inbound();
    private final Deque<Received> waiting = new ArrayDeque<>();
    private final Limits limits;
    private final Set<Integer> primaries = new HashSet<>();
    private int sessions;
    private long beatNs = System.nanoTime();
    private long beats;

    FakeRouter() {
        this("tcp://127.0.0.1:*", false, Limits.DEFAULT);
    }

    FakeRouter(String endpoint, boolean keyRequired, Limits limits) {
        this.limits = limits;
        Hello hello = new Hello(1, "fake", "incarnation", HEARTBEAT_MS, 10, keyRequired, limits);
        socket = RouterSocket.open(
                RouterSocketSettings.on(endpoint),
                MessageCodec.encode(hello),
                transport,
                Transport.DEFAULT_CHUNK_BYTES);
    }

    String endpoint() {
        return socket.boundEndpoints().get(0);
    }

    /** The next record of a type, whatever else came before it. */
    Received next(MessageType type) {
        long untilNs = System.nanoTime() + PATIENCE_NS;
        while (System.nanoTime() - untilNs < 0) {
            for (Iterator<Received> iterator = waiting.iterator(); iterator.hasNext(); ) {
                Received received = iterator.next();
                if (received.record().type() == type) {
                    iterator.remove();
                    return received;
                }
            }
            beat();
            receive(50);
        }
        throw new AssertionError("no " + type + " came; waiting: " + waiting);
    }

    /** Sends a heartbeat to each welcomed cell when it is due, so that a slow machine makes no router silent. */
    private void beat() {
        long nowNs = System.nanoTime();
        if (nowNs - beatNs >= TimeUnit.MILLISECONDS.toNanos(HEARTBEAT_MS)) {
            beatNs = nowNs;
            beats++;
            primaries.forEach(primary -> send(primary, Heartbeat.of(beats)));
        }
    }

    /** The records of a type that have come and were not asked for; looks at the socket once. */
    List<Received> waiting(MessageType type) {
        receive(0);
        return waiting.stream()
                .filter(received -> received.record().type() == type)
                .toList();
    }

    private void receive(int timeoutMs) {
        if (!socket.receive(inbound, timeoutMs) || inbound.kind() != Inbound.Kind.FRAME) {
            return;
        }
        try {
            for (WireRecord record : Batch.parse(inbound.frame(), Limits.DEFAULT)) {
                waiting.add(new Received(inbound.connection(), record));
            }
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
    }

    /** Reads no more of a connection, or goes on. */
    void hold(int connection, boolean hold) {
        if (hold) {
            socket.holdReading(connection);
        } else {
            socket.resumeReading(connection);
        }
    }

    void send(int connection, Message message) {
        socket.send(connection, MessageCodec.encode(message));
    }

    /** Several messages in one batch. */
    void send(int connection, List<? extends Message> messages) {
        BatchWriter writer = new BatchWriter(limits);
        messages.forEach(message -> MessageCodec.encode(message, writer));
        byte[] frame;
        while ((frame = writer.poll()) != null) {
            socket.send(connection, frame);
        }
    }

    /** Welcomes the next cell that registers, and its second lane. */
    Cell accept() {
        Received registered = next(MessageType.REGISTER);
        Register register = (Register) registered.message();
        Map<String, Integer> numbers = routes(register);
        sessions++;
        welcome(registered.connection(), register);
        Received joined = next(MessageType.JOIN);
        send(joined.connection(), new Welcome("session-" + sessions, register.revision(), true, 0, List.of()));
        return new Cell(registered.connection(), joined.connection(), register, numbers);
    }

    /** Welcomes a later revision of a cell. */
    Cell acceptAgain(Cell cell) {
        Received registered = next(MessageType.REGISTER);
        Register register = (Register) registered.message();
        Map<String, Integer> numbers = routes(register);
        welcome(cell.primary(), register);
        return new Cell(cell.primary(), registered.connection(), register, numbers);
    }

    Map<String, Integer> routes(Register register) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        for (int page = 0; page < register.routesPages(); page++) {
            for (RouteInfo route : ((Routes) next(MessageType.ROUTES).message()).routes()) {
                numbers.put(route.methods().get(0) + " " + route.template(), route.number());
            }
        }
        return numbers;
    }

    void welcome(int connection, Register register) {
        primaries.add(connection);
        List<DeploymentVerdict> verdicts = new ArrayList<>();
        for (DeploymentInfo deployment : register.deployments()) {
            verdicts.add(DeploymentVerdict.accepted(deployment.name()));
        }
        send(connection, new Welcome("session-" + sessions, register.revision(), true, 0, verdicts));
    }

    static Request request(long exchange, int route, String path) {
        return new Request(
                exchange, 0, 30_000, route, "GET", false, HttpVersion.HTTP_1_1, path, "", Fields.EMPTY, Slice.EMPTY);
    }

    /** The same request, whose answer is to say where the time went. */
    static Request timed(Request request) {
        return with(Flags.TIMED, request);
    }

    /** The same request, whose answer is to say who gave it. */
    static Request named(Request request) {
        return with(Flags.NAMED, request);
    }

    /** The same request, whose body flows. */
    static Request flowing(Request request) {
        return with(Flags.MORE, request);
    }

    private static Request with(int flags, Request request) {
        return new Request(
                request.exchange(),
                flags,
                request.budgetMs(),
                request.route(),
                request.method(),
                request.https(),
                request.version(),
                request.path(),
                request.query(),
                request.fields(),
                request.body());
    }

    @Override
    public void close() {
        socket.close();
        transport.close();
    }
}
