package org.cellnest.runtime.link;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.cellnest.protocol.Batch;
import org.cellnest.protocol.Cancel;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Heartbeat;
import org.cellnest.protocol.Hello;
import org.cellnest.protocol.KeyHint;
import org.cellnest.protocol.Limits;
import org.cellnest.protocol.LogLevel;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.MessageType;
import org.cellnest.protocol.ProtocolException;
import org.cellnest.protocol.Welcome;
import org.cellnest.protocol.WireRecord;
import org.cellnest.runtime.deploy.Announcement;
import org.cellnest.runtime.deploy.RegistrationBoard;
import org.cellnest.session.ConnectionEnd;
import org.cellnest.session.Handshake;
import org.cellnest.transport.Agent;
import org.cellnest.transport.AgentRunner;
import org.cellnest.transport.Backoff;
import org.cellnest.transport.Clock;
import org.cellnest.transport.Link;
import org.cellnest.transport.LinkEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a session with one router. Owns the primary connection and the thread that receives on it; {@link ReplyLane}, of
 * which it is the owner too, has the other. When a session is over, another begins after a pause, on new connections.
 *
 * <p>Any thread may call the methods above the line, the receiving thread alone those below.
 */
public final class RouterLink implements Agent, RouterSession.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(RouterLink.class);

    private static final int BACKOFF_FIRST_MS = 100;
    private static final int BACKOFF_MAX_MS = 1_000;
    private static final int ID_IN_USE_PAUSE_MS = 250;
    /** An operator has sent this cell away, and nothing changes until one calls it back. */
    private static final int KICKED_PAUSE_MS = 2_000;

    private static final int MAX_FRAMES_IN_A_TURN = 256;
    private static final int RETRY_MS = 2;
    private static final int MAX_UNREAD_FRAMES = 10_000;
    private static final String STALLED = "the cell was stopped for longer than the nest waits";

    private final LinkSetup setup;
    private final String endpoint;
    private final Clock clock;
    private final RegistrationBoard.View view;
    private final DeploymentDispatcher deploymentDispatcher;
    private final ReplyLane lane;
    private final LinkMetrics metrics;
    private final Backoff backoff = new Backoff(BACKOFF_FIRST_MS, BACKOFF_MAX_MS);

    private volatile @Nullable AgentRunner runner;
    private volatile @Nullable Link linkToWake;
    private volatile @Nullable SessionExchanges live;
    private volatile boolean stopping;

    private @Nullable Link link;
    private @Nullable RouterSession session;
    /** Frames of the handshake, and heartbeats, that the connection has not taken yet. */
    private final Deque<byte[]> unsent = new ArrayDeque<>();

    private Limits limits = Limits.DEFAULT;
    private boolean exposed;
    private long openAtNs;
    private long nextHeartbeatNs;
    private long heartbeats;
    private String lastReason = "";

    public RouterLink(LinkSetup setup, DeploymentDispatcher deploymentDispatcher) {
        this.setup = setup;
        this.endpoint = setup.endpoint();
        this.clock = setup.clock();
        this.deploymentDispatcher = deploymentDispatcher;
        this.metrics = setup.figures().ofLink();
        this.lane = new ReplyLane(setup, deploymentDispatcher::waiting, () -> live, this::wake);
        this.view = setup.announcements().newView(endpoint, this::onPublish);
        this.openAtNs = clock.nanoTime();
    }

    /** Starts both threads; once. */
    public void start(Consumer<Throwable> onFailure) {
        lane.start(onFailure);
        runner = AgentRunner.start("cell-receive-" + endpoint, this, clock, this::wakeLink, onFailure);
    }

    public String endpoint() {
        return endpoint;
    }

    /** Whether the cell is registered with the router and can answer it. */
    boolean isLive() {
        SessionExchanges present = live;
        return present != null && present.isLaneJoined() && !present.isOver();
    }

    /** Asks the router to send nothing new. */
    public void drain() {
        SessionExchanges present = live;
        if (present != null) {
            present.drain();
        }
    }

    /** Whether the router has welcomed a revision as new as this, or there is no session. */
    public boolean isPast(long revision) {
        SessionExchanges present = live;
        return present == null || present.isOver() || view.welcomedRevision() >= revision;
    }

    /** How many requests of the router are in flight. */
    public int running() {
        SessionExchanges present = live;
        return present == null ? 0 : present.running();
    }

    /** Says goodbye, if the router is there to hear it, and ends both threads. */
    public void close(long timeoutMs) {
        SessionExchanges present = live;
        if (present != null) {
            present.leave();
            lane.awaitLeft(present, timeoutMs);
        }
        stopping = true;
        AgentRunner running = runner;
        if (running != null) {
            running.close(timeoutMs);
        }
        lane.close(timeoutMs);
    }

    private void onPublish() {
        wake();
        lane.wake();
    }

    private void wake() {
        AgentRunner running = runner;
        if (running != null) {
            running.wake();
        }
    }

    private void wakeLink() {
        Link open = linkToWake;
        if (open != null) {
            open.waker().wake();
        }
    }

    // ---- the receiving thread

    @Override
    public long doWork(long nowNs) {
        Link open = link;
        RouterSession present = session;
        if (open == null || present == null) {
            if (stopping || setup.announcements().current() == null) {
                return nowNs + TimeUnit.SECONDS.toNanos(1);
            }
            if (nowNs - openAtNs < 0) {
                return openAtNs;
            }
            open();
            return nowNs;
        }
        receive(open, present);
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
        session = new RouterSession(Handshake.ofPrimary(setup.identity(), this::registration, setup.nonces()), this);
        Link opened = setup.open();
        link = opened;
        linkToWake = opened;
        limits = Limits.DEFAULT.withMaxMessageBytes(setup.maxMessageBytes());
    }

    private List<byte[]> registration(Hello hello, @Nullable KeyHint hint) {
        Announcement announcement = view.onRegistering();
        exposed = true;
        setup.concurrency().onSessionBegin();
        if (announcement == null) {
            throw new IllegalArgumentException("nothing to announce yet");
        }
        return Registration.frames(
                setup.identity(),
                setup.levels().toldOf(announcement),
                setup.concurrency().share(),
                setup.concurrency().deploymentShare(announcement.deploymentConcurrency()),
                hello.limits(),
                hint);
    }

    private void receive(Link from, RouterSession present) {
        flushUnsent();
        int waitMs = unsent.isEmpty() ? (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(present.waitNs())) : RETRY_MS;
        LinkEvent event = from.receive(waitMs);
        long nowNs = clock.nanoTime();
        SessionExchanges registered = live;
        if (present.wasStalled(nowNs)) {
            if (registered != null) {
                registered.bar();
            }
            refuseUnread(from, event);
            present.end(ErrorCode.STALLED, STALLED);
            return;
        }
        if (registered != null) {
            registered.onReceiving(nowNs);
        }
        List<WireRecord> requests = new ArrayList<>();
        for (int frames = 0; event == LinkEvent.FRAME && link == from; frames++) {
            onFrame(from.frame(), present, requests);
            event = frames < MAX_FRAMES_IN_A_TURN ? from.receive(0) : LinkEvent.TIMEOUT;
        }
        hand(requests);
        if (event == LinkEvent.LOST && link == from) {
            String failure = from.failure();
            present.end(ErrorCode.LANE_LOST, ConnectionEnd.reason(failure));
        }
    }

    private void onFrame(byte[] frame, RouterSession present, List<WireRecord> requests) {
        try {
            for (WireRecord record : Batch.parse(frame, limits)) {
                MessageType type = record.type();
                if (type == MessageType.REQUEST) {
                    present.onHeard();
                    requests.add(record);
                } else if (type == MessageType.CANCEL) {
                    present.onHeard();
                    hand(requests);
                    cancel((Cancel) MessageCodec.decode(record));
                } else {
                    // What the router says next must find every request before it begun.
                    hand(requests);
                    present.onMessage(MessageCodec.decode(record), clock.nanoTime());
                }
            }
        } catch (ProtocolException e) {
            present.end(ErrorCode.MALFORMED, "a bad batch: " + e.getMessage());
        }
    }

    private void hand(List<WireRecord> requests) {
        SessionExchanges present = live;
        if (!requests.isEmpty() && present != null) {
            deploymentDispatcher.dispatch(present, requests);
            lane.onBusy();
        }
        requests.clear();
    }

    private void cancel(Cancel cancel) {
        SessionExchanges present = live;
        RequestInFlight request = present == null ? null : present.find(cancel.exchange());
        if (request != null) {
            request.execution().cancel();
        }
    }

    private void refuseUnread(Link from, LinkEvent first) {
        SessionExchanges present = live;
        if (present == null) {
            return;
        }
        LinkEvent event = first;
        for (int frames = 0; event == LinkEvent.FRAME && frames < MAX_UNREAD_FRAMES; frames++) {
            try {
                List<WireRecord> requests = Batch.parse(from.frame(), limits).stream()
                        .filter(record -> record.type() == MessageType.REQUEST)
                        .toList();
                deploymentDispatcher.refuseAll(present, requests, ErrorCode.STALLED, STALLED);
            } catch (ProtocolException e) {
                LOG.debug("router {}: a bad batch among what is refused", endpoint, e);
            }
            event = from.receive(0);
        }
        lane.flush(present);
    }

    /** Until the sending lane has joined. */
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

    /** A registration of many pages is more than the connection takes at once. */
    private void flushUnsent() {
        Link open = link;
        while (open != null && !unsent.isEmpty() && open.send(unsent.element())) {
            unsent.remove();
        }
    }

    @Override
    public void onLive(Hello hello, Welcome welcome) {
        backoff.reset();
        lastReason = "";
        limits = hello.limits();
        heartbeats = 0;
        nextHeartbeatNs = clock.nanoTime();
        LOG.info("router {} ({}): registered, revision {}", endpoint, hello.router(), welcome.revision());
        SessionExchanges begun =
                new SessionExchanges(hello, welcome, setup.concurrency(), metrics, stallNs(), clock.nanoTime(), lane);
        live = begun;
        view.onWelcome(welcome);
        lane.wake();
    }

    private long stallNs() {
        RouterSession present = session;
        return present == null ? Long.MAX_VALUE : present.stallNs();
    }

    @Override
    public void onWelcome(Welcome welcome) {
        view.onWelcome(welcome);
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
        if (ended != null && ended.isLeaving()) {
            LOG.debug("router {}: left", endpoint);
        } else if (!reason.equals(lastReason)) {
            LOG.warn("the session with router {} ended: {} ({})", endpoint, reason, code.wireName());
        }
        lastReason = reason;
        closePrimary(code, reason);
        int pauseMs = switch (code) {
            case ID_IN_USE -> ID_IN_USE_PAUSE_MS;
            case KICKED -> KICKED_PAUSE_MS;
            default -> backoff.nextMs();
        };
        openAtNs = clock.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pauseMs);
    }

    private void closePrimary(ErrorCode code, String reason) {
        SessionExchanges ended = live;
        live = null;
        session = null;
        linkToWake = null;
        unsent.clear();
        if (link != null) {
            link.close();
            link = null;
        }
        if (ended != null) {
            ended.end(code, reason);
        } else if (exposed) {
            setup.concurrency().onSessionEnd(0);
        }
        exposed = false;
        view.onSessionEnd();
    }

    @Override
    public void onClose() {
        closePrimary(ErrorCode.GOODBYE, "the cell leaves");
    }
}
