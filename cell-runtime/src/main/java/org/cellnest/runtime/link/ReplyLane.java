package org.cellnest.runtime.link;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Goodbye;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.transport.Agent;
import org.cellnest.transport.AgentThread;
import org.cellnest.transport.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a link's final records, heartbeats, later registrations, DRAIN and GOODBYE on the second connection of each
 * session. Its thread never runs code of a cell, so no handler delays a heartbeat.
 *
 * <p>A worker without further work sends the gathered records itself ({@link #sendNow}), since waking a thread for it
 * would be the largest cost. A worker that goes on to a slow handler leaves them to this thread, which polls every
 * millisecond while any handler runs. The thread that moves bytes holds the lock, for which only the sending thread
 * ever waits. A cell that interrupts its threads does no harm, since an interrupt does not close a non-blocking
 * channel.
 *
 * <p>Any thread may call the lane's methods; the sending thread runs {@link Turns}.
 */
final class ReplyLane implements ReplySender {
    private static final Logger LOG = LoggerFactory.getLogger(ReplyLane.class);

    private static final long RETRY_NS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final int LINGER_MS = 50;
    private static final long JOIN_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long IDLE_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_WAIT_NS = TimeUnit.MILLISECONDS.toNanos(100);
    /** The longest wait of a final record for a worker that has gone on to something else. */
    private static final long BUSY_LOOK_NS = TimeUnit.MILLISECONDS.toNanos(1);
    /** The time after the last request for which the thread continues to poll often. */
    private static final long REST_AFTER_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final LinkSetup setup;
    private final IntSupplier waiting;
    private final Supplier<@Nullable SessionExchanges> sessions;
    private final Runnable wakePrimary;
    private final AgentThread thread = new AgentThread();
    private final ConditionSignal turnEnded;
    /** Whether the thread is about to wait for long. */
    private volatile boolean resting;

    /** The lock of the thread that uses the connection. */
    private final ReentrantLock turn = new ReentrantLock();

    private @Nullable ReplyConnection connection;

    /**
     * @param waiting counts the requests that wait for a thread
     * @param sessions returns the present session, or null
     * @param wakePrimary to be called when this connection has ended the session
     */
    ReplyLane(
            LinkSetup setup, IntSupplier waiting, Supplier<@Nullable SessionExchanges> sessions, Runnable wakePrimary) {
        this.setup = setup;
        this.waiting = waiting;
        this.sessions = sessions;
        this.wakePrimary = wakePrimary;
        this.turnEnded = new ConditionSignal(setup.clock());
    }

    /** Starts the sending thread; once. */
    void start(Consumer<Throwable> onFailure) {
        thread.start("cell-send-" + setup.endpoint(), new Turns(setup.clock()), setup.clock(), () -> {}, onFailure);
    }

    /** Makes the sending thread look now: records wait, or a session has begun or ended. */
    @Override
    public void wake() {
        thread.wake();
    }

    /** Makes the sending thread look often, since requests have begun to run. */
    void busy() {
        if (resting) {
            resting = false;
            wake();
        }
    }

    @Override
    public void sendNow() {
        SessionExchanges present = sessions.get();
        while (present != null && present.hasFinals()) {
            // The holder of the lock may have looked before the last record came; then its thread looks again.
            if (!turn.tryLock()) {
                wake();
                return;
            }
            boolean sent = false;
            try {
                ReplyConnection over = connection;
                sent = over != null && over.session() == present && over.sendFinals();
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

    /** Waits until all final records are sent, or the session has ended; some 100 ms at most. */
    void flush(SessionExchanges of) {
        wake();
        turnEnded.await(() -> !of.hasFinals() || of.isOver(), TimeUnit.MILLISECONDS.toNanos(2 * LINGER_MS));
    }

    /** Waits until GOODBYE has been sent, or the session has ended. */
    void awaitLeft(SessionExchanges of, long timeoutMs) {
        turnEnded.await(
                () -> of.hasLeft() || of.isOver() || !of.isLaneJoined(), TimeUnit.MILLISECONDS.toNanos(timeoutMs));
    }

    /** Closes the connection and ends the sending thread. */
    void close(long timeoutMs) {
        thread.close(timeoutMs);
    }

    /** The turns of the sending thread, which owns the fields here and replaces the lane's connection. */
    private final class Turns implements Agent {
        private final Clock clock;
        private @Nullable LaneControl control;
        private long openedNs;
        private long busyNs;

        Turns(Clock clock) {
            this.clock = clock;
        }

        @Override
        public long doWork(long nowNs) {
            resting = false;
            long nextNs;
            turn.lock();
            try {
                nextNs = work(nowNs);
            } finally {
                turn.unlock();
            }
            turnEnded.signal();
            return nextNs;
        }

        private long work(long nowNs) {
            SessionExchanges wanted = sessions.get();
            ReplyConnection over = connection;
            if (over != null && (over.session() != wanted || over.session().isOver())) {
                drop(over);
                over = null;
            }
            if (over == null) {
                if (wanted == null || wanted.isOver() || wanted.hasLeft()) {
                    return nowNs + IDLE_NS;
                }
                over = open(wanted, nowNs);
            }
            serve(over, nowNs);
            return nextTurnNs(over.session(), nowNs);
        }

        private ReplyConnection open(SessionExchanges wanted, long nowNs) {
            ReplyConnection opened = ReplyConnection.open(setup, wanted);
            connection = opened;
            control = new LaneControl(setup, waiting, wanted, nowNs);
            openedNs = nowNs;
            busyNs = nowNs;
            return opened;
        }

        private void serve(ReplyConnection over, long nowNs) {
            SessionExchanges present = over.session();
            if (present.isLaneJoined()) {
                send(over, nowNs);
            } else if (nowNs - openedNs > JOIN_NS) {
                present.end(ErrorCode.SILENT, "the second connection could not join in time");
            }
            over.takeInput();
            if (present.isOver()) {
                wakePrimary.run();
            }
        }

        private long nextTurnNs(SessionExchanges present, long nowNs) {
            ReplyConnection over = connection;
            if (!present.isLaneJoined() || (over != null && over.hasUnsent())) {
                return nowNs + RETRY_NS;
            }
            if (present.isOver() || present.hasFinals() || !present.flows().isEmpty()) {
                return nowNs;
            }
            // Bodies that flow wake this thread for each of their records.
            if (present.calls() > 0) {
                busyNs = nowNs;
            }
            long waitNs = Objects.requireNonNull(control).nextHeartbeatNs() - nowNs;
            if (nowNs - busyNs < REST_AFTER_NS) {
                return nowNs + Math.min(BUSY_LOOK_NS, waitNs);
            }
            resting = true;
            // The thread that begins a request from now on sees that, and wakes this one.
            return nowNs + Math.min(present.calls() > 0 ? BUSY_LOOK_NS : LONGEST_WAIT_NS, waitNs);
        }

        private void send(ReplyConnection over, long nowNs) {
            SessionExchanges present = over.session();
            if (!over.flush()) {
                return;
            }
            Objects.requireNonNull(control).writeTo(over, nowNs);
            int taken = over.gather();
            taken += over.gatherFlows();
            boolean allSaid =
                    taken == 0 && !present.hasFinals() && present.flows().isEmpty();
            if (present.isLeaving() && present.running() == 0 && allSaid) {
                over.append(List.of(MessageCodec.encode(new Goodbye())));
                over.flush();
                // A router that has read GOODBYE needs nothing more.
                over.linger(clock, LINGER_MS);
                present.onLeft();
                drop(over);
                return;
            }
            over.flush();
        }

        private void drop(ReplyConnection over) {
            connection = null;
            over.close();
        }

        @Override
        public void onClose() {
            turn.lock();
            try {
                ReplyConnection over = connection;
                if (over != null) {
                    drop(over);
                }
            } finally {
                turn.unlock();
            }
            turnEnded.signal();
        }
    }
}
