package org.cellnest.runtime.link;

import org.cellnest.protocol.Limits;
import org.cellnest.protocol.Request;
import org.cellnest.protocol.WireRecord;

/** Reads the bounds of bodies that flow. Stateless. */
final class FlowLimits {
    private static final int LONGEST_RECORD = 64 << 10;

    private FlowLimits() {}

    /** Returns the most bytes of a body in one DATA record; less than 1: the router knows no bodies that flow. */
    static int mostInARecord(Limits limits) {
        return Math.min(LONGEST_RECORD, limits.maxDataBytes()) - WireRecord.DATA_HEAD_BYTES;
    }

    /** Returns the announced length of a request's body in bytes, or -1. */
    static long length(Request request) {
        String announced = request.fields().first("content-length");
        try {
            return announced == null ? -1 : Math.max(-1, Long.parseLong(announced));
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
