package org.cellnest.transport;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends the wait of the thread that owns a socket. Any thread may use it, at any time, also after the socket was closed;
 * it never waits for the owner. Wake-ups that come before the owner has noticed the first are coalesced.
 */
public final class Waker {

    private final Runnable endWait;
    private final AtomicBoolean pending = new AtomicBoolean();

    /** @param endWait ends the owner's wait, or its next one; harmless after the socket was closed */
    Waker(Runnable endWait) {
        this.endWait = endWait;
    }

    public void wake() {
        if (!pending.get() && pending.compareAndSet(false, true)) {
            endWait.run();
        }
    }

    /** Whether there is a wake-up that was not taken. The owner's thread. */
    boolean isPending() {
        return pending.get();
    }

    /** Whether there was a wake-up since the last call. The owner's thread. */
    boolean take() {
        return pending.get() && pending.compareAndSet(true, false);
    }
}
