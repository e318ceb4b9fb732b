package org.cellnest.router.broker;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
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

    private final Map<ErrorCode, SingleWriterCounter> endsByCode = new EnumMap<>(ErrorCode.class);

    StreamMetrics() {
        for (ErrorCode code : ErrorCode.values()) {
            endsByCode.put(code, new SingleWriterCounter());
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
        ends(code).add(1);
        durations.record(durationNs);
    }

    /** Returns the counter of the ends with a code. */
    SingleWriterCounter ends(ErrorCode code) {
        return Objects.requireNonNull(endsByCode.get(code));
    }
}
