package org.cellnest.runtime.link;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.cellnest.protocol.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the one lock of an exchange whose bodies flow, and does after each step under it what must not run within:
 * receivers, tasks that wait for room, the wake of the sending thread, the end of the request. Any thread.
 */
abstract class ExchangeDoor {
    private static final Logger LOG = LoggerFactory.getLogger(ExchangeDoor.class);

    private final SessionExchanges session;
    private final Runnable cancelHandler;
    private final Runnable onDone;
    private final ReentrantLock lock = new ReentrantLock();
    private final FlowOutbox.Queue queue = new FlowOutbox.Queue();

    private boolean wake;
    private boolean full;
    private boolean cancelDue;
    private boolean done;

    /**
     * @param cancelHandler interrupts the handler; may be called more than once
     * @param onDone called once when {@link #isDone}
     */
    ExchangeDoor(SessionExchanges session, Runnable cancelHandler, Runnable onDone) {
        this.session = session;
        this.cancelHandler = cancelHandler;
        this.onDone = onDone;
    }

    /** Whether the handler has answered and nothing more is to be said; asked under the lock. */
    abstract boolean isDone();

    /** Returns the request's body, or null if it came whole. */
    abstract @Nullable InFlow in();

    /** Returns the answer's body; null before it flows. */
    abstract @Nullable OutFlow out();

    /** Begins a step; {@link #leave} ends it. */
    final void enter() {
        lock.lock();
    }

    /** Leaves the lock, and nothing else. */
    final void leaveOnly() {
        lock.unlock();
    }

    final Condition newCondition() {
        return lock.newCondition();
    }

    /** Ends a step: leaves the lock, then does what the step has caused. */
    final void leave() {
        boolean wakeNow = wake;
        boolean fullNow = full;
        boolean cancelNow = cancelDue;
        boolean doneNow = !done && isDone();
        InFlow in = in();
        boolean hasNews = in != null && in.hasNews();
        OutFlow out = out();
        Runnable room = out == null ? null : out.takeReadyTask();
        wake = false;
        full = false;
        cancelDue = false;
        done |= doneNow;
        lock.unlock();
        if (doneNow) {
            // Before the last word is on its way: on it the router may send the next request.
            onDone.run();
        }
        if (wakeNow) {
            session.wake();
        }
        if (cancelNow) {
            cancelHandler.run();
        }
        if (hasNews && in != null) {
            in.deliver();
        }
        if (room != null) {
            run(room);
        }
        if (fullNow) {
            session.endFull();
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) { // in a thread of the link, which is to go on
            LOG.error("a writer of a body failed", e);
        }
    }

    /** Queues a record of the answer that flows: its head, its body, or its end. */
    final void queue(Message record) {
        wake |= session.flows().add(queue, record);
    }

    /** Drops what waits of the answer, but for its head unless that is to go too. */
    final void drop(boolean headToo) {
        session.flows().drop(queue, headToo);
    }

    /** Queues any other record, which goes before all bodies. */
    final void control(Message record) {
        wake = true;
        full |= !session.offer(record);
    }

    /** Has the handler interrupted when the step ends. */
    final void cancelHandlerLater(boolean isDue) {
        cancelDue |= isDue;
    }

    /** Makes the sending thread look now, before the caller waits under the lock. */
    final void wakeNow() {
        if (wake) {
            wake = false;
            session.wake();
        }
    }
}
