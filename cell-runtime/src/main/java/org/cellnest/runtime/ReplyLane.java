package org.cellnest.runtime;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.cellnest.protocol.Batch;
import org.cellnest.protocol.BatchWriter;
import org.cellnest.protocol.Drain;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Goodbye;
import org.cellnest.protocol.Heartbeat;
import org.cellnest.protocol.Limits;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.MessageType;
import org.cellnest.protocol.ProtocolException;
import org.cellnest.protocol.Reject;
import org.cellnest.protocol.WireRecord;
import org.cellnest.runtime.deploy.Announcement;
import org.cellnest.session.Handshake;
import org.cellnest.transport.Agent;
import org.cellnest.transport.AgentRunner;
import org.cellnest.transport.Clock;
import org.cellnest.transport.Link;
import org.cellnest.transport.LinkEvent;
import org.jspecify.annotations.Nullable;

/**
 * The cell's sending connection to one router and the thread that owns it: joins the session that the primary has begun,
 * then sends final records in batches of whatever has gathered, heartbeats, later registrations, DRAIN and GOODBYE. Never
 * runs code of a cell, so no handler delays a heartbeat.
 *
 * <p>Between turns the thread is parked rather than waiting on the socket, at which it looks now and then. So those who
 * have something to send only unpark it: a cell may interrupt its threads at any time, and an interrupt in the midst of
 * waking a socket would close the socket's own channel.
 *
 * <p>Any thread may call the methods above the line.
 */
final class ReplyLane implements Agent {
    private static final int LANE = 1;
    private static final int MAX_RECORDS_IN_A_TURN = 256;
    private static final long RETRY_NS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final int LINGER_MS = 50;
    private static final long JOIN_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long IDLE_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_WAIT_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final LinkSetup setup;
    private final Clock clock;
    private final IntSupplier waiting;
    private final Supplier<@Nullable LiveSession> sessions;
    private final Runnable wakePrimary;

    private volatile @Nullable AgentRunner runner;

    private @Nullable Link link;
    private @Nullable LiveSession session;
    private @Nullable Handshake handshake;
    private BatchWriter writer = new BatchWriter(Limits.DEFAULT);
    /** Frames that the connection has not taken yet; nothing is added while there are any. */
    private final Deque<byte[]> unsent = new ArrayDeque<>();

    private boolean drainSent;
    private long openedNs;
    private long nextHeartbeatNs;
    private long heartbeats;

    /**
     * @param waiting how many requests wait for a thread
     * @param sessions the session there is, or null
     * @param wakePrimary to be called when this connection has ended the session
     */
    ReplyLane(LinkSetup setup, IntSupplier waiting, Supplier<@Nullable LiveSession> sessions, Runnable wakePrimary) {
        this.setup = setup;
        this.clock = setup.clock();
        this.waiting = waiting;
        this.sessions = sessions;
        this.wakePrimary = wakePrimary;
    }

    void start(Consumer<Throwable> onFailure) {
        runner = AgentRunner.start("cell-send-" + setup.endpoint(), this, clock, () -> {}, onFailure);
    }

    /** There is something to send, or the session has begun or ended. */
    void wake() {
        AgentRunner running = runner;
        if (running != null) {
            running.wake();
        }
    }

    /** Waits until everything that waits is sent, or the session has ended; some 100 ms at most. */
    void flush(LiveSession of) {
        wake();
        await(() -> !of.hasFinals() || of.isOver(), 2 * LINGER_MS);
    }

    /** Waits until GOODBYE has been sent, or the session has ended. */
    void awaitLeft(LiveSession of, long timeoutMs) {
        await(() -> of.hasLeft() || of.isOver() || !of.isLaneJoined(), timeoutMs);
    }

    private void await(BooleanSupplier condition, long timeoutMs) {
        long untilNs = clock.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        while (!condition.getAsBoolean() && clock.nanoTime() - untilNs < 0) {
            LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    void close(long timeoutMs) {
        AgentRunner running = runner;
        if (running != null) {
            running.close(timeoutMs);
        }
    }

    // ---- the sending thread

    @Override
    public long doWork(long nowNs) {
        LiveSession wanted = sessions.get();
        if (session != null && (session != wanted || session.isOver())) {
            drop();
        }
        if (session == null) {
            if (wanted == null || wanted.isOver() || wanted.hasLeft()) {
                return nowNs + IDLE_NS;
            }
            open(wanted, nowNs);
        }
        LiveSession present = Objects.requireNonNull(session);
        work(present, Objects.requireNonNull(link), nowNs);
        return nextTurnNs(present, nowNs);
    }

    private void open(LiveSession wanted, long nowNs) {
        session = wanted;
        handshake = Handshake.ofLane(setup.identity(), wanted.id(), LANE, setup.nonces());
        writer = new BatchWriter(wanted.hello().limits());
        drainSent = false;
        heartbeats = 0;
        openedNs = nowNs;
        nextHeartbeatNs = nowNs;
        link = setup.open();
    }

    private void work(LiveSession present, Link over, long nowNs) {
        boolean joined = present.isLaneJoined();
        if (joined) {
            send(present, over, nowNs);
        } else if (nowNs - openedNs > JOIN_NS) {
            present.end(ErrorCode.SILENT, "the second connection could not join in time");
        }
        LinkEvent event = over.receive(0);
        for (int frames = 0; event == LinkEvent.FRAME && frames < MAX_RECORDS_IN_A_TURN; frames++) {
            onFrame(over.frame(), present, over);
            event = over.receive(0);
        }
        if (event == LinkEvent.LOST) {
            present.end(ErrorCode.LANE_LOST, "the second connection ended");
        }
        if (present.isOver()) {
            wakePrimary.run();
        }
    }

    private long nextTurnNs(LiveSession present, long nowNs) {
        if (!present.isLaneJoined() || !unsent.isEmpty()) {
            return nowNs + RETRY_NS;
        }
        if (present.isOver() || present.hasFinals()) {
            return nowNs;
        }
        return nowNs + Math.min(LONGEST_WAIT_NS, nextHeartbeatNs - nowNs);
    }

    private void send(LiveSession present, Link over, long nowNs) {
        flushUnsent(over);
        if (!unsent.isEmpty()) {
            return;
        }
        control(present, nowNs);
        int taken = present.drain(last -> MessageCodec.encode(last, writer), MAX_RECORDS_IN_A_TURN);
        byte[] frame;
        while ((frame = writer.poll()) != null) {
            unsent.add(frame);
        }
        if (present.isLeaving() && taken == 0 && present.running() == 0 && !present.hasFinals()) {
            unsent.add(MessageCodec.encode(new Goodbye()));
            flushUnsent(over);
            linger(over);
            present.onLeft();
            drop();
            return;
        }
        flushUnsent(over);
    }

    /** What is sent beside final records, in the order in which the router must see it. */
    private void control(LiveSession present, long nowNs) {
        if (nowNs - nextHeartbeatNs >= 0) {
            nextHeartbeatNs =
                    nowNs + TimeUnit.MILLISECONDS.toNanos(present.hello().heartbeatMs());
            append(new Heartbeat(
                    ++heartbeats, present.running(), waiting.getAsInt(), present.oldestMs(nowNs), Map.of()));
        }
        if (present.isDraining() && !drainSent) {
            drainSent = true;
            append(new Drain());
        }
        Announcement announcement = setup.announcements().current();
        if (announcement != null && announcement.revision() > present.sentRevision()) {
            present.onSentRevision(announcement.revision());
            List<byte[]> frames = Registration.frames(
                    setup.identity(),
                    announcement,
                    setup.concurrency().share(),
                    present.hello().limits(),
                    null);
            byte[] before = writer.poll();
            if (before != null) {
                unsent.add(before);
            }
            unsent.addAll(frames);
        }
    }

    private void append(Message message) {
        MessageCodec.encode(message, writer);
    }

    private void flushUnsent(Link over) {
        while (!unsent.isEmpty() && over.send(unsent.element())) {
            unsent.remove();
        }
    }

    /** Closing drops what the connection has not taken yet; a router that has read GOODBYE needs nothing more. */
    private void linger(Link over) {
        long untilNs = clock.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LINGER_MS);
        LinkEvent event = LinkEvent.TIMEOUT;
        while (event != LinkEvent.LOST && clock.nanoTime() - untilNs < 0) {
            event = over.receive(LINGER_MS);
        }
    }

    private void onFrame(byte[] frame, LiveSession present, Link over) {
        Handshake joining = handshake;
        if (joining == null) {
            return;
        }
        try {
            for (WireRecord record : Batch.parse(frame, present.hello().limits())) {
                if (joining.state() != Handshake.State.ESTABLISHED) {
                    onHandshake(joining, MessageCodec.decode(record), present, over);
                } else if (record.type() == MessageType.REJECT) {
                    Reject reject = (Reject) MessageCodec.decode(record);
                    present.end(ErrorCode.of(reject.code()), reject.reason());
                } else if (record.type() == MessageType.HELLO) {
                    present.end(ErrorCode.LANE_LOST, "the second connection was replaced");
                }
            }
        } catch (ProtocolException e) {
            present.end(ErrorCode.MALFORMED, "a bad batch on the second connection: " + e.getMessage());
        }
    }

    private static void onHandshake(Handshake joining, Message message, LiveSession present, Link over) {
        for (byte[] answer : joining.on(message)) {
            if (!over.send(answer)) {
                present.end(ErrorCode.LANE_LOST, "the second connection takes nothing");
            }
        }
        if (joining.state() == Handshake.State.FAILED) {
            present.end(joining.failure(), joining.reason());
        } else if (joining.state() == Handshake.State.ESTABLISHED) {
            present.onLaneJoined();
        }
    }

    private void drop() {
        session = null;
        handshake = null;
        unsent.clear();
        if (link != null) {
            link.close();
            link = null;
        }
    }

    @Override
    public void onClose() {
        drop();
    }
}
