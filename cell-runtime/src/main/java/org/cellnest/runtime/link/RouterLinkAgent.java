package org.cellnest.runtime.link;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.cellnest.buffer.Bytes;
import org.cellnest.protocol.Batch;
import org.cellnest.protocol.Cancel;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Heartbeat;
import org.cellnest.protocol.Hello;
import org.cellnest.protocol.KeyHint;
import org.cellnest.protocol.LogLevel;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.MessageType;
import org.cellnest.protocol.ProtocolException;
import org.cellnest.protocol.Welcome;
import org.cellnest.protocol.WireRecord;
import org.cellnest.runtime.deploy.Announcement;
import org.cellnest.runtime.deploy.RegistrationBoard;
import org.cellnest.session.EndReason;
import org.cellnest.session.Handshake;
import org.cellnest.session.PrimaryLink;
import org.cellnest.transport.Agent;
import org.cellnest.transport.Clock;
import org.cellnest.transport.LinkEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a session with one router on the primary connection: registers the cell, receives requests and hands them to
 * the deployments. {@link ReplyLane} has the other connection. When a session is over, another begins after a pause, on
 * new connections.
 *
 * <p>Belongs to the receiving thread, which runs every method except {@link #live}, {@link #lane} and {@link #view}.
 * Other threads command it by {@link RouterLink}.
 */
final class RouterLinkAgent implements Agent, CellRouterSession.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(RouterLink.class);

    /** The pause before the next session of an evicted cell, which is refused until an operator resumes the cell. */
    private static final int KICKED_PAUSE_MS = 2_000;

    private static final int RETRY_MS = 2;
    private static final int MAX_UNREAD_FRAMES = 10_000;
    private static final String STALLED = "the cell was stopped for longer than the nest waits";

    private final LinkSetup setup;
    private final String endpoint;
    private final Clock clock;
    private final PrimaryLink primary;
    private final RegistrationBoard.View view;
    private final DeploymentDispatcher deploymentDispatcher;
    private final ReplyLane lane;
    private final LinkMetrics metrics;
    private final Runnable onChange;
    private final EndReason lastEnd = new EndReason();
    private final Consumer<Bytes> frameConsumer = this::onFrame;

    private volatile @Nullable SessionExchanges live;
    private @Nullable CellRouterSession session;
    /** The frames of the handshake, and heartbeats, that the connection has not taken yet. */
    private final Deque<byte[]> unsent = new ArrayDeque<>();
    /** The requests that were received and not passed on yet; empty between turns. */
    private final List<WireRecord> requests = new ArrayList<>();

    private boolean exposed;
    private long nextHeartbeatNs;
    private long heartbeats;

    /**
     * @param wake makes the next turn of this agent happen now
     * @param onChange called after each change of what {@link RouterLink} reports
     */
    RouterLinkAgent(
            LinkSetup setup,
            DeploymentDispatcher deploymentDispatcher,
            PrimaryLink primary,
            Runnable wake,
            Runnable onChange) {
        this.setup = setup;
        this.endpoint = setup.endpoint();
        this.clock = setup.clock();
        this.primary = primary;
        this.onChange = onChange;
        this.deploymentDispatcher = deploymentDispatcher;
        this.metrics = setup.figures().ofLink();
        this.lane = new ReplyLane(setup, deploymentDispatcher::waiting, () -> live, wake);
        this.view = setup.board().newView(endpoint, () -> {
            wake.run();
            lane.wake();
            onChange.run();
        });
    }

    /** Returns the session that the router has welcomed, or null. Any thread. */
    @Nullable
    SessionExchanges live() {
        return live;
    }

    /** Returns the link's other connection. Any thread. */
    ReplyLane lane() {
        return lane;
    }

    /** Returns the state of the cell's registration with the router. Any thread. */
    RegistrationBoard.View view() {
        return view;
    }

    @Override
    public long doWork(long nowNs) {
        CellRouterSession present = session;
        if (present == null) {
            if (setup.board().current() == null) {
                return nowNs + TimeUnit.SECONDS.toNanos(1);
            }
            if (nowNs - primary.openAtNs() < 0) {
                return primary.openAtNs();
            }
            open();
            return nowNs;
        }
        receive(present);
        SessionExchanges registered = live;
        SessionExchanges.End ending = registered == null ? null : registered.ending();
        if (ending != null) {
            present.end(ending.code(), ending.reason());
        }
        present.onTick(clock.nanoTime());
        heartbeat(registered);
        return nowNs;
    }

    private void open() {
        session =
                new CellRouterSession(Handshake.ofPrimary(setup.identity(), this::registration, setup.nonces()), this);
        primary.open();
    }

    private List<byte[]> registration(Hello hello, @Nullable KeyHint hint) {
        Announcement announcement = view.onRegistering();
        exposed = true;
        setup.concurrency().onSessionBegin();
        if (announcement == null) {
            throw new IllegalArgumentException("nothing to announce yet");
        }
        return RegistrationWriter.frames(
                setup.identity(),
                setup.levels().toldOf(announcement),
                setup.concurrency().share(),
                setup.concurrency().deploymentShare(announcement.deploymentConcurrency()),
                setup.concurrency().streamShare(setup.streams().most()),
                hello.limits(),
                hint);
    }

    private void receive(CellRouterSession present) {
        flushUnsent();
        int waitMs = unsent.isEmpty() ? (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(present.waitNs())) : RETRY_MS;
        LinkEvent event = primary.receive(waitMs);
        long nowNs = clock.nanoTime();
        SessionExchanges registered = live;
        if (present.wasStalled(nowNs)) {
            if (registered != null) {
                registered.bar();
            }
            refuseUnread(event);
            present.end(ErrorCode.STALLED, STALLED);
            return;
        }
        if (registered != null) {
            registered.onReceiving(nowNs);
        }
        String lost = primary.takeFrames(event, frameConsumer);
        hand();
        if (lost != null) {
            present.end(ErrorCode.LANE_LOST, lost);
        }
    }

    private void onFrame(Bytes frame) {
        CellRouterSession present = session;
        if (present == null) {
            return;
        }
        try {
            for (WireRecord record : Batch.parse(frame, primary.limits())) {
                MessageType type = record.type();
                if (type == MessageType.REQUEST) {
                    present.onHeard();
                    requests.add(record.detached());
                } else if (type == MessageType.CANCEL) {
                    present.onHeard();
                    hand();
                    cancel((Cancel) MessageCodec.decode(record));
                } else if (FlowRecords.isOne(type)) {
                    present.onHeard();
                    flow(record);
                } else {
                    // The router's next message must find every request before it begun.
                    hand();
                    present.onMessage(MessageCodec.decode(record), clock.nanoTime());
                }
            }
        } catch (ProtocolException e) {
            present.end(ErrorCode.MALFORMED, "a bad batch: " + e.getMessage());
        }
    }

    private void hand() {
        SessionExchanges present = live;
        if (!requests.isEmpty() && present != null) {
            deploymentDispatcher.dispatch(present, requests);
            lane.busy();
        }
        requests.clear();
    }

    private void cancel(Cancel cancel) {
        SessionExchanges present = live;
        if (present != null) {
            boolean isLate = cancel.reason() == Cancel.Reason.DEADLINE;
            present.cancel(cancel.exchange(), isLate ? ErrorCode.DEADLINE : ErrorCode.ASKER_GONE);
        }
    }

    private void flow(WireRecord record) throws ProtocolException {
        SessionExchanges present = live;
        if (present != null && !FlowRecords.take(present, record) && !requests.isEmpty()) {
            // Its request may be among those that were not handed on yet.
            hand();
            FlowRecords.take(present, record);
        }
    }

    private void refuseUnread(LinkEvent first) {
        SessionExchanges present = live;
        if (present == null) {
            return;
        }
        LinkEvent event = first;
        for (int frames = 0; event == LinkEvent.FRAME && frames < MAX_UNREAD_FRAMES; frames++) {
            try {
                List<WireRecord> unread = Batch.parse(primary.frame(), primary.limits()).stream()
                        .filter(record -> record.type() == MessageType.REQUEST)
                        .toList();
                deploymentDispatcher.refuseAll(present, unread, ErrorCode.STALLED, STALLED);
            } catch (ProtocolException e) {
                LOG.debug("router {}: a bad batch among what is refused", endpoint, e);
            }
            event = primary.receive(0);
        }
        lane.flush(present);
    }

    /** Sends the heartbeats until the sending lane has joined. */
    private void heartbeat(@Nullable SessionExchanges present) {
        long nowNs = clock.nanoTime();
        if (present != null && live == present && !present.isLaneJoined() && nowNs - nextHeartbeatNs >= 0) {
            nextHeartbeatNs =
                    nowNs + TimeUnit.MILLISECONDS.toNanos(present.hello().heartbeatMs());
            send(MessageCodec.encode(Heartbeat.of(++heartbeats)));
        }
    }

    @Override
    public void send(byte[] frame) {
        unsent.add(frame);
        flushUnsent();
    }

    /** Sends as much as the connection takes: a registration of many pages is more than it takes at once. */
    private void flushUnsent() {
        while (!unsent.isEmpty() && primary.send(unsent.element())) {
            unsent.remove();
        }
    }

    @Override
    public void onLive(Hello hello, Welcome welcome) {
        primary.onLive(hello.limits());
        lastEnd.clear();
        heartbeats = 0;
        nextHeartbeatNs = clock.nanoTime();
        LOG.info("router {} ({}): registered, revision {}", endpoint, hello.router(), welcome.revision());
        live = new SessionExchanges(
                hello, welcome, setup.concurrency(), metrics, stallNs(), clock.nanoTime(), lane, onChange);
        onWelcome(welcome);
        lane.wake();
    }

    private long stallNs() {
        CellRouterSession present = session;
        return present == null ? Long.MAX_VALUE : present.stallNs();
    }

    @Override
    public void onWelcome(Welcome welcome) {
        view.onWelcome(welcome);
        onChange.run();
    }

    @Override
    public void onDrain() {
        LOG.info("router {}: leaving when it has finished", endpoint);
    }

    @Override
    public void onLogLevel(LogLevel change) {
        if (!setup.levels().change(change)) {
            LOG.warn("router {}: too many levels were changed (expected: fewer)", endpoint);
        }
    }

    @Override
    public void onOver(ErrorCode code, String reason) {
        SessionExchanges ended = live;
        boolean changed = lastEnd.change(reason);
        if (ended != null && ended.isLeaving()) {
            LOG.debug("router {}: left", endpoint);
        } else if (changed) {
            LOG.warn("the session with router {} ended: {} ({})", endpoint, reason, code.wireName());
        }
        endSession(code, reason);
        long nowNs = clock.nanoTime();
        if (code == ErrorCode.KICKED) {
            primary.pause(KICKED_PAUSE_MS, nowNs);
        } else {
            primary.pauseAfter(code, nowNs);
        }
    }

    private void endSession(ErrorCode code, String reason) {
        SessionExchanges ended = live;
        live = null;
        session = null;
        unsent.clear();
        primary.close();
        if (ended != null) {
            ended.end(code, reason);
        } else if (exposed) {
            setup.concurrency().onSessionEnd(0);
        }
        exposed = false;
        view.onSessionEnd();
        onChange.run();
    }

    @Override
    public void onClose() {
        endSession(ErrorCode.GOODBYE, "the cell leaves");
    }
}
