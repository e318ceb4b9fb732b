package org.cellnest.transport;

import java.lang.Thread.UncaughtExceptionHandler;
import java.nio.channels.SelectableChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import zmq.poll.IPollEvents;
import zmq.poll.Poller;

/** Makes a transport's I/O threads, and lets what JeroMQ calls on one of them do more there. */
final class IoThreads {

    private static final int REVIEW_AFTER_MS = 5;

    private final Map<Thread, Poller> pollersByThread = new ConcurrentHashMap<>();
    private final UncaughtExceptionHandler onFatal;

    IoThreads(UncaughtExceptionHandler onFatal) {
        this.onFatal = onFatal;
    }

    Thread create(Runnable work, String name) {
        Thread thread = new Thread(work, "transport-" + name);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler(onFatal);
        if (work instanceof Poller poller) {
            pollersByThread.put(thread, poller);
        }
        return thread;
    }

    /** Runs a task on this I/O thread after a while. The task must not throw, or the thread ends. */
    void later(int delayMs, Runnable task) {
        Poller poller = pollersByThread.get(Thread.currentThread());
        if (poller != null) {
            poller.addTimer(delayMs, new Timer(task), 0);
        }
    }

    /**
     * To be called on an I/O thread as a connection of ours stands. JeroMQ 0.6.0 keeps a channel's registration as a
     * connecter apart from that as a connection. Where both are looked over in one go, which happens to the first
     * connection of a process on loopback now and then (2 in 100), cancelling the one cancels the other, and the
     * connection is neither read nor written until something else makes the poller look again. This does, a little later.
     */
    void reviewRegistrations(SelectableChannel channel) {
        Poller poller = pollersByThread.get(Thread.currentThread());
        if (poller != null) {
            IPollEvents nobody = new IPollEvents() {};
            // a handle the poller does not know: all it does is to make it look over those that it knows
            later(REVIEW_AFTER_MS, () -> poller.resetPollOut(new Poller.Handle(channel, nobody)));
        }
    }

    private record Timer(Runnable task) implements IPollEvents {

        @Override
        public void timerEvent(int id) {
            task.run();
        }
    }
}
