package org.cellnest.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

class AgentRunnerTest {

    private final AtomicInteger turns = new AtomicInteger();
    private final AtomicInteger closes = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    private AgentRunner start(LongUnaryOperator turn, Runnable onClose) {
        Agent agent = new Agent() {
            @Override
            public long doWork(long nowNs) {
                turns.incrementAndGet();
                return turn.applyAsLong(nowNs);
            }

            @Override
            public void onClose() {
                closes.incrementAndGet();
                onClose.run();
            }
        };
        return AgentRunner.start("agent-under-test", agent, SystemClock.INSTANCE, () -> {}, failure::set);
    }

    private AgentRunner start(LongUnaryOperator turn) {
        return start(turn, () -> {});
    }

    @Test
    void repeatsTurnsUntilItIsClosed() {
        AgentRunner runner = start(nowNs -> nowNs);
        Await.until("many turns", () -> turns.get() > 100);
        assertTrue(runner.close(5_000));
        assertEquals(1, closes.get());
        assertFalse(runner.isAlive());
        assertNull(failure.get());
    }

    @Test
    void keepsTheJvmAliveUnlessItIsADaemon() {
        AtomicReference<String> kind = new AtomicReference<>("none");
        Agent agent = new Agent() {
            @Override
            public long doWork(long nowNs) {
                kind.set(Thread.currentThread().isDaemon() ? "daemon" : "user");
                return nowNs + TimeUnit.HOURS.toNanos(1);
            }

            @Override
            public void onClose() {}
        };
        AgentRunner runner = AgentRunner.start("a-runner", agent, SystemClock.INSTANCE, () -> {}, failure::set);
        Await.until("a turn on a user thread", () -> "user".equals(kind.get()));
        assertTrue(runner.close(5_000));
        AgentRunner daemon = AgentRunner.startDaemon("a-daemon", agent, SystemClock.INSTANCE, () -> {}, failure::set);
        Await.until("a turn on a daemon thread", () -> "daemon".equals(kind.get()));
        assertTrue(daemon.close(5_000));
        assertNull(failure.get());
    }

    @Test
    void sleepsUntilTheNextTurnIsDueOrItIsWoken() {
        AgentRunner runner = start(nowNs -> nowNs + TimeUnit.HOURS.toNanos(1));
        Await.until("the first turn", () -> turns.get() == 1);
        runner.wake();
        Await.until("the second turn", () -> turns.get() == 2);
        assertTrue(runner.close(5_000));
    }

    @Test
    void runsATurnWhenItIsDue() {
        try (AgentRunner runner = start(nowNs -> nowNs + 1_000_000)) {
            Await.until("turns of themselves", () -> turns.get() > 3);
            assertTrue(runner.isAlive());
        }
    }

    @Test
    void endsWithTheExceptionAndReportsIt() {
        IllegalStateException boom = new IllegalStateException("boom");
        AgentRunner runner = start(nowNs -> {
            throw boom;
        });
        Await.until("the agent has ended", () -> !runner.isAlive());
        assertSame(boom, failure.get());
        assertEquals(1, turns.get());
        assertEquals(1, closes.get());
        assertTrue(runner.close(1));
    }

    @Test
    void reportsAnErrorToo() {
        AgentRunner runner = start(nowNs -> {
            throw new StackOverflowError("deep");
        });
        Await.until("the agent has ended", () -> !runner.isAlive());
        assertTrue(failure.get() instanceof StackOverflowError);
    }

    @Test
    void reportsWhatGoesWrongInClosing() {
        IllegalStateException boom = new IllegalStateException("boom");
        AgentRunner runner = start(nowNs -> nowNs, () -> {
            throw boom;
        });
        assertTrue(runner.close(5_000));
        assertSame(boom, failure.get());
    }

    @Test
    void doesNotWaitForeverForATurnThatHangs() throws Exception {
        CountDownLatch inTurn = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        AgentRunner runner = start(nowNs -> {
            inTurn.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return nowNs;
        });
        inTurn.await();
        assertFalse(runner.close(20));
        release.countDown();
        assertTrue(runner.close(5_000));
    }

    @Test
    void mayBeClosedFromWithinATurn() {
        AtomicReference<AgentRunner> self = new AtomicReference<>();
        AgentRunner runner = start(nowNs -> {
            AgentRunner me = self.get();
            if (me != null) {
                assertFalse(me.close(60_000));
            }
            return nowNs;
        });
        self.set(runner);
        Await.until("the agent has ended", () -> !runner.isAlive());
        assertNull(failure.get());
    }
}
