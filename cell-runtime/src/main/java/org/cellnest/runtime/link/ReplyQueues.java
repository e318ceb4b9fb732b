package org.cellnest.runtime.link;

import java.util.function.Consumer;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.Reply;
import org.cellnest.transport.Mailbox;

/**
 * Queues the final records of a session until they are sent. Large replies have a queue of their own, so that the
 * others pass them. {@link #drain} is for one thread at a time, the rest for any.
 */
final class ReplyQueues {
    /** The body length beyond which a reply is large. */
    private static final int LARGE_BYTES = 16 << 10;

    private final Mailbox<Message> small;
    private final Mailbox<Message> large;

    /** @param capacity how many may wait of each kind */
    ReplyQueues(int capacity) {
        small = new Mailbox<>(capacity, () -> {});
        large = new Mailbox<>(capacity, () -> {});
    }

    /** Adds a record. False: too many wait. */
    boolean offer(Message last) {
        boolean isLarge = last instanceof Reply reply && reply.body().length() > LARGE_BYTES;
        return (isLarge ? large : small).offer(last);
    }

    /**
     * Gives small records to a consumer in the order they came, then one large reply at most.
     *
     * @param max how many small ones at most
     * @param mayBeLarge whether a large reply may be sent, for which the next frames have to wait
     * @return how many in all
     */
    int drain(Consumer<Message> consumer, int max, boolean mayBeLarge) {
        int taken = small.drain(consumer, max);
        return mayBeLarge ? taken + large.drain(consumer, 1) : taken;
    }

    boolean isEmpty() {
        return small.size() == 0 && large.size() == 0;
    }

    /** Returns the number of small replies that wait. */
    int small() {
        return small.size();
    }
}
