package org.cellnest.router.broker;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.cellnest.buffer.Bytes;
import org.cellnest.buffer.Slice;
import org.cellnest.protocol.MessageType;
import org.cellnest.protocol.WireRecord;
import org.cellnest.transport.SendResult;

/**
 * Buffers the output for one connection of a session. It holds the records of this turn, and the frames of replies and
 * control that the connection has not taken yet. A REQUEST never waits here: if it cannot be sent at once, it is handed
 * back. Used by the broker's thread alone.
 */
final class Outbox {
    enum Flushed {
        /** All output is sent. */
        CLEAR,
        /** Output waits or was handed back, since the connection takes no more for now. */
        BLOCKED,
        /** The connection is gone. */
        GONE
    }

    final Session session;
    final int connection;

    private final List<WireRecord> turn = new ArrayList<>();
    private final Backlog backlog = new Backlog();
    private long turnBytes;
    private long sentBytes;
    /** The bytes that the network had taken when the connection was last seen to progress while blocked. */
    private long takenBytes;

    private long takenNs;
    private boolean blocked;
    /** Whether this is in the list of outboxes with output to send. */
    private boolean listed;

    Outbox(Session session, int connection) {
        this.session = session;
        this.connection = connection;
    }

    void add(WireRecord record) {
        turn.add(record);
        turnBytes += record.length();
    }

    /** Marks this as listed; returns whether it was not listed before. */
    boolean list() {
        boolean isNew = !listed;
        listed = true;
        return isNew;
    }

    /** Marks this as not listed. */
    void unlist() {
        listed = false;
    }

    boolean isEmpty() {
        return turn.isEmpty() && backlog.isEmpty();
    }

    /** Drops all waiting output, since the session has ended. */
    void drop() {
        turn.clear();
        turnBytes = 0;
        backlog.clear();
    }

    /** Returns the bytes that wait to be handed to the connection, those of this turn included. */
    long waitingBytes() {
        return turnBytes + backlog.bytes();
    }

    /** Returns the bytes that the connection has taken since the previous call. */
    long takeSentBytes() {
        long bytes = sentBytes;
        sentBytes = 0;
        return bytes;
    }

    /** Returns the time for which the peer has taken nothing while output waited. */
    long stalledNs(long nowNs) {
        return blocked ? nowNs - takenNs : 0;
    }

    /** Excludes the time until now from {@link #stalledNs}. */
    void excuse(long nowNs) {
        takenNs = nowNs;
    }

    Flushed flush(FrameSink frameSink, FrameAssembler assembler, Consumer<WireRecord> handBack, long nowNs) {
        SendResult result = SendResult.SENT;
        byte[] next;
        while ((next = backlog.peek()) != null) {
            result = send(frameSink, Slice.of(next));
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

    private SendResult send(FrameSink frameSink, Bytes... parts) {
        SendResult result = frameSink.send(connection, parts);
        sentBytes += result == SendResult.SENT ? Bytes.total(parts) : 0;
        return result;
    }

    private SendResult flushTurn(
            SendResult before, FrameSink frameSink, FrameAssembler assembler, Consumer<WireRecord> handBack) {
        List<WireRecord> records = List.copyOf(turn);
        turn.clear();
        turnBytes = 0;
        List<WireRecord> waiting = new ArrayList<>();
        SendResult[] last = {before};
        assembler.assemble(records, (parts, from, to) -> {
            if (last[0] == SendResult.SENT) {
                last[0] = send(frameSink, parts);
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
