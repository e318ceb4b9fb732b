package org.cellnest.gateway.dispatch;

import java.util.ArrayDeque;
import java.util.Deque;
import org.cellnest.protocol.BatchFrame;
import org.cellnest.protocol.BatchWriter;
import org.cellnest.protocol.Data;
import org.cellnest.protocol.Limits;
import org.cellnest.protocol.MessageCodec;

/**
 * Sends the DATA of one I/O thread to one router, behind all other records. Uploads that find too much waiting here go on
 * by turns when the connection has taken it. Owned by the I/O thread.
 */
final class DataSender {
    /** The number of waiting bytes from which uploads wait. */
    private static final int MAX_WAITING_BYTES = 256 << 10;

    private final FrameSink sender;
    private final BatchWriter writer;
    private final Deque<BatchFrame> unsent = new ArrayDeque<>();
    private final Deque<BodyFlow> waiting = new ArrayDeque<>();
    private int waitingBytes;

    DataSender(FrameSink sender, Limits limits) {
        this.sender = sender;
        this.writer = new BatchWriter(limits);
    }

    /** Whether more should be added now. */
    boolean takes() {
        return waitingBytes < MAX_WAITING_BYTES;
    }

    /** Lets an upload go on when there is room again. */
    void await(BodyFlow flow) {
        if (!flow.isAwaitingRoom()) {
            flow.setAwaitingRoom(true);
            waiting.add(flow);
        }
    }

    void add(Data data) {
        MessageCodec.encode(data, writer);
        waitingBytes += BodyFlow.recordBytes(data.bytes().length());
    }

    boolean hasUnsent() {
        return !unsent.isEmpty() || !writer.isEmpty();
    }

    /** Whether {@link #flush} has anything to do. */
    boolean hasWork() {
        return hasUnsent() || !waiting.isEmpty();
    }

    /** Hands over what has gathered, as far as the connection takes it. True: nothing is left. */
    boolean flush() {
        BatchFrame frame;
        while ((frame = writer.pollFrame()) != null) {
            unsent.add(frame);
        }
        while ((frame = unsent.peek()) != null) {
            if (!sender.send(frame.parts())) {
                return false;
            }
            unsent.remove();
            waitingBytes -= frame.bytes();
            frame.release();
        }
        resume();
        return !hasUnsent();
    }

    private void resume() {
        for (int left = waiting.size(); left > 0 && takes(); left--) {
            BodyFlow flow = waiting.remove();
            flow.setAwaitingRoom(false);
            if (flow.uploads()) {
                flow.request().client().flows().onCredit();
            }
        }
    }

    /** Drops what was not handed over, since the connection is lost. */
    void close() {
        writer.close();
        unsent.forEach(BatchFrame::release);
        unsent.clear();
        waiting.clear();
        waitingBytes = 0;
    }
}
