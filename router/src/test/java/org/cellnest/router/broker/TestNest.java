package org.cellnest.router.broker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.cellnest.buffer.Bytes;
import org.cellnest.buffer.ChunkPool;
import org.cellnest.buffer.ChunkSlice;
import org.cellnest.buffer.Slice;
import org.cellnest.protocol.Batch;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.KeyProof;
import org.cellnest.protocol.Limits;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.ProtocolException;
import org.cellnest.protocol.WireRecord;
import org.cellnest.telemetry.trace.Tracer;
import org.cellnest.transport.SendResult;
import org.jspecify.annotations.Nullable;

/** A broker with a clock that is moved by hand, a parser that runs when told, and connections that are lists. */
public final class TestNest implements FrameSink, RegistrationParser {
    public static final long MS = 1_000_000L;
    public static final long SECOND = 1000 * MS;

    private record ParseTask(long token, WireRecord record) {}

    private record Arriving(int connection, byte[] frame) {}

    final List<String> log = new ArrayList<>();
    final Set<Integer> full = new HashSet<>();
    final Set<Integer> gone = new HashSet<>();
    public final BrokerSettings settings;
    public final Broker broker;
    public long nowNs;

    /** A frame as it was handed over, and what was in it then: an array that was sent must never change. */
    private record SentFrame(byte[] handedOver, byte[] then) {}

    /** Connections that the broker does not want to be read; what is said by them waits here. */
    private final Map<Integer, Deque<byte[]>> unreadByHeld = new LinkedHashMap<>();

    private final Map<Integer, Long> takenBytes = new HashMap<>();
    private final Map<Integer, List<SentFrame>> sent = new HashMap<>();
    private final List<SentFrame> everSent = new ArrayList<>();
    /** The connections of all frames that were sent, in their order. */
    final List<Integer> sentTo = new ArrayList<>();

    private final Deque<ParseTask> parsing = new ArrayDeque<>();
    /** Frames that were not read while their connections were held. */
    private final ChunkPool chunks = new ChunkPool(8 << 20);

    private final List<Bytes> lent = new ArrayList<>();
    private final Deque<Arriving> arriving = new ArrayDeque<>();

    private final Map<Integer, String> keys = new HashMap<>();
    private final Map<Integer, Integer> listeners = new HashMap<>();
    /** The name of the key that connections prove from now on to hold; those that there are keep theirs. */
    public String nextKey = "";
    /** Which listener connections come to from now on. */
    public int nextListener = FRONT;

    private int connections;
    /** The work that is done in one piece; whole turns follow until all is done, unless turns are single. */
    final StepSlice slice = new StepSlice();

    /** Whether {@link #turn} is one turn, however much is left to do. */
    boolean singleTurns;
    /** Whether what is to be parsed is forgotten. */
    boolean parserStopped;
    /** Whether what is to be parsed waits. */
    boolean parserWaits;

    public TestNest() {
        this(null, 100, 64 << 20);
    }

    TestNest(@Nullable KeyProof key, int parkingMaxRequests, long retainBytes) {
        this(key, parkingMaxRequests, retainBytes, new Random(1), -5 * SECOND);
    }

    private TestNest(
            @Nullable KeyProof key, int parkingMaxRequests, long retainBytes, RandomGenerator random, long startNs) {
        this(key, parkingMaxRequests, retainBytes, 1 << 20, random, startNs, 1000, 16, null, null);
    }

    /** A nest with narrow bounds. */
    static TestNest narrow(
            int parkingMaxRequests, long retainBytes, long outboxBytes, RandomGenerator random, long startNs) {
        return new TestNest(null, parkingMaxRequests, retainBytes, outboxBytes, random, startNs, 1000, 16, null, null);
    }

    /** A nest with room for hundreds of cells and tens of thousands of routes. */
    public static TestNest large() {
        return new TestNest(null, 100, 64 << 20, 1 << 20, new Random(1), -5 * SECOND, 1 << 18, 1024, null, null);
    }

    /** A nest whose events go elsewhere. */
    public static TestNest telling(BrokerEvents events) {
        return new TestNest(null, 100, 64 << 20, 1 << 20, new Random(1), -5 * SECOND, 1000, 16, null, events);
    }

    /** A nest whose router makes traces. */
    static TestNest traced(Tracer tracer) {
        TestNest nest = new TestNest(null, 100, 64 << 20, 1 << 20, new Random(1), -5 * SECOND, 1000, 16, tracer, null);
        nest.advance(3 * SECOND);
        return nest;
    }

    private TestNest(
            @Nullable KeyProof key,
            int parkingMaxRequests,
            long retainBytes,
            long outboxBytes,
            RandomGenerator random,
            long startNs,
            int maxRoutes,
            int maxSessions,
            @Nullable Tracer tracer,
            @Nullable BrokerEvents events) {
        nowNs = startNs;
        settings = new BrokerSettings(
                "router-1",
                "incarnation-1",
                SECOND,
                3,
                30 * SECOND,
                2 * SECOND,
                parkingMaxRequests,
                1 << 20,
                retainBytes,
                60 * SECOND,
                64,
                1 << 10,
                outboxBytes,
                maxRoutes,
                maxSessions,
                Limits.DEFAULT,
                key);
        broker = new Broker(
                settings, this, this, events == null ? new LogOfEvents() : events, tracer, random, slice, nowNs);
    }

    /** A nest whose router has been up for long enough to know what it does not know. */
    public static TestNest ready() {
        TestNest nest = new TestNest();
        nest.advance(3 * SECOND);
        return nest;
    }

    public int connect() {
        keys.put(++connections, nextKey);
        listeners.put(connections, nextListener);
        return connections;
    }

    @Override
    public String keyOf(int connection) {
        return keys.getOrDefault(connection, "");
    }

    @Override
    public int listenerOf(int connection) {
        return listeners.getOrDefault(connection, FRONT);
    }

    @Override
    public SendResult send(int connection, Bytes... parts) {
        if (gone.contains(connection)) {
            return SendResult.GONE;
        }
        if (full.contains(connection)) {
            return SendResult.FULL;
        }
        for (Bytes part : parts) {
            if (part instanceof Slice slice) {
                everSent.add(new SentFrame(slice.array(), slice.array().clone()));
            }
        }
        byte[] frame = Bytes.join(parts);
        SentFrame handed = new SentFrame(frame, frame.clone());
        sentTo.add(connection);
        trickle(connection, frame.length);
        sent.computeIfAbsent(connection, id -> new ArrayList<>()).add(handed);
        return SendResult.SENT;
    }

    /** A connection takes bytes of a frame that it had no room for as a whole. */
    void trickle(int connection, long bytes) {
        takenBytes.merge(connection, bytes, Long::sum);
    }

    @Override
    public long takenBytes(int connection) {
        return takenBytes.getOrDefault(connection, 0L);
    }

    @Override
    public void holdReading(int connection) {
        unreadByHeld.putIfAbsent(connection, new ArrayDeque<>());
    }

    @Override
    public void resumeReading(int connection) {
        Deque<byte[]> unread = unreadByHeld.remove(connection);
        if (unread != null) {
            arriving.addAll(unread.stream()
                    .map(frame -> new Arriving(connection, frame))
                    .toList());
        }
    }

    boolean isHeld(int connection) {
        return unreadByHeld.containsKey(connection);
    }

    boolean isAnyHeld() {
        return !unreadByHeld.isEmpty();
    }

    @Override
    public void parse(int connection, long token, WireRecord record) {
        assertTrue(record.isWholeFrame(), "a record that waits keeps the batch that it came in");
        if (!parserStopped) {
            parsing.add(new ParseTask(token, record));
        }
    }

    /** One frame in, and the rest of the turn. */
    void frame(int connection, byte[] frame) {
        arrive(connection, frame);
        turn();
    }

    private void arrive(int connection, byte[] frame) {
        Deque<byte[]> unread = unreadByHeld.get(connection);
        if (unread == null) {
            broker.onFrame(connection, lend(frame), nowNs);
        } else {
            unread.add(frame);
        }
    }

    /** Puts a frame where a socket would have it: a large one into a chunk, until the turn ends. */
    private Bytes lend(byte[] frame) {
        ChunkSlice place = frame.length < ChunkPool.MIN_PIECE_BYTES ? null : chunks.take(frame.length);
        if (place == null) {
            return Slice.of(frame);
        }
        place.buffer().put(frame);
        lent.add(place);
        return place;
    }

    /** Returns the number of chunks that are held between turns. */
    int heldChunks() {
        return chunks.heldChunks();
    }

    public void say(int connection, Message message) {
        frame(connection, MessageCodec.encode(message));
    }

    void disconnect(int connection) {
        disconnect(connection, "");
    }

    void disconnect(int connection, String reason) {
        gone.add(connection);
        unreadByHeld.remove(connection);
        arriving.removeIf(frame -> frame.connection() == connection);
        broker.onDisconnected(connection, reason, nowNs);
        turn();
    }

    public void turn() {
        for (int frames = arriving.size(); frames > 0; frames--) {
            Arriving next = arriving.remove();
            arrive(next.connection(), next.frame());
        }
        ParseTask task;
        while (!parserWaits && (task = parsing.poll()) != null) {
            broker.onParsed(task.token(), ParsedRegistration.of(task.record()), nowNs);
        }
        do {
            broker.onTimers(nowNs);
            broker.flush(nowNs);
            broker.onTurnEnd(nowNs);
        } while (broker.isBusy() && !singleTurns);
        lent.forEach(Bytes::release);
        lent.clear();
    }

    /** Lets time pass, with a turn whenever the broker asks for one. */
    public void advance(long ns) {
        long untilNs = nowNs + ns;
        while (true) {
            long nextNs = broker.nextDeadlineNs(nowNs);
            if (nextNs > untilNs) {
                break;
            }
            nowNs = Math.max(nowNs, nextNs);
            turn();
        }
        nowNs = untilNs;
        turn();
    }

    /** What a connection was sent since this was last asked. */
    List<Message> received(int connection) {
        List<Message> messages = new ArrayList<>();
        for (byte[] frame : frames(connection)) {
            try {
                for (WireRecord record : Batch.parse(frame, settings.limits())) {
                    messages.add(MessageCodec.decode(record));
                }
            } catch (ProtocolException e) {
                throw new AssertionError("the router sent what it would not take", e);
            }
        }
        return messages;
    }

    /** The frames that a connection was sent since they were last asked for. */
    List<byte[]> frames(int connection) {
        List<SentFrame> frames = sent.remove(connection);
        List<byte[]> arrays = new ArrayList<>();
        for (SentFrame frame : frames == null ? List.<SentFrame>of() : frames) {
            arrays.add(frame.handedOver());
        }
        return arrays;
    }

    /** Fails if the broker wrote to an array after a socket had taken it. */
    void assertNothingRewritten() {
        for (SentFrame frame : everSent) {
            assertArrayEquals(frame.then(), frame.handedOver(), "a frame was written again after it was sent");
        }
    }

    private final class LogOfEvents implements BrokerEvents {
        @Override
        public void onLeft(Session session, ErrorCode cause, String reason) {
            log.add("left " + session.peerId + " " + cause.wireName());
        }

        @Override
        public void onRefused(String who, ErrorCode code, String reason) {
            log.add("refused " + code.wireName() + ": " + reason);
        }
    }
}
