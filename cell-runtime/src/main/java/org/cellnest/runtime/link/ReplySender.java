package org.cellnest.runtime.link;

/** Sends the final records of a session. Any thread may call every method. */
interface ReplySender {
    /** Sends the waiting records in the caller's thread, unless another thread is about to; never waits. */
    void sendNow();

    /** Makes the sending thread send the waiting records soon. */
    void wake();
}
