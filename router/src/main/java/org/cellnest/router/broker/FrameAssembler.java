package org.cellnest.router.broker;

import java.util.List;
import org.cellnest.protocol.Limits;
import org.cellnest.protocol.WireRecord;

/** Assembles records for one destination into frames. A received batch that is forwarded whole is not copied. */
final class FrameAssembler {
    /** Receives a frame and the records in it, {@code from} inclusive, {@code to} exclusive. */
    interface Sink {
        void accept(byte[] frame, int from, int to);
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
                    isWholeFrame(records, from, to, bytes) ? records.get(from).frame() : copy(records, from, to, bytes),
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

    private static byte[] copy(List<WireRecord> records, int from, int to, int bytes) {
        byte[] frame = new byte[bytes];
        int at = 0;
        for (int i = from; i < to; i++) {
            WireRecord record = records.get(i);
            System.arraycopy(record.frame(), record.offset(), frame, at, record.length());
            at += record.length();
        }
        return frame;
    }
}
