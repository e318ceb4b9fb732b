package org.cellnest.runtime.link;

import java.util.ArrayDeque;
import java.util.Deque;
import org.cellnest.protocol.Data;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.Reply;
import org.cellnest.protocol.WireRecord;
import org.jspecify.annotations.Nullable;

/**
 * Queues the answers of a session that flow: for each its REPLY, then its DATA, and RESET where it breaks off. Answers
 * take turns of one record each, those with a small one first. What waits of an answer is bounded by the credit of its
 * receiver. Thread-safe.
 */
final class FlowOutbox {
    /** The length of DATA from which it waits for small ones of other answers. */
    private static final int SMALL_BYTES = 4 << 10;

    /** The number of small records after which a large one has its turn. */
    private static final int SMALL_IN_A_ROW = 16;

    /** The records of one answer. Guarded by the outbox. */
    static final class Queue {
        private final Deque<Message> records = new ArrayDeque<>();
        private boolean hasTurn;
    }

    private final Deque<Queue> small = new ArrayDeque<>();
    private final Deque<Queue> large = new ArrayDeque<>();
    private int smallInARow;
    private volatile int waiting;

    /** Adds a record of an answer. Returns whether nothing waited before, so that the sending thread has to look. */
    synchronized boolean add(Queue queue, Message record) {
        queue.records.add(record);
        takeTurn(queue);
        waiting = waiting + 1;
        return waiting == 1;
    }

    private void takeTurn(Queue queue) {
        Message next = queue.records.peek();
        if (next != null && !queue.hasTurn) {
            queue.hasTurn = true;
            (length(next) < SMALL_BYTES ? small : large).add(queue);
        }
    }

    /** Drops what waits of an answer that has broken off, but for its REPLY unless that is to go too. */
    synchronized void drop(Queue queue, boolean replyToo) {
        Message first = queue.records.peek();
        int before = queue.records.size();
        queue.records.clear();
        if (first instanceof Reply && !replyToo) {
            queue.records.add(first);
        }
        waiting = waiting - before + queue.records.size();
    }

    /** Returns the next record to send, or null if there is none. */
    synchronized @Nullable Message poll() {
        Queue queue;
        while ((queue = nextTurn()) != null) {
            queue.hasTurn = false;
            Message record = queue.records.poll();
            if (record != null) { // else dropped meanwhile
                takeTurn(queue);
                waiting = waiting - 1;
                return record;
            }
        }
        return null;
    }

    private @Nullable Queue nextTurn() {
        boolean isLarge = small.isEmpty() || (smallInARow >= SMALL_IN_A_ROW && !large.isEmpty());
        smallInARow = isLarge ? 0 : smallInARow + 1;
        return isLarge ? large.poll() : small.poll();
    }

    boolean isEmpty() {
        return waiting == 0;
    }

    /** Returns about how long a record is, in bytes. */
    static int length(Message record) {
        if (record instanceof Data data) {
            return WireRecord.DATA_HEAD_BYTES + data.bytes().length();
        }
        return record instanceof Reply reply ? reply.body().length() : WireRecord.DATA_HEAD_BYTES;
    }
}
