package org.cellnest.runtime.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.cellnest.process.logging.ProcessLogging;
import org.cellnest.protocol.Drain;
import org.cellnest.protocol.Heartbeat;
import org.cellnest.protocol.Hello;
import org.cellnest.protocol.Limits;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.PeerKind;
import org.cellnest.protocol.Welcome;
import org.cellnest.runtime.deploy.RegistrationBoard;
import org.cellnest.session.Identity;
import org.cellnest.transport.ManualClock;
import org.cellnest.transport.NativeTransport;
import org.junit.jupiter.api.Test;

class LaneControlTest implements LaneControl.Sink {
    private static final int HEARTBEAT_MS = 1_000;

    private static final CellStreams STREAMS = new CellStreams(10, 1 << 20);

    private final List<Message> written = new ArrayList<>();
    private final Concurrency concurrency = new Concurrency(10, () -> {});
    private final LinkSetup setup = new LinkSetup(
            "tcp://127.0.0.1:1",
            new Identity(PeerKind.CELL, "c", "i", 1, Map.of(), null, false),
            1 << 20,
            new NativeTransport(),
            new ManualClock(),
            () -> new byte[32],
            new RegistrationBoard(),
            concurrency,
            STREAMS,
            new CellMetrics(() -> 0, () -> 0, () -> 0, STREAMS),
            new LogLevels(ProcessLogging.levels(), () -> {}));
    private final SessionExchanges session = new SessionExchanges(
            new Hello(1, "r", "i", HEARTBEAT_MS, 3, false, Limits.DEFAULT),
            new Welcome("s", 1, true, 0, List.of()),
            concurrency,
            new LinkMetrics(),
            TimeUnit.SECONDS.toNanos(2),
            0,
            new ReplySender() {
                @Override
                public void sendNow() {}

                @Override
                public void wake() {}
            },
            () -> {});
    private long nowNs = 7;
    private final LaneControl control = new LaneControl(setup, () -> 4, session, nowNs);

    @Override
    public void append(Message message) {
        written.add(message);
    }

    @Override
    public void append(List<byte[]> frames) {
        throw new AssertionError("nothing is announced");
    }

    private List<Message> written() {
        written.clear();
        control.writeTo(this, nowNs);
        return List.copyOf(written);
    }

    @Test
    void beatsAtOnceAndThenOnceInEachPeriod() {
        assertEquals(List.of(new Heartbeat(1, 0, 4, 0, Map.of())), written());
        nowNs += TimeUnit.MILLISECONDS.toNanos(HEARTBEAT_MS) - 1;
        assertEquals(List.of(), written());
        assertEquals(nowNs + 1, control.nextHeartbeatNs());
        nowNs++;
        Heartbeat second = (Heartbeat) written().get(0);
        assertEquals(2, second.sequence());
        assertTrue(second.counters().size() > 0);
    }

    @Test
    void writesDrainOnceAndAfterTheHeartbeat() {
        session.drain();
        List<Message> first = written();
        assertEquals(2, first.size());
        assertEquals(new Drain(), first.get(1));
        assertEquals(List.of(), written());
    }
}
