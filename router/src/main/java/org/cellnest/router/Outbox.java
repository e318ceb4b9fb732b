package org.cellnest.router;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.cellnest.protocol.MessageType;
import org.cellnest.protocol.WireRecord;
import org.cellnest.transport.SendResult;

/**
 * What goes to one connection of a session: the records of this turn, and frames of replies and control that the connection
 * would not take yet. A REQUEST never waits here: one that cannot be sent at once is handed back.
 */
final class Outbox {
    enum Flushed {
        /** All is sent. */
        CLEAR,
        /** Something waits, or was handed back: the connection takes no more for now. */
        BLOCKED,
        /** There is no such connection any more. */
        GONE
    }

    final Session session;
    final int connection;

    private final List<WireRecord> turn = new ArrayList<>();
    private final Deque<byte[]> backlog = new ArrayDeque<>();
    private long backlogBytes;
    private long sentBytes;
    /** Whether the outboxes know that this one has something to send. */
    boolean listed;

    Outbox(Session session, int connection) {
        this.session = session;
        this.connection = connection;
    }

    void add(WireRecord record) {
        turn.add(record);
    }

    boolean isEmpty() {
        return turn.isEmpty() && backlog.isEmpty();
    }

    /** The bytes that wait for the connection to take more. */
    long backlogBytes() {
        return backlogBytes;
    }

    /** The bytes that the connection has taken since this was last asked. */
    long takeSentBytes() {
        long bytes = sentBytes;
        sentBytes = 0;
        return bytes;
    }

    Flushed flush(Port port, FrameAssembler assembler, Consumer<WireRecord> handBack) {
        SendResult result = SendResult.SENT;
        while (!backlog.isEmpty()) {
            result = port.send(connection, backlog.peek());
            if (result != SendResult.SENT) {
                break;
            }
            int bytes = backlog.poll().length;
            backlogBytes -= bytes;
            sentBytes += bytes;
        }
        if (!turn.isEmpty()) {
            result = flushTurn(result, port, assembler, handBack);
        }
        return switch (result) {
            case SENT -> Flushed.CLEAR;
            case FULL -> Flushed.BLOCKED;
            case GONE -> Flushed.GONE;
        };
    }

    private SendResult flushTurn(
            SendResult before, Port port, FrameAssembler assembler, Consumer<WireRecord> handBack) {
        List<WireRecord> records = List.copyOf(turn);
        turn.clear();
        List<WireRecord> waiting = new ArrayList<>();
        SendResult[] last = {before};
        assembler.assemble(records, (frame, from, to) -> {
            if (last[0] == SendResult.SENT) {
                last[0] = port.send(connection, frame);
                if (last[0] == SendResult.SENT) {
                    sentBytes += frame.length;
                    return;
                }
            }
            for (WireRecord record : records.subList(from, to)) {
                if (record.type() == MessageType.REQUEST) {
                    handBack.accept(record);
                } else {
                    waiting.add(record);
                }
            }
        });
        if (last[0] == SendResult.FULL) {
            assembler.assemble(waiting, (frame, from, to) -> {
                backlog.add(frame);
                backlogBytes += frame.length;
            });
        }
        return last[0];
    }
}
