package org.cellnest.router.broker;

import org.cellnest.protocol.ErrorCode;
import org.cellnest.telemetry.Histogram;
import org.cellnest.telemetry.SingleWriterCounter;

/** Measures bodies that flow: bytes, ends and durations. The broker's thread records; any thread may read. */
final class StreamMetrics {
    /** The time from the first record of an exchange with a body that flows to its end. */
    final Histogram durations = new Histogram();
    /** The bytes of requests' bodies after their first piece. */
    final SingleWriterCounter requestBytes = new SingleWriterCounter();
    /** The bytes of answers' bodies after their first piece. */
    final SingleWriterCounter answerBytes = new SingleWriterCounter();
    /** The credits that were withheld for a while. */
    final SingleWriterCounter creditsHeld = new SingleWriterCounter();

    private final SingleWriterCounter[] endsByCode = new SingleWriterCounter[ErrorCode.values().length];

    StreamMetrics() {
        for (int i = 0; i < endsByCode.length; i++) {
            endsByCode[i] = new SingleWriterCounter();
        }
    }

    void onRequestBytes(int bytes) {
        requestBytes.add(bytes);
    }

    void onAnswerBytes(int bytes) {
        answerBytes.add(bytes);
    }

    void onCreditHeld() {
        creditsHeld.add(1);
    }

    /** Counts the end of an exchange with a body that flows. */
    void onEnd(ErrorCode code, long durationNs) {
        endsByCode[code.ordinal()].add(1);
        durations.record(durationNs);
    }

    /** Returns the counter of the ends with a code. */
    SingleWriterCounter ends(ErrorCode code) {
        return endsByCode[code.ordinal()];
    }
}
