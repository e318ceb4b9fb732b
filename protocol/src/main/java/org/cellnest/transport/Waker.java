package org.cellnest.transport;

import java.util.concurrent.atomic.AtomicBoolean;
import zmq.SocketBase;

/**
 * Ends the wait of the thread that owns a socket. Any thread may use it, at any time, also after the socket was closed;
 * it never waits for the owner. Wakes that come before the owner has noticed the first are one.
 */
public final class Waker {

    private final SocketBase socket;
    private final AtomicBoolean pending = new AtomicBoolean();
    private final Object lock = new Object();
    private boolean closed;

    Waker(SocketBase socket) {
        this.socket = socket;
    }

    public void wake() {
        if (!pending.get() && pending.compareAndSet(false, true)) {
            synchronized (lock) {
                if (!closed) {
                    socket.cancel(pending);
                }
            }
        }
    }

    /** Set while a wake-up is waiting to be noticed; JeroMQ ends a wait that was given it. */
    AtomicBoolean pending() {
        return pending;
    }

    /** Whether there was a wake-up since the last call. The owner's thread. */
    boolean take() {
        return pending.get() && pending.compareAndSet(true, false);
    }

    /** After this the socket is not touched again. */
    void close() {
        synchronized (lock) {
            closed = true;
        }
    }
}
