package org.cellnest.runtime.handler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WorkerPoolTest {
    private static final long IDLE_NS = TimeUnit.SECONDS.toNanos(20);

    private final AtomicInteger started = new AtomicInteger();
    private final Executor starter = worker -> {
        started.incrementAndGet();
        Thread thread = new Thread(worker, "worker-under-test");
        thread.setDaemon(true);
        thread.start();
    };
    private WorkerPool<Runnable> pool = pool(4, 8, IDLE_NS);

    private WorkerPool<Runnable> pool(int workers, int queued, long idleNs) {
        return new WorkerPool<>(starter, Runnable::run, (done, next) -> {}, workers, queued, idleNs, System::nanoTime);
    }

    @AfterEach
    void close() throws InterruptedException {
        pool.close(true);
        assertTrue(pool.awaitEnd(TimeUnit.SECONDS.toNanos(10)), "workers have ended");
    }

    @Test
    void nothingWaitsBehindASlowOneWhileAWorkerIsFree() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch quick = new CountDownLatch(3);
        Runnable slow = () -> await(release);
        assertEquals(6, pool.submit(List.of(slow, quick::countDown, slow, quick::countDown, slow, quick::countDown)));
        assertTrue(quick.await(10, TimeUnit.SECONDS));
        release.countDown();
    }

    @Test
    void takesWhatThereIsRoomForAndNoMore() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(4);
        Runnable slow = () -> {
            busy.countDown();
            await(release);
        };
        assertEquals(4, pool.submit(Collections.nCopies(4, slow)));
        assertTrue(busy.await(10, TimeUnit.SECONDS));
        assertEquals(8, pool.submit(Collections.nCopies(10, slow)));
        assertEquals(8, pool.queued());
        assertEquals(0, pool.submit(List.of(slow)));
        release.countDown();
        assertEquals(4, started.get());
    }

    @Test
    void doesEverythingOnceWhoeverSubmits() throws InterruptedException {
        pool = pool(4, 100_000, IDLE_NS);
        int submitters = 3;
        int batches = 2_000;
        AtomicInteger done = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(submitters * batches * 5);
        Runnable item = () -> {
            done.incrementAndGet();
            all.countDown();
        };
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < submitters; i++) {
            Thread thread = new Thread(() -> {
                for (int b = 0; b < batches; b++) {
                    pool.submit(Collections.nCopies(5, item));
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertTrue(all.await(20, TimeUnit.SECONDS), () -> all.getCount() + " left");
        assertEquals(submitters * batches * 5, done.get());
    }

    @Test
    void workersEndWhenIdleAndAreStartedAgain() throws InterruptedException {
        pool = pool(1, 8, TimeUnit.MILLISECONDS.toNanos(1));
        for (int i = 0; i < 50; i++) {
            CountDownLatch done = new CountDownLatch(1);
            assertEquals(1, pool.submit(List.of(done::countDown)));
            assertTrue(done.await(10, TimeUnit.SECONDS));
            Thread.onSpinWait();
        }
    }

    @Test
    void aWorkerEndsOnceItsIdleTimeIsOverAndNotBefore() throws InterruptedException {
        BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
        BlockingQueue<Long> times = new LinkedBlockingQueue<>(List.of(0L, IDLE_NS - 1, IDLE_NS));
        WorkerPool<Runnable> single = new WorkerPool<>(
                starter,
                Runnable::run,
                (done, next) -> {},
                1,
                8,
                IDLE_NS,
                () -> Objects.requireNonNullElse(times.poll(), IDLE_NS));
        single.submit(List.of(() -> threads.add(Thread.currentThread())));
        Objects.requireNonNull(threads.poll(10, TimeUnit.SECONDS)).join(10_000);
        assertEquals(List.of(), List.copyOf(times));
        assertEquals(1, single.submit(List.of(() -> threads.add(Thread.currentThread()))));
        assertNotNull(threads.poll(10, TimeUnit.SECONDS));
        assertEquals(2, started.get());
        single.close(true);
        assertTrue(single.awaitEnd(TimeUnit.SECONDS.toNanos(10)));
    }

    @Test
    void anItemThatThrowsOrIsInterruptedLeavesTheNextAlone() throws InterruptedException {
        pool = pool(1, 8, IDLE_NS);
        List<Boolean> interrupted = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch done = new CountDownLatch(1);
        pool.submit(List.of(
                () -> {
                    throw new AssertionError("thrown on purpose");
                },
                () -> Thread.currentThread().interrupt(),
                () -> {
                    interrupted.add(Thread.currentThread().isInterrupted());
                    done.countDown();
                }));
        assertTrue(done.await(10, TimeUnit.SECONDS));
        assertEquals(List.of(false), interrupted);
        assertEquals(1, started.get());
    }

    @Test
    void takesNothingOnceClosed() {
        pool.close(false);
        assertEquals(0, pool.submit(List.of(() -> {})));
    }

    @Test
    void tellsBetweenTwoItemsAndBeforeAWait() throws InterruptedException {
        List<String> told = new CopyOnWriteArrayList<>();
        CountDownLatch idle = new CountDownLatch(1);
        WorkerPool<String> single = new WorkerPool<>(
                starter,
                item -> {},
                (done, next) -> {
                    told.add(done + " " + next);
                    if (next == null) {
                        idle.countDown();
                    }
                },
                1,
                8,
                IDLE_NS,
                System::nanoTime);
        assertEquals(3, single.submit(List.of("a", "b", "c")));
        assertTrue(idle.await(10, TimeUnit.SECONDS), "the worker waits");
        assertEquals(List.of("a b", "b c", "c null"), told);
        single.close(true);
        assertTrue(single.awaitEnd(TimeUnit.SECONDS.toNanos(10)), "the worker has ended");
    }

    @Test
    void triesAgainWhenAThreadCannotBeStarted() throws InterruptedException {
        AtomicInteger attempts = new AtomicInteger();
        WorkerPool<Runnable> poor = new WorkerPool<>(
                worker -> {
                    if (attempts.getAndIncrement() == 0) {
                        throw new OutOfMemoryError("unable to create native thread, on purpose");
                    }
                    starter.execute(worker);
                },
                Runnable::run,
                (done, next) -> {},
                2,
                8,
                IDLE_NS,
                System::nanoTime);
        CountDownLatch done = new CountDownLatch(2);
        assertEquals(1, poor.submit(List.of(done::countDown)));
        assertEquals(1, poor.submit(List.of(done::countDown)));
        assertTrue(done.await(10, TimeUnit.SECONDS));
        poor.close(true);
        assertTrue(poor.awaitEnd(TimeUnit.SECONDS.toNanos(10)));
    }

    @Test
    void awaitingTheEndIsBounded() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(1);
        pool.submit(List.of(() -> {
            busy.countDown();
            await(release);
        }));
        assertTrue(busy.await(10, TimeUnit.SECONDS));
        pool.close(false);
        assertFalse(pool.awaitEnd(TimeUnit.MILLISECONDS.toNanos(5)));
        release.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
