package org.cellnest.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AgentThreadTest {
    private final CountDownLatch turns = new CountDownLatch(2);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AgentThread thread = new AgentThread();
    private final Agent agent = new Agent() {
        @Override
        public long doWork(long nowNs) {
            turns.countDown();
            return nowNs + TimeUnit.HOURS.toNanos(1);
        }

        @Override
        public void onClose() {
            closed.countDown();
        }
    };

    @Test
    void doesNothingBeforeItIsStarted() {
        thread.wake();
        thread.close(0);
        assertEquals(2, turns.getCount());
    }

    @Test
    void wakesAndEndsItsThread() throws InterruptedException {
        thread.start("agent-thread-test", agent, SystemClock.INSTANCE, () -> {}, failure -> {});
        Await.until("the first turn", () -> turns.getCount() == 1);
        thread.wake();
        assertTrue(turns.await(10, TimeUnit.SECONDS));
        thread.close(10_000);
        assertEquals(0, closed.getCount());
    }
}
