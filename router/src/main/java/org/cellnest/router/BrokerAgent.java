package org.cellnest.router;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.cellnest.buffer.Bytes;
import org.cellnest.buffer.ChunkSlice;
import org.cellnest.router.broker.Broker;
import org.cellnest.router.broker.BrokerEvents;
import org.cellnest.router.broker.BrokerSettings;
import org.cellnest.router.broker.BrokerStatus;
import org.cellnest.router.broker.FrameSink;
import org.cellnest.router.broker.PrometheusPage;
import org.cellnest.router.broker.TimeSlice;
import org.cellnest.telemetry.trace.Tracer;
import org.cellnest.transport.Agent;
import org.cellnest.transport.Clock;
import org.cellnest.transport.Inbound;
import org.cellnest.transport.Mailbox;
import org.cellnest.transport.RouterSocket;
import org.cellnest.transport.SendResult;
import org.jspecify.annotations.Nullable;

/**
 * Owns the router's one socket and runs the {@link Broker} in turns. A turn begins with one wait, which ends with
 * input, a wake-up or the broker's next deadline. At most {@value #MAX_FRAMES} frames or a millisecond of input follow,
 * then timers, at most a millisecond of longer work, and output.
 */
final class BrokerAgent implements Agent {
    private static final int MAX_FRAMES = 256;
    private static final long MAX_INPUT_NS = TimeUnit.MILLISECONDS.toNanos(1);
    /** Leaves room within a millisecond for the last step of a piece. */
    private static final long PIECE_NS = TimeUnit.MICROSECONDS.toNanos(500);

    private static final long STATUS_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int MAX_COMMANDS = 256;
    private static final int COMMANDS = 4096;
    /** Questions of the control plane that wait; each has a turn of its own. */
    private static final int QUESTIONS = 256;

    /** The delay of a turn beyond which the process counts as having been stopped. */
    private static final long MAX_STALL_NS = TimeUnit.SECONDS.toNanos(1);
    /** Bounds what is taken in after a stop before anything is decided. */
    private static final int MAX_FRAMES_AFTER_STALL = 1 << 17;
    /** The time for the last frames to leave: closing a socket drops frames that are not sent. */
    private static final long LINGER_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final RouterSocket socket;
    private final Broker broker;
    private final Clock clock;
    private final ThreadedParser parser;
    private final Mailbox<Runnable> commands;
    private final Mailbox<Runnable> questions;
    private final Inbound inbound = new Inbound();
    /** The frames in chunks that the broker has borrowed for this turn. */
    private final List<Bytes> lentFrames = new ArrayList<>();

    private final long stallNs;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private volatile BrokerStatus status;

    private long statusNs;
    private long expectedNs;
    private boolean hadInput;
    private long turnBeganNs;
    private boolean stopping;
    private long stopDeadlineNs;
    private long lingerUntilNs;

    BrokerAgent(
            RouterSocket socket,
            BrokerSettings settings,
            BrokerEvents events,
            @Nullable Tracer tracer,
            Clock clock,
            RandomGenerator random) {
        this.socket = socket;
        this.clock = clock;
        this.commands = new Mailbox<>(COMMANDS, socket.waker()::wake);
        this.questions = new Mailbox<>(QUESTIONS, socket.waker()::wake);
        this.parser = new ThreadedParser(this::onParsed);
        long nowNs = clock.nanoTime();
        TimeSlice slice = TimeSlice.of(clock::nanoTime, PIECE_NS);
        this.broker = new Broker(settings, portOf(socket), parser, events, tracer, random, slice, nowNs);
        this.stallNs = stallNs(settings);
        this.expectedNs = nowNs;
        this.statusNs = nowNs;
        this.status = broker.status();
    }

    /**
     * Returns the time for which this thread may be absent without an effect. Peers drop a router that was silent for
     * the dead time. One period of it may pass before the absence, and another in a wait.
     */
    private static long stallNs(BrokerSettings settings) {
        long unnoticedNs = settings.heartbeatNs() * (settings.deadAfterMissed() - 2L);
        return Math.min(MAX_STALL_NS, Math.max(settings.heartbeatNs() / 2, unnoticedNs));
    }

    private static FrameSink portOf(RouterSocket socket) {
        return new FrameSink() {
            @Override
            public SendResult send(int connection, Bytes... parts) {
                return socket.send(connection, parts);
            }

            @Override
            public void holdReading(int connection) {
                socket.holdReading(connection);
            }

            @Override
            public void resumeReading(int connection) {
                socket.resumeReading(connection);
            }

            @Override
            public long takenBytes(int connection) {
                return socket.sentBytes(connection);
            }

            @Override
            public String addressOf(int connection) {
                return socket.remoteAddress(connection);
            }

            @Override
            public String keyOf(int connection) {
                return socket.peerKey(connection);
            }

            @Override
            public int listenerOf(int connection) {
                return socket.listener(connection);
            }
        };
    }

    // Any thread.

    /** Has something short done on the broker's thread, in a turn of its own; false: too much waits for that. */
    boolean ask(Consumer<Broker> question) {
        return questions.offer(() -> question.accept(broker));
    }

    /** Figures that are at most a heartbeat old. */
    BrokerStatus status() {
        return status;
    }

    /** Returns the page for Prometheus. */
    PrometheusPage page(String routerId, String version, int maxRoutes) {
        return new PrometheusPage(
                routerId,
                version,
                maxRoutes,
                this::status,
                broker.metrics(),
                broker.activeRoutes(),
                broker::publishedSessions,
                socket.counters()::refusedByReason,
                socket.chunks());
    }

    /**
     * Accepts nothing new, finishes the requests in progress, and sends GOODBYE. The stage completes on the broker's
     * thread.
     */
    CompletionStage<Void> stop(long drainNs) {
        boolean taken = commands.offer(() -> {
            if (!stopping) {
                stopping = true;
                stopDeadlineNs = clock.nanoTime() + drainNs;
                broker.startDraining(clock.nanoTime());
            }
        });
        if (!taken) {
            stopped.complete(null);
        }
        return stopped;
    }

    private boolean onParsed(ThreadedParser.Result result) {
        return commands.offer(() -> broker.onParsed(result.token(), result.parsed(), clock.nanoTime()));
    }

    // The broker's thread.

    @Override
    public long doWork(long nowNs) {
        long gapNs = nowNs - expectedNs;
        hadInput = false;
        if (gapNs > stallNs) {
            broker.hold(gapNs);
            takeInAll();
        } else {
            takeIn(nowNs, timeoutMs(nowNs));
        }
        commands.drain(Runnable::run, MAX_COMMANDS);
        questions.drain(Runnable::run, 1);
        long turnNs = clock.nanoTime();
        boolean counts = hadInput || broker.isBusy();
        if (!hadInput) {
            turnBeganNs = turnNs;
        }
        broker.onTimers(turnNs);
        broker.flush(turnNs);
        if (stopping) {
            finish(turnNs);
        }
        if (turnNs - statusNs >= STATUS_NS) {
            statusNs = turnNs;
            status = broker.status();
        }
        expectedNs = clock.nanoTime();
        broker.onTurnEnd(expectedNs);
        if (!lentFrames.isEmpty()) {
            lentFrames.forEach(Bytes::release);
            lentFrames.clear();
        }
        if (counts) {
            broker.metrics().turns.record(expectedNs - turnBeganNs);
        }
        return nowNs;
    }

    private void takeIn(long nowNs, int timeoutMs) {
        boolean came = socket.receive(inbound, timeoutMs);
        long sinceNs = clock.nanoTime();
        hadInput = came;
        turnBeganNs = sinceNs;
        if (sinceNs - nowNs - TimeUnit.MILLISECONDS.toNanos(timeoutMs) > stallNs) {
            broker.hold(sinceNs - nowNs);
            if (came) {
                onInbound(sinceNs);
            }
            takeInAll();
        } else if (came) {
            takeIn(sinceNs);
        }
    }

    private void takeIn(long sinceNs) {
        long atNs = sinceNs;
        for (int frames = 1; ; frames++) {
            onInbound(atNs);
            long beforeNs = atNs;
            atNs = clock.nanoTime();
            if (atNs - beforeNs > stallNs) {
                broker.hold(atNs - beforeNs);
                takeInAll();
                return;
            }
            if (frames == MAX_FRAMES || atNs - sinceNs >= MAX_INPUT_NS || !socket.receive(inbound, 0)) {
                return;
            }
        }
    }

    /** Handles all waiting input after a stop, before any peer is judged or any request is dispatched. */
    private void takeInAll() {
        long nowNs = clock.nanoTime();
        for (int frames = 0; frames < MAX_FRAMES_AFTER_STALL && socket.receive(inbound, 0); frames++) {
            onInbound(nowNs);
        }
        broker.release(clock.nanoTime());
    }

    private void onInbound(long nowNs) {
        switch (inbound.kind()) {
            case FRAME -> {
                Bytes frame = inbound.frame();
                if (frame instanceof ChunkSlice) {
                    lentFrames.add(frame);
                }
                broker.onFrame(inbound.connection(), frame, nowNs);
            }
            case DISCONNECTED -> broker.onDisconnected(inbound.connection(), inbound.reason(), nowNs);
            case WAKE_UP -> {
                // The commands are drained in every turn.
            }
        }
    }

    private int timeoutMs(long nowNs) {
        if (questions.size() > 0) {
            return 0;
        }
        long untilNs = broker.nextDeadlineNs(nowNs);
        if (stopping) {
            untilNs = Math.min(untilNs, lingerUntilNs == 0 ? stopDeadlineNs : lingerUntilNs);
        }
        long leftNs = untilNs - nowNs;
        // Rounded up: waking before the deadline would only make the thread wait again.
        return leftNs <= 0 ? 0 : (int) Math.min(1000, (leftNs + 999_999) / 1_000_000);
    }

    private void finish(long nowNs) {
        if (lingerUntilNs == 0) {
            if (broker.isDrained(nowNs) || nowNs - stopDeadlineNs >= 0) {
                broker.sayGoodbye(nowNs);
                broker.flush(nowNs);
                lingerUntilNs = nowNs + LINGER_NS;
            }
        } else if (nowNs - lingerUntilNs >= 0) {
            stopped.complete(null);
        }
    }

    @Override
    public void onClose() {
        parser.close();
        socket.close();
        stopped.complete(null);
    }
}
