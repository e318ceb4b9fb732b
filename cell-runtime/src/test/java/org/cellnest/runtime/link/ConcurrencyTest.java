package org.cellnest.runtime.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ConcurrencyTest {
    private final AtomicInteger told = new AtomicInteger();
    private final Concurrency concurrency = new Concurrency(10, told::incrementAndGet);

    @Test
    void dividesWhatOneDeploymentMayHaveAmongTheRouters() {
        concurrency.onSessionBegin();
        assertEquals(7, concurrency.deploymentShare(7));
        assertEquals(0, concurrency.deploymentShare(10));
        concurrency.onSessionBegin();
        assertEquals(3, concurrency.deploymentShare(7));
        assertEquals(1, concurrency.deploymentShare(1));
    }

    @Test
    void grantsAllToALoneRouterAndSharesAmongSeveral() {
        concurrency.onSessionBegin();
        assertEquals(10, concurrency.share());
        assertEquals(0, told.get());
        concurrency.onSessionBegin();
        concurrency.onSessionBegin();
        assertEquals(3, concurrency.share());
        assertEquals(2, told.get());
        concurrency.onSessionEnd(0);
        assertEquals(5, concurrency.share());
        assertEquals(3, told.get());
    }

    @Test
    void grantsLessWhileRequestsOfAnEndedSessionRun() {
        concurrency.onSessionBegin();
        concurrency.onSessionEnd(4);
        concurrency.onSessionBegin();
        assertEquals(6, concurrency.share());
        for (int i = 0; i < 4; i++) {
            assertEquals(0, told.get());
            concurrency.onLeftOverDone();
        }
        assertEquals(10, concurrency.share());
        assertEquals(1, told.get());
    }

    @Test
    void grantsAtLeastOne() {
        for (int i = 0; i < 20; i++) {
            concurrency.onSessionBegin();
        }
        assertEquals(1, concurrency.share());
    }

    @Test
    void runsNoMoreThanItMay() {
        for (int i = 0; i < 10; i++) {
            assertTrue(concurrency.tryAcquire());
        }
        assertFalse(concurrency.tryAcquire());
        concurrency.release();
        assertTrue(concurrency.tryAcquire());
    }
}
