package org.cellnest.transport.jeromq;

import java.io.IOException;
import java.io.UncheckedIOException;
import zmq.io.IOThread;
import zmq.poll.Poller;

/**
 * Runs JeroMQ's I/O thread for one owner: a poller with its handles and timers, which runs on the owner's thread and
 * only on request. Belongs to the owner's thread.
 */
final class IoLoop {

    private final IOThread thread;
    private final Poller poller;

    IoLoop(IOThread thread, Poller poller) {
        this.thread = thread;
        this.poller = poller;
    }

    IOThread thread() {
        return thread;
    }

    /** Runs the timers that are due and forgets the handles of ended engines. */
    void turn() {
        try {
            poller.run();
        } catch (NoSelector.WouldWait e) {
            // The turn is over.
        }
    }

    /** Returns the number of the poller's handles: those of the engines and that of its own mailbox. */
    int load() {
        return thread.getLoad();
    }

    void close() {
        // A poller that was told to stop has stopped as soon as it runs, and closing waits for that.
        poller.stop();
        poller.run();
        try {
            thread.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
