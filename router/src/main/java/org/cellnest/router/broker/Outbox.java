package org.cellnest.router.broker;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.cellnest.protocol.MessageType;
import org.cellnest.protocol.WireRecord;
import org.cellnest.transport.SendResult;

/**
 * Holds the output for one connection of a session: the records of this turn, and the frames of replies and control that the
 * connection has not taken yet. A REQUEST never waits here: one that cannot be sent at once is handed back. Used by the
 * broker's thread alone.
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
    private final Backlog backlog = new Backlog();
    private long turnBytes;
    private long sentBytes;
    /** The bytes that the network had taken at the last look, and the time when it last had taken more, or nothing waited. */
    private long takenBytes;

    private long takenNs;
    private boolean blocked;
    /** Whether it stands in the list of those with something to send. */
    private boolean listed;

    Outbox(Session session, int connection) {
        this.session = session;
        this.connection = connection;
    }

    void add(WireRecord record) {
        turn.add(record);
        turnBytes += record.length();
    }

    /** Marks it as listed; returns whether it was not before. */
    boolean list() {
        boolean isNew = !listed;
        listed = true;
        return isNew;
    }

    /** Marks it as listed no more. */
    void unlist() {
        listed = false;
    }

    boolean isEmpty() {
        return turn.isEmpty() && backlog.isEmpty();
    }

    /** Lets go of what waits: the session has ended. */
    void drop() {
        turn.clear();
        turnBytes = 0;
        backlog.clear();
    }

    /** The bytes that wait to be handed to the connection, those of this turn included. */
    long waitingBytes() {
        return turnBytes + backlog.bytes();
    }

    /** The bytes that the connection has taken since this was last asked. */
    long takeSentBytes() {
        long bytes = sentBytes;
        sentBytes = 0;
        return bytes;
    }

    /** For how long the peer has taken nothing, though something waited. */
    long stalledNs(long nowNs) {
        return blocked ? nowNs - takenNs : 0;
    }

    /** The time until now does not count as the peer's. */
    void excuse(long nowNs) {
        takenNs = nowNs;
    }

    Flushed flush(FrameSink frameSink, FrameAssembler assembler, Consumer<WireRecord> handBack, long nowNs) {
        SendResult result = SendResult.SENT;
        byte[] next;
        while ((next = backlog.peek()) != null) {
            result = send(frameSink, next);
            if (result != SendResult.SENT) {
                break;
            }
            backlog.remove();
        }
        if (!turn.isEmpty()) {
            result = flushTurn(result, frameSink, assembler, handBack);
        }
        judge(result == SendResult.FULL, frameSink, nowNs);
        return switch (result) {
            case SENT -> Flushed.CLEAR;
            case FULL -> Flushed.BLOCKED;
            case GONE -> Flushed.GONE;
        };
    }

    private SendResult send(FrameSink frameSink, byte[] frame) {
        SendResult result = frameSink.send(connection, frame);
        sentBytes += result == SendResult.SENT ? frame.length : 0;
        return result;
    }

    private SendResult flushTurn(
            SendResult before, FrameSink frameSink, FrameAssembler assembler, Consumer<WireRecord> handBack) {
        List<WireRecord> records = List.copyOf(turn);
        turn.clear();
        turnBytes = 0;
        List<WireRecord> waiting = new ArrayList<>();
        SendResult[] last = {before};
        assembler.assemble(records, (frame, from, to) -> {
            if (last[0] == SendResult.SENT) {
                last[0] = send(frameSink, frame);
                if (last[0] == SendResult.SENT) {
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
            backlog.add(waiting, assembler);
        }
        return last[0];
    }

    private void judge(boolean isFull, FrameSink frameSink, long nowNs) {
        if (isFull) {
            long bytes = frameSink.takenBytes(connection);
            if (!blocked || bytes != takenBytes) {
                takenBytes = bytes;
                takenNs = nowNs;
            }
        }
        blocked = isFull;
    }
}
