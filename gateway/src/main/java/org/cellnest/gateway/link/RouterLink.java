package org.cellnest.gateway.link;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.cellnest.gateway.docs.RouterListing;
import org.cellnest.gateway.docs.RouterRoutes;
import org.cellnest.gateway.metrics.GatewayCounters;
import org.cellnest.gateway.metrics.GatewayCounters.Event;
import org.cellnest.protocol.Batch;
import org.cellnest.protocol.Description;
import org.cellnest.protocol.Drain;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Goodbye;
import org.cellnest.protocol.Hello;
import org.cellnest.protocol.Limits;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.ProtocolException;
import org.cellnest.protocol.Welcome;
import org.cellnest.protocol.WireRecord;
import org.cellnest.session.ConnectionEnd;
import org.cellnest.session.Identity;
import org.cellnest.transport.Agent;
import org.cellnest.transport.AgentRunner;
import org.cellnest.transport.Backoff;
import org.cellnest.transport.Clock;
import org.cellnest.transport.Link;
import org.cellnest.transport.LinkEvent;
import org.cellnest.transport.LinkSettings;
import org.cellnest.transport.Mailbox;
import org.cellnest.transport.Transport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a session with one router: owns its primary connection and the thread that receives on it, by which the two say how
 * they are; requests and answers go by the I/O threads' own. When a session is over, another begins after a pause.
 *
 * <p>{@code on...} methods may be called by any thread; the rest runs on the link's own.
 */
public final class RouterLink implements Agent, RouterSession.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(RouterLink.class);

    private static final int HANDSHAKE_TIMEOUT_MS = 3_000;
    private static final int BACKOFF_FIRST_MS = 100;
    private static final int BACKOFF_MAX_MS = 1_000;
    private static final int ID_IN_USE_PAUSE_MS = 250;
    private static final int MAX_FRAMES_IN_A_TURN = 256;
    private static final int MAILBOX = 1_024;
    private static final int GOODBYE_MS = 50;

    private final String endpoint;
    private final Supplier<Identity> identity;
    private final int maxMessageBytes;
    private final Transport transport;
    private final Clock clock;
    private final Supplier<byte[]> nonces;
    private final GatewayCounters counters;
    private final Supplier<Map<String, Long>> figures;
    private final List<GatewayLoop> loops;
    private final Mailbox<Runnable> commands;
    private final Backoff backoff = new Backoff(BACKOFF_FIRST_MS, BACKOFF_MAX_MS);

    private volatile @Nullable AgentRunner runner;
    private @Nullable Link link;
    private @Nullable RouterSession session;
    private @Nullable SessionHandle live;
    private @Nullable RouterListing listing;
    private Limits limits = Limits.DEFAULT;
    private long openAtNs;
    private boolean leaving;
    private String lastReason = "";
    private volatile @Nullable Link linkToWake;
    private volatile boolean ready;
    private volatile String why = "not connected yet";

    public RouterLink(
            String endpoint,
            Supplier<Identity> identity,
            int maxMessageBytes,
            Transport transport,
            Clock clock,
            Supplier<byte[]> nonces,
            GatewayCounters counters,
            Supplier<Map<String, Long>> figures,
            List<GatewayLoop> loops) {
        this.endpoint = endpoint;
        this.identity = identity;
        this.maxMessageBytes = maxMessageBytes;
        this.transport = transport;
        this.clock = clock;
        this.nonces = nonces;
        this.counters = counters;
        this.figures = figures;
        this.loops = loops;
        this.commands = new Mailbox<>(MAILBOX, this::wake);
        this.openAtNs = clock.nanoTime();
    }

    /** Starts the thread; once. */
    public void start(Consumer<Throwable> onFailure) {
        runner = AgentRunner.start("gateway-router-" + endpoint, this, clock, this::wakeLink, onFailure);
    }

    public String endpoint() {
        return endpoint;
    }

    /** Whether requests may be sent on all lanes. Any thread. */
    public boolean isReady() {
        return ready;
    }

    /** Why it is not ready, for people. Any thread. */
    public String why() {
        return why;
    }

    void onLaneJoined(SessionHandle of) {
        commands.offer(() -> {
            if (of == live && session != null) {
                session.onLaneJoined();
            }
        });
    }

    void onBadBatch() {
        counters.count(Event.BAD_BATCH);
    }

    void onLaneLost(SessionHandle of, ErrorCode code, String reason) {
        commands.offer(() -> {
            if (of == live && session != null) {
                session.onLaneLost(code, reason, clock.nanoTime());
            }
        });
    }

    /** The router's routes as they are now; null if it has no session, or does not tell them in time. Any thread. */
    public CompletableFuture<@Nullable RouterRoutes> describe() {
        CompletableFuture<@Nullable RouterRoutes> answer = new CompletableFuture<>();
        boolean taken = commands.offer(() -> {
            RouterListing present = listing;
            if (present == null) {
                answer.complete(null);
            } else {
                present.ask(answer, clock.nanoTime());
            }
        });
        if (!taken) {
            answer.complete(null);
        }
        return answer;
    }

    /** The gateway leaves: nothing new will be sent, and there is nothing outstanding. Ends the thread. */
    public void leave(long timeoutMs) {
        commands.offer(() -> leaving = true);
        AgentRunner running = runner;
        if (running != null) {
            running.close(timeoutMs);
        }
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

    // ---- the link's thread

    @Override
    public long doWork(long nowNs) {
        commands.drain(Runnable::run, MAILBOX);
        Link open = link;
        if (open == null) {
            if (leaving || nowNs - openAtNs < 0) {
                return leaving ? nowNs + TimeUnit.SECONDS.toNanos(1) : openAtNs;
            }
            open();
            return nowNs;
        }
        receive(open, nowNs);
        RouterSession present = session;
        if (present != null) {
            present.onTick(clock.nanoTime());
        }
        RouterListing told = listing;
        if (told != null) {
            told.onTick(clock.nanoTime());
        }
        return nowNs;
    }

    private void open() {
        session = new RouterSession(identity.get(), loops.size(), HANDSHAKE_TIMEOUT_MS, nonces, this);
        Link opened = Link.open(endpoint, LinkSettings.defaults().withMaxMessageBytes(maxMessageBytes), transport);
        link = opened;
        linkToWake = opened;
        limits = Limits.DEFAULT.withMaxMessageBytes(maxMessageBytes);
    }

    private void receive(Link from, long nowNs) {
        RouterSession present = session;
        long waitNs = present == null ? 0 : present.nextDueNs(nowNs) - nowNs;
        int waitMs = (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(waitNs));
        LinkEvent event = commands.size() > 0 ? from.receive(0) : from.receive(waitMs);
        for (int frames = 0; event == LinkEvent.FRAME; frames++) {
            onFrame(from.frame());
            if (link != from || frames >= MAX_FRAMES_IN_A_TURN) {
                break;
            }
            event = from.receive(0);
        }
        if (event == LinkEvent.LOST && link == from && present != null) {
            String failure = from.failure();
            present.onConnectionLost(ErrorCode.LANE_LOST, ConnectionEnd.reason(failure));
        }
    }

    private void onFrame(byte[] frame) {
        RouterSession present = session;
        if (present == null) {
            return;
        }
        try {
            for (WireRecord record : Batch.parse(frame, limits)) {
                Message message = MessageCodec.decode(record);
                present.onMessage(message, clock.nanoTime());
            }
        } catch (ProtocolException e) {
            onBadBatch();
            present.onConnectionLost(ErrorCode.MALFORMED, "a bad batch: " + e.getMessage());
        }
    }

    @Override
    public void send(byte[] frame) {
        Link open = link;
        if (open != null) {
            // A refused frame is no loss: the router's silence, or the connection's end, is noticed here all the same.
            open.send(frame);
        }
    }

    @Override
    public Map<String, Long> counters() {
        return figures.get();
    }

    @Override
    public void onWelcome(Hello hello, Welcome welcome) {
        backoff.reset();
        Link open = link;
        InetSocketAddress address = open == null ? null : open.address();
        if (address == null) {
            throw new IllegalStateException("welcomed without a connection");
        }
        SessionHandle welcomed = new SessionHandle(this, address, identity.get(), hello, welcome, loops.size());
        live = welcomed;
        listing = new RouterListing(describe -> send(MessageCodec.encode(describe)));
        limits = hello.limits();
        why = "lanes are joining";
        loops.forEach(loop -> loop.onWelcome(welcomed));
    }

    @Override
    public void onReady() {
        LOG.info("router {} ready", endpoint);
        lastReason = "";
        ready = true;
        why = "";
    }

    @Override
    public void onDescription(Description description) {
        RouterListing told = listing;
        if (told != null) {
            told.onDescription(description, clock.nanoTime());
        }
    }

    @Override
    public void onDrain() {
        LOG.info("router {} draining", endpoint);
        ready = false;
        why = "the router is draining";
        send(MessageCodec.encode(new Drain()));
        SessionHandle welcomed = live;
        if (welcomed != null) {
            loops.forEach(loop -> loop.onDrain(welcomed));
        }
    }

    @Override
    public void onOver(ErrorCode code, String reason) {
        counters.count(Event.SESSION_ENDED);
        ready = false;
        why = reason;
        if (!reason.equals(lastReason)) {
            LOG.warn("the session with router {} ended: {} ({})", endpoint, reason, code.wireName());
            lastReason = reason;
        }
        closePrimary();
        int pauseMs = code == ErrorCode.ID_IN_USE ? ID_IN_USE_PAUSE_MS : backoff.nextMs();
        openAtNs = clock.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pauseMs);
    }

    private void closePrimary() {
        SessionHandle ended = live;
        RouterListing told = listing;
        live = null;
        session = null;
        listing = null;
        linkToWake = null;
        if (link != null) {
            link.close();
            link = null;
        }
        if (told != null) {
            told.onOver();
        }
        if (ended != null) {
            loops.forEach(loop -> loop.onOver(ended));
        }
    }

    @Override
    public void onClose() {
        commands.drain(Runnable::run, MAILBOX);
        Link open = link;
        if (leaving && live != null && open != null) {
            send(MessageCodec.encode(new Goodbye()));
            // Closing drops what the connection has not taken yet; a router that has read it ends the session.
            long untilNs = clock.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GOODBYE_MS);
            LinkEvent event = LinkEvent.TIMEOUT;
            while (event != LinkEvent.LOST && clock.nanoTime() - untilNs < 0) {
                event = open.receive(GOODBYE_MS);
            }
        }
        ready = false;
        closePrimary();
    }
}
