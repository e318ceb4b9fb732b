package org.cellnest.gateway;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.cellnest.gateway.rules.RequestIds;
import org.cellnest.protocol.WireRecord;
import org.cellnest.transport.Clock;
import org.cellnest.transport.Transport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.XnioExecutor;
import org.xnio.XnioIoThread;

/**
 * What one I/O thread owns: its requests and their {@link Dispatcher}, and one sending connection to each router. What
 * requests write in a turn of the event loop is sent once, at the turn's end.
 *
 * <p>{@code on...} methods may be called by any thread and take effect on the I/O thread, in order; the rest belongs to
 * that thread.
 */
final class GatewayLoop {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayLoop.class);

    private static final long TICK_MS = 50;
    /** A turn that comes later than this was held up together with all else; what waits is taken in before it judges. */
    private static final long STALL_NS = TimeUnit.SECONDS.toNanos(1);

    /** While a lane joins, or a connection does not take what it is given. */
    private static final long FAST_TICK_MS = 2;

    private final int number;
    private final XnioIoThread thread;
    private final Transport transport;
    private final Clock clock;
    private final Supplier<byte[]> nonces;
    private final int maxMessageBytes;
    private final InFlightRequests.Generations generations;
    private final Dispatcher dispatcher;
    private final RequestIds requestIds;
    private final List<LaneLink> links = new ArrayList<>();
    private final Runnable flush = this::flush;
    private final Runnable tick = this::tick;
    private boolean flushDue;
    private boolean stopped;
    private long tickDueNs;
    private XnioExecutor.@Nullable Key tickKey;

    GatewayLoop(
            int number,
            XnioIoThread thread,
            Transport transport,
            Clock clock,
            Supplier<byte[]> nonces,
            int maxMessageBytes,
            SecureRandom random,
            Dispatcher dispatcher) {
        this.number = number;
        this.thread = thread;
        this.transport = transport;
        this.clock = clock;
        this.nonces = nonces;
        this.maxMessageBytes = maxMessageBytes;
        this.generations = new InFlightRequests.Generations(random.nextLong());
        this.requestIds = new RequestIds(random.nextLong());
        this.dispatcher = dispatcher;
    }

    // ---- any thread

    void onWelcome(LiveSession session) {
        thread.execute(() -> welcome(session));
    }

    void onDrain(LiveSession session) {
        thread.execute(() -> {
            Lane lane = laneOf(session);
            if (lane != null) {
                dispatcher.onLaneDraining(lane);
            }
        });
    }

    void onOver(LiveSession session) {
        thread.execute(() -> over(session));
    }

    /** Answers, all of them of this thread's slots. */
    void onRecords(LiveSession session, List<WireRecord> records) {
        thread.execute(() -> records(session, records));
    }

    void start() {
        thread.execute(() -> tickWithin(TICK_MS));
    }

    /** Closes the connections; waits until that is done. Not to be called on the I/O thread. */
    void stop(long timeoutMs) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        thread.execute(() -> {
            stopped = true;
            links.forEach(LaneLink::close);
            links.clear();
            done.countDown();
        });
        if (!done.await(timeoutMs, TimeUnit.MILLISECONDS)) {
            LOG.warn("I/O thread {} did not stop within {} ms", number, timeoutMs);
        }
    }

    // ---- the I/O thread

    Dispatcher dispatcher() {
        return dispatcher;
    }

    RequestIds requestIds() {
        return requestIds;
    }

    long nowNs() {
        return clock.nanoTime();
    }

    boolean isCurrentThread() {
        return Thread.currentThread() == thread;
    }

    int number() {
        return number;
    }

    void execute(Runnable task) {
        thread.execute(task);
    }

    void executeAfter(Runnable task, long ms) {
        thread.executeAfter(task, ms, TimeUnit.MILLISECONDS);
    }

    /** Sends a request that has come whole. */
    void submit(PendingRequest request) {
        dispatcher.submit(request, nowNs());
        flushLater();
    }

    /** The client is gone. */
    void clientGone(PendingRequest request) {
        dispatcher.onClientGone(request);
        flushLater();
    }

    private void flushLater() {
        if (!flushDue && !stopped) {
            flushDue = true;
            thread.execute(flush);
        }
    }

    private void flush() {
        flushDue = false;
        if (!stopped && dispatcher.hasUnsent() && !dispatcher.flush()) {
            pollLinks();
            tickWithin(FAST_TICK_MS);
        }
    }

    private void records(LiveSession session, List<WireRecord> records) {
        session.handedOver(number, records.size());
        Lane lane = laneOf(session);
        if (lane == null) {
            return;
        }
        long nowNs = nowNs();
        for (int i = 0; i < records.size(); i++) {
            dispatcher.onRecord(lane, records.get(i), nowNs);
        }
        dispatcher.unpark(nowNs);
        flushLater();
    }

    private void welcome(LiveSession session) {
        if (!stopped) {
            links.add(new LaneLink(session, number + 1, maxMessageBytes, transport, nonces));
            tickWithin(FAST_TICK_MS);
        }
    }

    private void over(LiveSession session) {
        for (LaneLink link : List.copyOf(links)) {
            if (link.session() == session) {
                links.remove(link);
                link.close();
                Lane lane = link.lane();
                if (lane != null) {
                    dispatcher.onLaneLost(lane, nowNs());
                }
            }
        }
        flushLater();
    }

    private @Nullable Lane laneOf(LiveSession session) {
        for (int i = 0; i < links.size(); i++) {
            if (links.get(i).session() == session) {
                return links.get(i).lane();
            }
        }
        return null;
    }

    private boolean pollLinks() {
        boolean joining = false;
        for (int i = 0; i < links.size(); i++) {
            LaneLink link = links.get(i);
            if (link.poll()) {
                SlotShares shares = link.session().shares();
                dispatcher.onLaneOpen(
                        link.open(new InFlightRequests<>(shares.first(number), shares.count(number), generations)),
                        nowNs());
            }
            joining |= link.isJoining();
        }
        return joining;
    }

    private void tick() {
        tickKey = null;
        if (stopped) {
            return;
        }
        if (nowNs() - tickDueNs > STALL_NS) {
            tickDueNs = nowNs();
            tickWithin(TICK_MS);
            return;
        }
        boolean hurry = false;
        try {
            hurry = pollLinks();
            dispatcher.onTick(nowNs());
            hurry |= !dispatcher.flush();
        } finally {
            tickWithin(hurry ? FAST_TICK_MS : TICK_MS);
        }
    }

    private void tickWithin(long ms) {
        long dueNs = nowNs() + TimeUnit.MILLISECONDS.toNanos(ms);
        XnioExecutor.Key key = tickKey;
        if (key != null) {
            if (tickDueNs - dueNs <= 0) {
                return;
            }
            key.remove();
        }
        tickDueNs = dueNs;
        tickKey = thread.executeAfter(tick, ms, TimeUnit.MILLISECONDS);
    }
}
