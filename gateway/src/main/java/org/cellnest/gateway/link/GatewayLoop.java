package org.cellnest.gateway.link;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.cellnest.buffer.ChunkPool;
import org.cellnest.gateway.dispatch.ByteBudget;
import org.cellnest.gateway.dispatch.InFlightRequests;
import org.cellnest.gateway.dispatch.Lane;
import org.cellnest.gateway.dispatch.PendingRequest;
import org.cellnest.gateway.dispatch.SlotShares;
import org.cellnest.gateway.dispatch.UpstreamDispatcher;
import org.cellnest.gateway.dispatch.WriteTimeouts;
import org.cellnest.gateway.intake.RequestIntake;
import org.cellnest.gateway.metrics.LoopMetrics;
import org.cellnest.http.RequestIds;
import org.cellnest.protocol.WireRecord;
import org.cellnest.transport.Clock;
import org.cellnest.transport.Engines;
import org.cellnest.transport.LinkSettings;
import org.cellnest.transport.Transport;
import org.xnio.XnioIoThread;

/**
 * Runs the requests of one I/O thread: owns their {@link UpstreamDispatcher} and one connection to each router, by
 * which they and their answers travel. The output of a turn of the event loop is sent once, at the turn's end.
 *
 * <p>Belongs to the I/O thread. Other threads command it by {@link GatewayLoopProxy}; they may call {@link #execute},
 * {@link #executeAfter}, {@link #isCurrentThread}, {@link #number}, {@link #figures} and the clock's methods too.
 */
public final class GatewayLoop implements LaneLink.Owner {
    private static final long TICK_MS = 50;
    /**
     * The delay of a tick beyond which this process counts as stalled: waiting input is then handled before the tick's
     * decisions.
     */
    private static final long STALL_NS = TimeUnit.SECONDS.toNanos(1);

    private final int number;
    private final XnioIoThread thread;
    private final Clock clock;
    private final Supplier<byte[]> nonces;
    private final LinkSettings linkSettings;
    private final Engines engines;
    private final InFlightRequests.Generations generations;
    private final UpstreamDispatcher upstreamDispatcher;
    private final RequestIds requestIds;
    private final WriteTimeouts writeTimeouts;
    private final RequestIntake intake;
    private final ByteBudget budget;
    private final LoopMetrics figures = new LoopMetrics();
    private final List<LaneLink> links = new ArrayList<>();
    private final Runnable flush = this::flush;
    private final Runnable tick = this::tick;
    private boolean flushDue;
    private boolean stopped;
    private long tickDueNs;

    public GatewayLoop(
            int number,
            XnioIoThread thread,
            Clock clock,
            Supplier<byte[]> nonces,
            int maxMessageBytes,
            Transport transport,
            ChunkPool chunks,
            SecureRandom random,
            WriteTimeouts writeTimeouts,
            RequestIntake intake,
            ByteBudget budget,
            UpstreamDispatcher upstreamDispatcher) {
        this.number = number;
        this.thread = thread;
        this.clock = clock;
        this.nonces = nonces;
        this.engines = transport.engines(chunks);
        this.linkSettings = LinkSettings.defaults().withMaxMessageBytes(maxMessageBytes);
        this.generations = new InFlightRequests.Generations(random.nextLong());
        this.requestIds = new RequestIds(random.nextLong());
        this.writeTimeouts = writeTimeouts;
        this.intake = intake;
        this.budget = budget;
        this.upstreamDispatcher = upstreamDispatcher;
    }

    public UpstreamDispatcher upstreamDispatcher() {
        return upstreamDispatcher;
    }

    public LoopMetrics figures() {
        return figures;
    }

    public WriteTimeouts writeTimeouts() {
        return writeTimeouts;
    }

    public RequestIntake intake() {
        return intake;
    }

    /** Returns the memory for large bodies of this I/O thread. */
    public ChunkPool chunks() {
        return engines.chunks();
    }

    public RequestIds requestIds() {
        return requestIds;
    }

    public long epochMillis() {
        return clock.epochMillis();
    }

    public long nowNs() {
        return clock.nanoTime();
    }

    public boolean isCurrentThread() {
        return Thread.currentThread() == thread;
    }

    public int number() {
        return number;
    }

    public void execute(Runnable task) {
        thread.execute(task);
    }

    public void executeAfter(Runnable task, long ms) {
        thread.executeAfter(task, ms, TimeUnit.MILLISECONDS);
    }

    /** Sends a request that was received in full. */
    public void submit(PendingRequest request) {
        upstreamDispatcher.submit(request, nowNs());
        flushLater();
    }

    /** Gives up a request whose client is gone. */
    public void clientGone(PendingRequest request) {
        upstreamDispatcher.onClientGone(request);
        flushLater();
    }

    /** Sends what was written to lanes at the end of the turn. */
    public void flushLater() {
        if (!flushDue && !stopped) {
            flushDue = true;
            thread.execute(flush);
        }
    }

    private void flush() {
        flushDue = false;
        if (!stopped) {
            // What a connection does not take waits until it is writable, which ends in onTurn.
            upstreamDispatcher.flush(nowNs());
        }
    }

    @Override
    public Lane onJoined(LaneLink link) {
        SessionHandle session = link.session();
        SlotShares shares = session.shares();
        Lane lane = new Lane(
                link::send,
                session.hello().limits(),
                new InFlightRequests<>(shares.first(number), shares.count(number), generations));
        upstreamDispatcher.onLaneOpen(lane, nowNs());
        if (link.isDraining()) {
            drain(lane);
        }
        return lane;
    }

    @Override
    public void onAnswer(Lane lane, WireRecord record) {
        upstreamDispatcher.onRecord(lane, record, nowNs());
    }

    @Override
    public boolean mayRead() {
        return !budget.isPressed();
    }

    @Override
    public void onTurn() {
        upstreamDispatcher.unpark(nowNs());
        if (upstreamDispatcher.hasUnsent()) {
            flushLater();
        }
    }

    void onWelcome(SessionHandle session) {
        if (!stopped) {
            LaneLink link = new LaneLink(session, number + 1, linkSettings, thread, engines, nonces, this);
            links.add(link);
            link.open();
        }
    }

    void onDrain(SessionHandle session) {
        for (LaneLink link : links) {
            if (link.session() == session) {
                link.drain();
                Lane lane = link.lane();
                if (lane != null) {
                    drain(lane);
                }
            }
        }
    }

    void onOver(SessionHandle session) {
        for (LaneLink link : List.copyOf(links)) {
            if (link.session() == session) {
                links.remove(link);
                link.close();
                Lane lane = link.lane();
                if (lane != null) {
                    upstreamDispatcher.onLaneLost(lane, nowNs());
                }
            }
        }
        flushLater();
    }

    void onStart() {
        tickLater();
    }

    void onStop() {
        stopped = true;
        links.forEach(LaneLink::close);
        links.clear();
        engines.close();
    }

    private void drain(Lane lane) {
        upstreamDispatcher.onLaneDraining(lane);
        flushLater();
    }

    private void tick() {
        if (stopped) {
            return;
        }
        long lateNs = nowNs() - tickDueNs;
        figures.lag.record(lateNs);
        try {
            if (engines.tend(nowNs())) {
                List.copyOf(links).forEach(LaneLink::onTended);
            }
            if (lateNs <= STALL_NS) {
                upstreamDispatcher.onTick(nowNs());
                writeTimeouts.onTick(nowNs());
                writeTimeouts.relieve(budget::isPressed, nowNs());
                intake.onTick(nowNs());
                upstreamDispatcher.flush(nowNs());
                figures.parked.set(upstreamDispatcher.parked());
            }
            links.forEach(LaneLink::readOn);
        } finally {
            tickLater();
        }
    }

    private void tickLater() {
        tickDueNs = nowNs() + TimeUnit.MILLISECONDS.toNanos(TICK_MS);
        thread.executeAfter(tick, TICK_MS, TimeUnit.MILLISECONDS);
    }
}
