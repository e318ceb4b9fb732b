package org.cellnest.gateway.link;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.cellnest.buffer.Bytes;
import org.cellnest.gateway.docs.RouterListing;
import org.cellnest.gateway.docs.RouterRoutes;
import org.cellnest.gateway.metrics.GatewayCounters.Event;
import org.cellnest.protocol.Batch;
import org.cellnest.protocol.Description;
import org.cellnest.protocol.Drain;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Goodbye;
import org.cellnest.protocol.Hello;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.ProtocolException;
import org.cellnest.protocol.Welcome;
import org.cellnest.protocol.WireRecord;
import org.cellnest.session.EndReason;
import org.cellnest.session.PrimaryLink;
import org.cellnest.transport.Agent;
import org.cellnest.transport.Clock;
import org.cellnest.transport.LinkEvent;
import org.cellnest.transport.Mailbox;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a session with one router on the primary connection, and tends the listing of the router's routes. When a
 * session is over, another begins after a pause.
 *
 * <p>Belongs to the link's thread, which runs every method except {@link #status}. Other threads command it by {@link
 * RouterLink}.
 */
final class RouterLinkAgent implements Agent, GatewayRouterSession.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(RouterLink.class);

    private static final int HANDSHAKE_TIMEOUT_MS = 3_000;
    private static final int GOODBYE_MS = 50;

    private final LinkSetup setup;
    private final String endpoint;
    private final Clock clock;
    private final RouterLink commander;
    private final Mailbox<Runnable> commands;
    private final PrimaryLink primary;
    private final List<GatewayLoopProxy> loops;
    private final EndReason lastEnd = new EndReason();

    private @Nullable GatewayRouterSession session;
    private @Nullable SessionHandle live;
    private @Nullable RouterListing listing;
    private boolean leaving;
    private volatile LinkStatus status = LinkStatus.notReady("not connected yet");

    /** @param commander the link's other door, which the sessions' lanes report to */
    RouterLinkAgent(
            LinkSetup setup,
            RouterLink commander,
            Mailbox<Runnable> commands,
            PrimaryLink primary,
            List<GatewayLoopProxy> loops) {
        this.setup = setup;
        this.endpoint = setup.endpoint();
        this.clock = setup.clock();
        this.commander = commander;
        this.commands = commands;
        this.primary = primary;
        this.loops = loops;
    }

    /** Returns the readiness that was published last. Any thread. */
    LinkStatus status() {
        return status;
    }

    void onLaneJoined(SessionHandle of) {
        if (of == live && session != null) {
            session.onLaneJoined();
        }
    }

    void onLaneLost(SessionHandle of, ErrorCode code, String reason) {
        if (of == live && session != null) {
            session.onLaneLost(code, reason, clock.nanoTime());
        }
    }

    void onDescribe(CompletableFuture<@Nullable RouterRoutes> answer) {
        RouterListing present = listing;
        if (present == null) {
            answer.complete(null);
        } else {
            present.ask(answer, clock.nanoTime());
        }
    }

    void onLeave() {
        leaving = true;
    }

    @Override
    public long doWork(long nowNs) {
        commands.drain(Runnable::run, RouterLink.MAILBOX);
        GatewayRouterSession present = session;
        if (present == null) {
            if (leaving || nowNs - primary.openAtNs() < 0) {
                return leaving ? nowNs + TimeUnit.SECONDS.toNanos(1) : primary.openAtNs();
            }
            open();
            return nowNs;
        }
        receive(present, nowNs);
        present.onTick(clock.nanoTime());
        RouterListing told = listing;
        if (told != null) {
            told.onTick(clock.nanoTime());
        }
        return nowNs;
    }

    private void open() {
        session = new GatewayRouterSession(
                setup.identity().get(), loops.size(), HANDSHAKE_TIMEOUT_MS, setup.nonces(), this);
        primary.open();
    }

    private void receive(GatewayRouterSession present, long nowNs) {
        long waitNs = present.nextDueNs(nowNs) - nowNs;
        int waitMs = (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(waitNs));
        LinkEvent event = primary.receive(commands.size() > 0 ? 0 : waitMs);
        String lost = primary.takeFrames(event, frame -> onFrame(frame, present));
        if (lost != null) {
            present.onConnectionLost(ErrorCode.LANE_LOST, lost);
        }
    }

    private void onFrame(Bytes frame, GatewayRouterSession present) {
        try {
            for (WireRecord record : Batch.parse(frame, primary.limits())) {
                present.onMessage(MessageCodec.decode(record), clock.nanoTime());
            }
        } catch (ProtocolException e) {
            setup.counters().count(Event.BAD_BATCH);
            present.onConnectionLost(ErrorCode.MALFORMED, "a bad batch: " + e.getMessage());
        }
    }

    @Override
    public void send(byte[] frame) {
        // A refused frame is no loss: the router's silence, or the connection's end, is noticed here all the same.
        primary.send(frame);
    }

    @Override
    public Map<String, Long> counters() {
        return setup.figures().get();
    }

    @Override
    public void onWelcome(Hello hello, Welcome welcome) {
        InetSocketAddress address = primary.address();
        if (address == null) {
            throw new IllegalStateException("welcomed without a connection");
        }
        SessionHandle welcomed =
                new SessionHandle(commander, address, setup.identity().get(), hello, welcome, loops.size());
        live = welcomed;
        listing = new RouterListing(describe -> send(MessageCodec.encode(describe)));
        primary.onLive(hello.limits());
        status = LinkStatus.notReady("lanes are joining");
        loops.forEach(loop -> loop.welcome(welcomed));
    }

    @Override
    public void onReady() {
        LOG.info("router {} ready", endpoint);
        lastEnd.clear();
        status = LinkStatus.READY;
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
        status = LinkStatus.notReady("the router is draining");
        send(MessageCodec.encode(new Drain()));
        SessionHandle welcomed = live;
        if (welcomed != null) {
            loops.forEach(loop -> loop.drain(welcomed));
        }
    }

    @Override
    public void onOver(ErrorCode code, String reason) {
        setup.counters().count(Event.SESSION_ENDED);
        status = LinkStatus.notReady(reason);
        if (lastEnd.change(reason)) {
            LOG.warn("the session with router {} ended: {} ({})", endpoint, reason, code.wireName());
        }
        endSession();
        primary.pauseAfter(code, clock.nanoTime());
    }

    private void endSession() {
        SessionHandle ended = live;
        RouterListing told = listing;
        live = null;
        session = null;
        listing = null;
        primary.close();
        if (told != null) {
            told.onOver();
        }
        if (ended != null) {
            loops.forEach(loop -> loop.over(ended));
        }
    }

    @Override
    public void onClose() {
        commands.drain(Runnable::run, RouterLink.MAILBOX);
        if (leaving && live != null) {
            send(MessageCodec.encode(new Goodbye()));
            // Closing drops what the connection has not taken yet; a router that has read it ends the session.
            long untilNs = clock.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GOODBYE_MS);
            LinkEvent event = LinkEvent.TIMEOUT;
            while (event != LinkEvent.LOST && clock.nanoTime() - untilNs < 0) {
                event = primary.receive(GOODBYE_MS);
            }
        }
        status = LinkStatus.notReady(status.why());
        endSession();
    }
}
