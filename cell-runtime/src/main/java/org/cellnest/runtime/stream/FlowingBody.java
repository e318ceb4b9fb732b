package org.cellnest.runtime.stream;

/**
 * A source of an answer's body that flows. The link calls exactly one of its methods, once.
 */
public interface FlowingBody {
    /**
     * Begins to write; returns at once, with the writing left to a thread of the deployment. Called once the head of the
     * answer is queued.
     */
    void start(ReplyFlow out);

    /** Releases what the source holds, such as an open file, since nothing of it is to be sent. */
    void discard();
}
