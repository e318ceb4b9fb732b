package org.cellnest.gateway;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.cellnest.buffer.Bytes;
import org.cellnest.buffer.Slice;
import org.cellnest.protocol.Batch;
import org.cellnest.protocol.BatchWriter;
import org.cellnest.protocol.Cancel;
import org.cellnest.protocol.Challenge;
import org.cellnest.protocol.Credit;
import org.cellnest.protocol.Data;
import org.cellnest.protocol.Deadline;
import org.cellnest.protocol.Drain;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.Goodbye;
import org.cellnest.protocol.Heartbeat;
import org.cellnest.protocol.Hello;
import org.cellnest.protocol.Join;
import org.cellnest.protocol.KeyHint;
import org.cellnest.protocol.KeyProof;
import org.cellnest.protocol.Limits;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.PeerKind;
import org.cellnest.protocol.ProtocolException;
import org.cellnest.protocol.Prove;
import org.cellnest.protocol.Refuse;
import org.cellnest.protocol.Register;
import org.cellnest.protocol.Reject;
import org.cellnest.protocol.Reply;
import org.cellnest.protocol.Request;
import org.cellnest.protocol.Reset;
import org.cellnest.protocol.Welcome;
import org.cellnest.protocol.WireRecord;
import org.cellnest.transport.Agent;
import org.cellnest.transport.AgentRunner;
import org.cellnest.transport.Inbound;
import org.cellnest.transport.Mailbox;
import org.cellnest.transport.RouterSocket;
import org.cellnest.transport.RouterSocketSettings;
import org.cellnest.transport.SendResult;
import org.cellnest.transport.SystemClock;
import org.cellnest.transport.Transport;
import org.jspecify.annotations.Nullable;

/** A router that answers as it is told, or misbehaves in one of the ways that have a name. */
public final class FakeRouter implements Agent, AutoCloseable {
    /** How it misbehaves. */
    enum Fault {
        /** Greets, and never says WELCOME. */
        NO_WELCOME,
        /** Welcomes, and never lets a lane join. */
        NO_LANES,
        /** Sends no heartbeats. */
        SILENT,
        /** Claims to know the key and proves it wrongly. */
        WRONG_PROOF,
        /** Says that it needs no key. */
        NO_KEY_ASKED
    }

    /** A request and where it came from. */
    public record Asked(String session, Request request) {}

    private static final int HEARTBEAT_MS = 100;
    /** Of heartbeats, until it counts as gone: a second, since a machine may have more to do than its tests. */
    private static final int MISSED = 10;

    private static final KeyProof WRONG = new KeyProof("another key altogether");

    private final Transport transport = TestTransport.open();
    private final RouterSocket socket;
    private final AgentRunner runner;
    private final Mailbox<Runnable> wishes;
    private final Inbound inbound = new Inbound();
    private final Set<Fault> faults;
    private final @Nullable KeyProof key;
    private final int maxOutstanding;
    private final Limits limits;
    private final Function<Request, @Nullable Reply> handler;
    /** Takes the records of bodies that flow; null: they are collected. */
    private final @Nullable Consumer<Message> onFlow;

    private final Map<Long, CollectedBody> collected = new HashMap<>();
    private final Map<Integer, String> sessionsByConnection = new HashMap<>();
    private final Map<String, Integer> primariesBySession = new HashMap<>();
    private final Map<String, List<Integer>> lanesBySession = new HashMap<>();
    /** Where each answer has to go. */
    private final Map<Long, Integer> lanesByExchange = new HashMap<>();

    private int lastLane;
    private volatile boolean dead;
    private volatile Map<String, Long> lastCounters = Map.of();
    private final Map<Integer, WireRecord> openingsByConnection = new HashMap<>();
    private final Map<Integer, byte[]> noncesByConnection = new HashMap<>();
    private final Map<Integer, Deque<byte[]>> unsentByConnection = new HashMap<>();
    private final byte[] routerNonce = new byte[KeyProof.NONCE_BYTES];
    private String gatewayId = "";
    private String incarnation = "";
    /** The registration of the last gateway. */
    volatile @Nullable Register registered;

    private long nextHeartbeatNs;
    private long sequence;
    private int sessions;

    public final Queue<Asked> asked = new ConcurrentLinkedQueue<>();
    final Queue<Cancel> cancels = new ConcurrentLinkedQueue<>();
    final AtomicInteger goodbyes = new AtomicInteger();
    /** Answers to DRAIN, one for each lane. */
    final AtomicInteger drains = new AtomicInteger();

    final AtomicInteger joins = new AtomicInteger();
    final AtomicInteger largestBatch = new AtomicInteger();

    private FakeRouter(Builder builder) {
        faults = builder.faults;
        key = builder.key;
        maxOutstanding = builder.maxOutstanding;
        handler = builder.handler;
        onFlow = builder.onFlow;
        Limits known = Limits.DEFAULT.withMaxMessageBytes(builder.maxMessageBytes);
        limits = builder.takesFlows
                ? known
                : new Limits(
                        known.maxMessageBytes(),
                        known.maxBatchRecords(),
                        known.maxBatchBytes(),
                        known.maxRoutesPageBytes(),
                        known.maxRoutesPages(),
                        0);
        new SecureRandom().nextBytes(routerNonce);
        Hello hello = new Hello(
                1, "fake", "1", HEARTBEAT_MS, MISSED, key != null && !faults.contains(Fault.NO_KEY_ASKED), limits);
        socket = RouterSocket.open(
                RouterSocketSettings.on("tcp://127.0.0.1:" + builder.port),
                MessageCodec.encode(hello),
                transport,
                Transport.DEFAULT_CHUNK_BYTES);
        wishes = new Mailbox<>(1024, socket.waker()::wake);
        runner = AgentRunner.start(
                "fake-router", this, SystemClock.INSTANCE, socket.waker()::wake, e -> e.printStackTrace());
    }

    public static Builder builder() {
        return new Builder();
    }

    public static final class Builder {
        private final Set<Fault> faults = EnumSet.noneOf(Fault.class);
        private @Nullable KeyProof key;
        private int port;
        private int maxOutstanding = 1024;
        private int maxMessageBytes = Limits.DEFAULT.maxMessageBytes();
        private Function<Request, @Nullable Reply> handler = FakeRouter::echo;
        private @Nullable Consumer<Message> onFlow;
        private boolean takesFlows = true;

        Builder fault(Fault fault) {
            faults.add(fault);
            return this;
        }

        Builder key(String secret) {
            key = new KeyProof(secret);
            return this;
        }

        Builder port(int wanted) {
            port = wanted;
            return this;
        }

        Builder maxOutstanding(int max) {
            maxOutstanding = max;
            return this;
        }

        Builder maxMessageBytes(int max) {
            maxMessageBytes = max;
            return this;
        }

        /** What to answer; null: nothing for now. Called on the router's thread. */
        public Builder answering(Function<Request, @Nullable Reply> with) {
            handler = with;
            return this;
        }

        /** Takes DATA, CREDIT, RESET and CANCEL, on the router's thread. */
        Builder flowing(Consumer<Message> with) {
            onFlow = with;
            return this;
        }

        /** As a router that knows no bodies that flow. */
        Builder withoutFlows() {
            takesFlows = false;
            return this;
        }

        public FakeRouter start() {
            return new FakeRouter(this);
        }
    }

    /** 200, with the path and the body. */
    public static Reply echo(Request request) {
        byte[] path = (request.method() + " " + request.path() + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] body = new byte[path.length + request.body().length()];
        System.arraycopy(path, 0, body, 0, path.length);
        System.arraycopy(
                request.body().array(),
                request.body().offset(),
                body,
                path.length,
                request.body().length());
        return reply(request, 200, Fields.of("content-type", "text/plain"), body);
    }

    public static Reply reply(Request request, int status, Fields fields, byte[] body) {
        return new Reply(request.exchange(), 0, status, fields, Slice.of(body));
    }

    /** What the gateway told with its last heartbeat. */
    Map<String, Long> lastCounters() {
        return lastCounters;
    }

    public String endpoint() {
        return socket.boundEndpoints().get(0);
    }

    public int port() {
        return Integer.parseInt(endpoint().substring(endpoint().lastIndexOf(':') + 1));
    }

    /** Sends an answer by the lane that its request came by, or, if there was none, by the one of the latest request. */
    public void answer(Reply reply) {
        answer(reply.exchange(), reply);
    }

    void answer(Refuse refuse) {
        answer(refuse.exchange(), refuse);
    }

    void tell(Deadline deadline) {
        answer(deadline.exchange(), deadline);
    }

    /** Sends any record of an exchange, by the lane of its request. */
    void send(long exchange, Message message) {
        answer(exchange, message);
    }

    private void answer(long exchange, Message answer) {
        byte[] frame = MessageCodec.encode(answer);
        wishes.offer(() -> {
            int lane = lanesByExchange.getOrDefault(exchange, lastLane);
            deliver(lane, frame);
            if (answer instanceof Reply && collected.remove(exchange) != null) {
                deliver(lane, MessageCodec.encode(over(exchange, ErrorCode.COMPLETE)));
            }
        });
    }

    /** Sends answers by the lanes of their requests, and is gone at once. */
    public void answerAndDie(List<Reply> replies) {
        wishes.offer(() -> {
            replies.forEach(reply ->
                    deliver(lanesByExchange.getOrDefault(reply.exchange(), lastLane), MessageCodec.encode(reply)));
            socket.close();
            dead = true;
        });
    }

    public boolean isDead() {
        return dead;
    }

    /** Sends a message to the primary of every session. */
    void sendOnPrimaries(Message message) {
        sendOnPrimaries(MessageCodec.encode(message));
    }

    /** Sends bytes as they are. */
    void sendOnPrimaries(byte[] frame) {
        wishes.offer(() -> primariesBySession.values().forEach(primary -> deliver(primary, frame.clone())));
    }

    /** Sends a message to every lane of every session but the primary. */
    void sendOnLanes(Message message) {
        sendOnLanes(MessageCodec.encode(message));
    }

    /** Sends bytes as they are. */
    void sendOnLanes(byte[] frame) {
        wishes.offer(() ->
                lanesBySession.values().forEach(lanes -> lanes.forEach(lane -> deliver(lane, frame.clone()))));
    }

    /** As a router that leaves: on every lane, and on the primary last. */
    void sayGoodbye() {
        sendOnLanes(new Goodbye());
        sendOnPrimaries(new Goodbye());
    }

    public Request awaitRequest() {
        Await.until("a request", () -> !asked.isEmpty());
        return asked.remove().request();
    }

    private void deliver(int connection, byte[] frame) {
        unsentByConnection.computeIfAbsent(connection, id -> new ArrayDeque<>()).add(frame);
        flush();
    }

    /** Frames that a full connection does not take are kept, in order. */
    private void flush() {
        unsentByConnection.forEach((connection, unsent) -> {
            byte[] next;
            while ((next = unsent.peek()) != null && socket.send(connection, next) != SendResult.FULL) {
                unsent.remove();
            }
        });
        unsentByConnection.values().removeIf(Deque::isEmpty);
    }

    @Override
    public long doWork(long nowNs) {
        flush();
        wishes.drain(Runnable::run, 1024);
        if (dead) {
            return nowNs + TimeUnit.SECONDS.toNanos(1);
        }
        if (nowNs - nextHeartbeatNs >= 0) {
            nextHeartbeatNs = nowNs + TimeUnit.MILLISECONDS.toNanos(HEARTBEAT_MS);
            if (!faults.contains(Fault.SILENT)) {
                primariesBySession
                        .values()
                        .forEach(primary -> deliver(primary, MessageCodec.encode(Heartbeat.of(++sequence))));
            }
        }
        if (socket.receive(inbound, unsentByConnection.isEmpty() ? HEARTBEAT_MS / 2 : 1)
                && inbound.kind() == Inbound.Kind.FRAME) {
            Bytes frame = inbound.frame();
            onFrame(inbound.connection(), frame.toByteArray());
            frame.release();
        } else if (inbound.kind() == Inbound.Kind.DISCONNECTED) {
            String session = sessionsByConnection.remove(inbound.connection());
            if (session != null) {
                primariesBySession.remove(session);
                lanesBySession.remove(session);
            }
        }
        return nowNs;
    }

    private void onFrame(int connection, byte[] frame) {
        List<WireRecord> records;
        try {
            records = Batch.parse(frame, limits);
        } catch (ProtocolException e) {
            throw new IllegalStateException(e);
        }
        largestBatch.accumulateAndGet(records.size(), Math::max);
        BatchWriter replies = new BatchWriter(limits);
        for (WireRecord record : records) {
            onRecord(connection, record, replies);
        }
        byte[] out;
        while ((out = replies.poll()) != null) {
            deliver(connection, out);
        }
    }

    private void onRecord(int connection, WireRecord record, BatchWriter replies) {
        Message message;
        try {
            message = MessageCodec.decode(record);
        } catch (ProtocolException e) {
            throw new IllegalStateException(e);
        }
        if (message instanceof Register register) {
            registered = register;
            gatewayId = register.id();
            incarnation = register.incarnation();
            open(connection, record, register.key());
        } else if (message instanceof Join join) {
            open(connection, record, join.key());
        } else if (message instanceof Prove prove) {
            onProve(connection, prove);
        } else if (message instanceof Request request) {
            lanesByExchange.put(request.exchange(), connection);
            lastLane = connection;
            if (request.has(Flags.MORE) && onFlow == null) {
                CollectedBody body = new CollectedBody(request);
                collected.put(request.exchange(), body);
                MessageCodec.encode(body.credit(), replies);
            } else {
                serve(request, connection, replies);
            }
        } else if (message instanceof Heartbeat heartbeat) {
            lastCounters = heartbeat.counters();
        } else if (message instanceof Cancel cancel) {
            cancels.add(cancel);
            if (onFlow != null) {
                onFlow.accept(cancel);
            } else if (collected.remove(cancel.exchange()) != null) {
                MessageCodec.encode(over(cancel.exchange(), ErrorCode.ASKER_GONE), replies);
            }
        } else if (message instanceof Data || message instanceof Credit || message instanceof Reset) {
            onFlow(message, connection, replies);
        } else if (message instanceof Drain) {
            drains.incrementAndGet();
        } else if (message instanceof Goodbye) {
            goodbyes.incrementAndGet();
        }
    }

    private void serve(Request request, int connection, BatchWriter replies) {
        asked.add(new Asked(sessionsByConnection.getOrDefault(connection, "?"), request));
        Reply reply = handler.apply(request);
        if (reply != null) {
            MessageCodec.encode(reply, replies);
            if (collected.remove(reply.exchange()) != null) {
                MessageCodec.encode(over(reply.exchange(), ErrorCode.COMPLETE), replies);
            }
        }
    }

    private void onFlow(Message message, int connection, BatchWriter replies) {
        if (onFlow != null) {
            onFlow.accept(message);
        } else if (message instanceof Data data) {
            CollectedBody body = collected.get(data.exchange());
            if (body != null && body.add(data)) {
                serve(body.whole(), connection, replies);
            }
        }
    }

    private static Reset over(long exchange, ErrorCode code) {
        return new Reset(exchange, Reset.BOTH, code, "over");
    }

    private void open(int connection, WireRecord record, @Nullable KeyHint hint) {
        openingsByConnection.put(connection, record.copy());
        if (key == null || hint == null) {
            admit(connection);
            return;
        }
        noncesByConnection.put(connection, hint.nonce());
        KeyProof proving = faults.contains(Fault.WRONG_PROOF) ? WRONG : key;
        deliver(
                connection,
                MessageCodec.encode(new Challenge(routerNonce, proving.ofRouter(hint.nonce(), routerNonce))));
    }

    private void onProve(int connection, Prove prove) {
        WireRecord opening = openingsByConnection.get(connection);
        byte[] nonce = noncesByConnection.get(connection);
        if (key == null || opening == null || nonce == null) {
            return;
        }
        byte[] expected =
                key.ofPeer(PeerKind.GATEWAY, gatewayId, incarnation, laneOf(opening), nonce, routerNonce, opening);
        if (KeyProof.matches(expected, prove.proof())) {
            admit(connection);
        } else {
            deliver(connection, MessageCodec.encode(new Reject("key", "wrong proof")));
        }
    }

    private static int laneOf(WireRecord opening) {
        try {
            return MessageCodec.decode(opening) instanceof Join join ? join.lane() : 0;
        } catch (ProtocolException e) {
            throw new IllegalStateException(e);
        }
    }

    private void admit(int connection) {
        WireRecord opening = openingsByConnection.remove(connection);
        Message message;
        try {
            message = opening == null ? new Goodbye() : MessageCodec.decode(opening);
        } catch (ProtocolException e) {
            throw new IllegalStateException(e);
        }
        String session;
        if (message instanceof Join join) {
            joins.incrementAndGet();
            if (faults.contains(Fault.NO_LANES)) {
                return;
            }
            session = join.session();
            lanesBySession.computeIfAbsent(session, id -> new ArrayList<>()).add(connection);
        } else {
            if (faults.contains(Fault.NO_WELCOME)) {
                return;
            }
            session = "s" + ++sessions;
            primariesBySession.put(session, connection);
        }
        sessionsByConnection.put(connection, session);
        deliver(connection, MessageCodec.encode(new Welcome(session, 1, true, maxOutstanding, List.of())));
    }

    @Override
    public void onClose() {
        socket.close();
    }

    /** As if killed: everything is closed, nothing is said. */
    void kill() {
        close();
    }

    @Override
    public void close() {
        runner.close();
        transport.close();
    }
}
