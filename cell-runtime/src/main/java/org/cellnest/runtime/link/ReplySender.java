package org.cellnest.runtime.link;

/** Who sends the final records of a session. Any thread may call. */
interface ReplySender {
    /** Sends what waits, in the caller's thread if nobody else is about to; never waits. */
    void sendNow();

    /** Has what waits sent by the sending thread, soon. */
    void wake();
}
