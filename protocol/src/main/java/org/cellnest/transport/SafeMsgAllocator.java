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
    private final int maxMessageBytes;
    private final Consumer<Metadata> onFrame;

    /** @param onFrame called for each whole frame with the metadata of its connection */
    SafeMsgAllocator(int maxMessageBytes, Consumer<Metadata> onFrame) {
        this.maxMessageBytes = maxMessageBytes;
        this.onFrame = onFrame;
    }

    /**
     * A size on the wire has 64 bits. JeroMQ takes those from 2^63 up for negative, thus within any maximum, and gives
     * us their lower 32 bits, which may be negative or anything: such a frame becomes an empty one.
     */
    @Override
    public Msg allocate(int size) {
        return new SafeMsg(size < 0 || size > maxMessageBytes ? 0 : size, this);
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
