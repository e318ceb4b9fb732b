package org.cellnest.runtime.link;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.cellnest.protocol.Batch;
import org.cellnest.protocol.BatchFrame;
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
import org.cellnest.session.ConnectionEnd;
import org.cellnest.session.Handshake;
import org.cellnest.transport.Agent;
import org.cellnest.transport.AgentThread;
import org.cellnest.transport.Clock;
import org.cellnest.transport.Link;
import org.cellnest.transport.LinkEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cell's sending connection to one router and the thread that keeps it: joins the session that the primary has begun,
 * then sends final records in batches of whatever has gathered, heartbeats, later registrations, DRAIN and GOODBYE. Never
 * runs code of a cell, so no handler delays a heartbeat.
 *
 * <p>A worker that has nothing more to do sends what it and others have gathered itself ({@link #sendNow}): waking a thread
 * for it would cost more than all else. One that goes on to a slow handler leaves it to this thread, which looks every
 * millisecond while anything runs. Whoever moves bytes holds the lock, which nobody but this thread ever waits for. That a
 * cell interrupts its threads does no harm, since an interrupt does not close a channel that does not block.
 *
 * <p>Any thread may call the methods above the line.
 */
final class ReplyLane implements Agent, ReplySender {
    private static final Logger LOG = LoggerFactory.getLogger(ReplyLane.class);

    private static final int LANE = 1;
    private static final int MAX_RECORDS_IN_A_TURN = 256;
    private static final long RETRY_NS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final int LINGER_MS = 50;
    private static final long JOIN_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long IDLE_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_WAIT_NS = TimeUnit.MILLISECONDS.toNanos(100);
    /** How long a final record may wait for a worker that has gone on to something else. */
    private static final long BUSY_LOOK_NS = TimeUnit.MILLISECONDS.toNanos(1);
    /** Looking often goes on for a while after the last request. */
    private static final long REST_AFTER_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final LinkSetup setup;
    private final Clock clock;
    private final IntSupplier waiting;
    private final Supplier<@Nullable SessionExchanges> sessions;
    private final Runnable wakePrimary;

    private final AgentThread thread = new AgentThread();
    /** Whether the thread is about to wait for long. */
    private volatile boolean resting;

    /** Held by whoever uses what follows. */
    private final ReentrantLock turn = new ReentrantLock();

    private @Nullable Link link;
    private @Nullable SessionExchanges session;
    private @Nullable Handshake handshake;
    private BatchWriter writer = new BatchWriter(Limits.DEFAULT);
    /** Frames that the connection has not taken yet; nothing is added while there are any. */
    private final Deque<BatchFrame> unsent = new ArrayDeque<>();

    private boolean drainSent;
    private long openedNs;
    private long nextHeartbeatNs;
    private long heartbeats;
    private long busyNs;

    /**
     * @param waiting how many requests wait for a thread
     * @param sessions the session there is, or null
     * @param wakePrimary to be called when this connection has ended the session
     */
    ReplyLane(
            LinkSetup setup, IntSupplier waiting, Supplier<@Nullable SessionExchanges> sessions, Runnable wakePrimary) {
        this.setup = setup;
        this.clock = setup.clock();
        this.waiting = waiting;
        this.sessions = sessions;
        this.wakePrimary = wakePrimary;
    }

    void start(Consumer<Throwable> onFailure) {
        thread.start("cell-send-" + setup.endpoint(), this, clock, () -> {}, onFailure);
    }

    /** There is something to send, or the session has begun or ended. */
    @Override
    public void wake() {
        thread.wake();
    }

    /** Requests have begun to run. */
    void onBusy() {
        if (resting) {
            resting = false;
            wake();
        }
    }

    @Override
    public void sendNow() {
        SessionExchanges present = sessions.get();
        while (present != null && present.hasFinals()) {
            // Who holds the lock may have looked before the last record came; then its thread looks again.
            if (!turn.tryLock()) {
                wake();
                return;
            }
            boolean sent = false;
            try {
                sent = sendFinals(present);
            } catch (RuntimeException | Error e) { // in a cell's thread, which is to go on
                LOG.error("replies could not be sent", e);
                present.end(ErrorCode.UNEXPECTED, "replies could not be sent: " + e);
            } finally {
                turn.unlock();
            }
            if (!sent) {
                wake();
                return;
            }
        }
    }

    /** False: what is left is for the thread. */
    private boolean sendFinals(SessionExchanges present) {
        Link over = link;
        if (session != present || over == null || !present.isLaneJoined() || !unsent.isEmpty()) {
            return false;
        }
        gather(present, over);
        flushUnsent(over);
        return unsent.isEmpty() && !over.hasUnsent();
    }

    private int gather(SessionExchanges present, Link over) {
        int taken = present.drain(last -> MessageCodec.encode(last, writer), MAX_RECORDS_IN_A_TURN, !over.hasUnsent());
        BatchFrame frame;
        while ((frame = writer.pollFrame()) != null) {
            unsent.add(frame);
        }
        return taken;
    }

    /** Waits until everything that waits is sent, or the session has ended; some 100 ms at most. */
    void flush(SessionExchanges of) {
        wake();
        await(() -> !of.hasFinals() || of.isOver(), 2 * LINGER_MS);
    }

    /** Waits until GOODBYE has been sent, or the session has ended. */
    void awaitLeft(SessionExchanges of, long timeoutMs) {
        await(() -> of.hasLeft() || of.isOver() || !of.isLaneJoined(), timeoutMs);
    }

    private void await(BooleanSupplier condition, long timeoutMs) {
        long untilNs = clock.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        while (!condition.getAsBoolean() && clock.nanoTime() - untilNs < 0) {
            LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    void close(long timeoutMs) {
        thread.close(timeoutMs);
    }

    // ---- the sending thread

    @Override
    public long doWork(long nowNs) {
        resting = false;
        turn.lock();
        try {
            return work(nowNs);
        } finally {
            turn.unlock();
        }
    }

    private long work(long nowNs) {
        SessionExchanges wanted = sessions.get();
        if (session != null && (session != wanted || session.isOver())) {
            drop();
        }
        if (session == null) {
            if (wanted == null || wanted.isOver() || wanted.hasLeft()) {
                return nowNs + IDLE_NS;
            }
            open(wanted, nowNs);
        }
        SessionExchanges present = Objects.requireNonNull(session);
        serve(present, Objects.requireNonNull(link), nowNs);
        return nextTurnNs(present, nowNs);
    }

    private void open(SessionExchanges wanted, long nowNs) {
        session = wanted;
        handshake = Handshake.ofLane(setup.identity(), wanted.id(), LANE, setup.nonces());
        writer = new BatchWriter(wanted.hello().limits());
        drainSent = false;
        heartbeats = 0;
        openedNs = nowNs;
        busyNs = nowNs;
        nextHeartbeatNs = nowNs;
        link = setup.open();
    }

    private void serve(SessionExchanges present, Link over, long nowNs) {
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
            String failure = over.failure();
            present.end(ErrorCode.LANE_LOST, ConnectionEnd.reason(failure));
        }
        if (present.isOver()) {
            wakePrimary.run();
        }
    }

    private long nextTurnNs(SessionExchanges present, long nowNs) {
        Link over = link;
        if (!present.isLaneJoined() || !unsent.isEmpty() || (over != null && over.hasUnsent())) {
            return nowNs + RETRY_NS;
        }
        if (present.isOver() || present.hasFinals()) {
            return nowNs;
        }
        if (present.running() > 0) {
            busyNs = nowNs;
        }
        long waitNs = nextHeartbeatNs - nowNs;
        if (nowNs - busyNs < REST_AFTER_NS) {
            return nowNs + Math.min(BUSY_LOOK_NS, waitNs);
        }
        resting = true;
        // Who begins a request from now on sees that, and wakes the thread.
        return nowNs + Math.min(present.running() > 0 ? BUSY_LOOK_NS : LONGEST_WAIT_NS, waitNs);
    }

    private void send(SessionExchanges present, Link over, long nowNs) {
        flushUnsent(over);
        if (!unsent.isEmpty()) {
            return;
        }
        control(present, nowNs);
        int taken = gather(present, over);
        if (present.isLeaving() && taken == 0 && present.running() == 0 && !present.hasFinals()) {
            unsent.add(BatchFrame.of(MessageCodec.encode(new Goodbye())));
            flushUnsent(over);
            linger(over);
            present.onLeft();
            drop();
            return;
        }
        flushUnsent(over);
    }

    /** What is sent beside final records, in the order in which the router must see it. */
    private void control(SessionExchanges present, long nowNs) {
        if (nowNs - nextHeartbeatNs >= 0) {
            nextHeartbeatNs =
                    nowNs + TimeUnit.MILLISECONDS.toNanos(present.hello().heartbeatMs());
            // Not with the first: a cell that starts has better to do than to load what tells of its JVM.
            Map<String, Long> counters =
                    heartbeats == 0 ? Map.of() : setup.figures().counters();
            append(new Heartbeat(
                    ++heartbeats, present.running(), waiting.getAsInt(), present.oldestMs(nowNs), counters));
        }
        if (present.isDraining() && !drainSent) {
            drainSent = true;
            append(new Drain());
        }
        Announcement announcement = setup.board().current();
        if (announcement != null && announcement.revision() > present.sentRevision()) {
            present.onSentRevision(announcement.revision());
            List<byte[]> frames = Registration.frames(
                    setup.identity(),
                    setup.levels().toldOf(announcement),
                    setup.concurrency().share(),
                    setup.concurrency().deploymentShare(announcement.deploymentConcurrency()),
                    present.hello().limits(),
                    null);
            BatchFrame before = writer.pollFrame();
            if (before != null) {
                unsent.add(before);
            }
            frames.forEach(frame -> unsent.add(BatchFrame.of(frame)));
        }
    }

    private void append(Message message) {
        MessageCodec.encode(message, writer);
    }

    private void flushUnsent(Link over) {
        over.flush();
        while (!unsent.isEmpty() && over.send(unsent.element().parts())) {
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

    private void onFrame(byte[] frame, SessionExchanges present, Link over) {
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

    private static void onHandshake(Handshake joining, Message message, SessionExchanges present, Link over) {
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
        turn.lock();
        try {
            drop();
        } finally {
            turn.unlock();
        }
    }
}
