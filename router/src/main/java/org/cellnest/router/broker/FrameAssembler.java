package org.cellnest.router.broker;

import java.util.ArrayList;
import java.util.List;
import org.cellnest.buffer.Bytes;
import org.cellnest.buffer.Slice;
import org.cellnest.protocol.Limits;
import org.cellnest.protocol.WireRecord;

/**
 * Assembles records for one destination into frames. A received batch that is forwarded whole is not copied, nor is a body
 * that lies apart from its record.
 */
final class FrameAssembler {
    /** Receives a frame in parts and the records in it, {@code from} inclusive, {@code to} exclusive. */
    interface Sink {
        void accept(Bytes[] parts, int from, int to);
    }

    private final Limits limits;

    FrameAssembler(Limits limits) {
        this.limits = limits;
    }

    void assemble(List<WireRecord> records, Sink sink) {
        int from = 0;
        while (from < records.size()) {
            int bytes = records.get(from).length();
            int to = from + 1;
            while (to < records.size()
                    && to - from < limits.maxBatchRecords()
                    && bytes + records.get(to).length() <= limits.maxBatchBytes()) {
                bytes += records.get(to).length();
                to++;
            }
            sink.accept(
                    isWholeFrame(records, from, to, bytes)
                            ? new Bytes[] {Slice.of(records.get(from).frame())}
                            : parts(records.subList(from, to)),
                    from,
                    to);
            from = to;
        }
    }

    private static boolean isWholeFrame(List<WireRecord> records, int from, int to, int bytes) {
        byte[] frame = records.get(from).frame();
        if (frame.length != bytes) {
            return false;
        }
        int at = 0;
        for (int i = from; i < to; i++) {
            WireRecord record = records.get(i);
            if (record.frame() != frame || record.offset() != at) {
                return false;
            }
            at += record.length();
        }
        return true;
    }

    /** Returns the bodies that lie apart and, between them, copies of all other bytes in one array. */
    private static Bytes[] parts(List<WireRecord> records) {
        int copied = 0;
        for (int i = 0; i < records.size(); i++) {
            copied += records.get(i).headLength();
        }
        byte[] copy = new byte[copied];
        List<Bytes> parts = new ArrayList<>(2);
        int at = 0;
        int from = 0;
        for (int i = 0; i < records.size(); i++) {
            WireRecord record = records.get(i);
            System.arraycopy(record.frame(), record.offset(), copy, at, record.headLength());
            at += record.headLength();
            Bytes body = record.detachedBody();
            if (body != null) {
                parts.add(new Slice(copy, from, at - from));
                parts.add(body);
                from = at;
            }
        }
        if (at > from) {
            parts.add(new Slice(copy, from, at - from));
        }
        return parts.toArray(new Bytes[0]);
    }
}
