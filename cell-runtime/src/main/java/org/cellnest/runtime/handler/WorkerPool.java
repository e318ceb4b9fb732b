package org.cellnest.runtime.handler;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue with the workers that empty it. Thread-safe.
 *
 * <p>A batch costs its submitter one wake-up. A worker that claims an item while others wait wakes the next worker
 * before it begins. At most one wake-up is in progress at any time. So quick items are done by few threads, and yet no
 * item waits behind a slow one while a worker is free: as long as something is queued and a worker is available, one is
 * being woken. Idle workers are taken last in, first out, and end after a while.
 */
final class WorkerPool<T> {
    /** A callback on a worker's thread between two items, and before a wait. */
    interface Between<T> {
        /**
         * Notifies that a worker has done an item.
         *
         * @param done the item that the worker did last
         * @param next the item that it does next; null: nothing waits for now
         */
        void move(T done, @Nullable T next);
    }

    private final Executor starter;
    private final Consumer<T> work;
    private final Between<? super T> between;
    private final int maxWorkers;
    private final int maxQueued;
    private final long idleNs;
    private final LongSupplier nanoClock;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition workersGone = lock.newCondition();
    private final Deque<T> queue = new ArrayDeque<>();
    private final Deque<Worker> idle = new ArrayDeque<>();
    private final Set<Worker> workers = new HashSet<>();
    private int lost;
    private boolean waking;
    private boolean closed;

    /**
     * Creates a pool without workers yet.
     *
     * @param starter runs each worker in a thread of its own
     * @param work processes an item; it may throw, which is logged
     * @param between called between two items, and before a wait; must not throw
     * @param idleNs the time without an item after which a worker ends
     * @param nanoClock a monotonic clock
     */
    WorkerPool(
            Executor starter,
            Consumer<T> work,
            Between<? super T> between,
            int maxWorkers,
            int maxQueued,
            long idleNs,
            LongSupplier nanoClock) {
        this.starter = starter;
        this.work = work;
        this.between = between;
        this.maxWorkers = maxWorkers;
        this.maxQueued = maxQueued;
        this.idleNs = idleNs;
        this.nanoClock = nanoClock;
    }

    /** Takes items from the front of a list as long as there is room; returns their number. */
    int submit(List<? extends T> items) {
        Worker next;
        int taken;
        lock.lock();
        try {
            taken = closed ? 0 : Math.min(items.size(), maxQueued - queue.size());
            for (int i = 0; i < taken; i++) {
                queue.add(items.get(i));
            }
            next = nextWorker();
        } finally {
            lock.unlock();
        }
        wake(next);
        return taken;
    }

    /** Sets the number of workers that do not return for now. As many more may be started in their place. */
    void onLost(int workersLost) {
        Worker next;
        lock.lock();
        try {
            lost = workersLost;
            next = nextWorker();
        } finally {
            lock.unlock();
        }
        wake(next);
    }

    /** Returns the number of items that wait for a worker. */
    int queued() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing more, discards waiting items, and lets the workers end; interrupts the busy ones on request. */
    void close(boolean interrupt) {
        lock.lock();
        try {
            closed = true;
            queue.clear();
            for (Worker worker : workers) {
                worker.signalled = true;
                Thread thread = worker.thread;
                LockSupport.unpark(thread);
                if (interrupt && thread != null) {
                    thread.interrupt();
                }
            }
            idle.clear();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the workers of a closed pool to end; false if some have not. */
    boolean awaitEnd(long timeoutNs) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = timeoutNs;
            while (!workers.isEmpty() && left > 0) {
                left = workersGone.awaitNanos(left);
            }
            return workers.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Returns the worker to wake, if an item waits and no wake-up is in progress. Under the lock. */
    private @Nullable Worker nextWorker() {
        if (queue.isEmpty() || waking) {
            return null;
        }
        Worker worker = idle.poll();
        if (worker == null) {
            if (workers.size() >= maxWorkers + lost) {
                return null;
            }
            worker = new Worker();
            workers.add(worker);
        }
        worker.signalled = true;
        waking = true;
        return worker;
    }

    private void wake(@Nullable Worker worker) {
        if (worker == null) {
            return;
        }
        if (worker.started) {
            LockSupport.unpark(worker.thread);
            return;
        }
        worker.started = true;
        try {
            starter.execute(worker);
        } catch (Throwable t) { // no memory for another thread: those that live go on, the next submission tries again
            FallbackReplies.LOG.error("A worker could not be started", t);
            lock.lock();
            try {
                waking = false;
                workers.remove(worker);
                workersGone.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private final class Worker implements Runnable {
        /** Whether the worker is woken. Written under the lock, but read without it before parking again. */
        private volatile boolean signalled;

        private volatile @Nullable Thread thread;
        private volatile boolean started;

        @Override
        public void run() {
            thread = Thread.currentThread();
            try {
                T done = null;
                for (T item = next(null); item != null; item = next(done)) {
                    perform(item);
                    done = item;
                }
            } finally {
                leave();
            }
        }

        private void perform(T item) {
            try {
                work.accept(item);
            } catch (Throwable t) { // one item must not end the worker of the others
                FallbackReplies.LOG.error("A task failed", t);
            } finally {
                boolean unused = Thread.interrupted(); // what is left of an interrupt is not meant for the next item
            }
        }

        /** Returns the next item, or null if the worker is to end. */
        private @Nullable T next(@Nullable T before) {
            T done = before;
            while (true) {
                Worker next;
                T item;
                boolean ending = false;
                lock.lock();
                try {
                    arrive();
                    item = queue.poll();
                    if (item == null) {
                        ending = closed;
                        if (!ending) {
                            idle.push(this);
                        }
                    }
                    next = nextWorker();
                } finally {
                    lock.unlock();
                }
                wake(next);
                if (done != null) {
                    between.move(done, item);
                    done = null;
                }
                if (item != null || ending) {
                    return item;
                }
                if (!awaitSignal()) {
                    return null;
                }
            }
        }

        /** Ends the wake-up of this worker. Under the lock. */
        private void arrive() {
            if (signalled) {
                signalled = false;
                waking = false;
            }
        }

        /** Parks until the worker is woken; false if it was idle for so long that it may end. */
        private boolean awaitSignal() {
            long deadlineNs = nanoClock.getAsLong() + idleNs;
            while (!signalled) {
                long left = deadlineNs - nanoClock.getAsLong();
                if (left > 0) {
                    LockSupport.parkNanos(WorkerPool.this, left);
                    boolean unused = Thread.interrupted(); // else the park would return at once from now on
                    continue;
                }
                lock.lock();
                try {
                    if (!signalled) {
                        idle.remove(this);
                        return false;
                    }
                } finally {
                    lock.unlock();
                }
            }
            return true;
        }

        private void leave() {
            lock.lock();
            try {
                workers.remove(this);
                workersGone.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
