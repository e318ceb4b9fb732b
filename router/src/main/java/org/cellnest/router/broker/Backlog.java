package org.cellnest.router.broker;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.cellnest.buffer.Bytes;
import org.cellnest.protocol.MessageType;
import org.cellnest.protocol.WireRecord;
import org.jspecify.annotations.Nullable;

/**
 * A queue of frames that wait for one connection. Large answers, and bodies that flow, wait in a line of their own, behind all other frames.
 * After {@value #TURN_BYTES} bytes of other frames a large answer has its turn. Used by the broker's thread alone.
 */
final class Backlog {
    /** The length beyond which a REPLY is a large answer, so that shorter frames need not wait for it. */
    static final int LARGE_BYTES = 16 << 10;

    private static final int TURN_BYTES = 256 << 10;

    private final Deque<byte[]> large = new ArrayDeque<>();
    private final Deque<byte[]> others = new ArrayDeque<>();
    private long bytes;
    /** The bytes sent since the last large answer was sent, or since none waited. */
    private long passedBytes;

    /** Puts records at the end of their lines, in frames. */
    void add(List<WireRecord> records, FrameAssembler assembler) {
        assembler.assemble(
                records.stream().filter(record -> !isLarge(record)).toList(),
                (parts, from, to) -> add(others, Bytes.join(parts)));
        assembler.assemble(
                records.stream().filter(Backlog::isLarge).toList(), (parts, from, to) -> add(large, Bytes.join(parts)));
    }

    private void add(Deque<byte[]> line, byte[] frame) {
        line.add(frame);
        bytes += frame.length;
    }

    private static boolean isLarge(WireRecord record) {
        MessageType type = record.type();
        // DATA and RESET of an exchange stay in their order.
        return type == MessageType.DATA
                || type == MessageType.RESET
                || (type == MessageType.REPLY && record.length() > LARGE_BYTES);
    }

    boolean isEmpty() {
        return large.isEmpty() && others.isEmpty();
    }

    long bytes() {
        return bytes;
    }

    /** Returns the next frame, still in its line, or null. */
    byte @Nullable [] peek() {
        return next().peek();
    }

    /** Removes the frame of {@link #peek}, which was sent. */
    void remove() {
        boolean isLarge = next() == large;
        int length = next().remove().length;
        bytes -= length;
        passedBytes = isLarge || large.isEmpty() ? 0 : passedBytes + length;
    }

    void clear() {
        large.clear();
        others.clear();
        bytes = 0;
        passedBytes = 0;
    }

    private Deque<byte[]> next() {
        return others.isEmpty() || (!large.isEmpty() && passedBytes >= TURN_BYTES) ? large : others;
    }
}
