package org.cellnest.transport;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import zmq.Msg;
import zmq.io.Metadata;
import zmq.msg.MsgAllocator;

/**
 * Makes the messages that JeroMQ's decoders fill: on the heap and exactly sized, so that their arrays are handed on
 * without a copy. Called by I/O threads.
 */
final class SafeMsgAllocator implements MsgAllocator {

    private final AtomicLong chosenIds = new AtomicLong();
    private final Consumer<Metadata> onFrame;

    /** @param onFrame called for each whole frame with the metadata of its connection */
    SafeMsgAllocator(Consumer<Metadata> onFrame) {
        this.onFrame = onFrame;
    }

    /** A frame of 2^63 bytes or more arrives as a negative size, past the check of the maximum; it becomes an empty one. */
    @Override
    public Msg allocate(int size) {
        return new SafeMsg(Math.max(size, 0), this);
    }

    void onFrame(Metadata metadata) {
        onFrame.accept(metadata);
    }

    void onChosenId() {
        chosenIds.incrementAndGet();
    }

    /** How many connections announced a routing id of their choice. Any thread. */
    long chosenIds() {
        return chosenIds.get();
    }
}
