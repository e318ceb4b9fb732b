package org.cellnest.gateway.metrics;

import java.util.EnumMap;
import java.util.Map;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.telemetry.SingleWriterCounter;

/** Holds the metrics of the bodies that flow through one I/O thread. That thread alone writes them; any thread reads. */
public final class FlowMetrics {
    /** The number of exchanges whose bodies flow now. */
    public final SingleWriterCounter open = new SingleWriterCounter();
    /** The bytes of requests' bodies that were sent in DATA. */
    public final SingleWriterCounter uploadedBytes = new SingleWriterCounter();
    /** The bytes of answers' bodies that came in DATA. */
    public final SingleWriterCounter answeredBytes = new SingleWriterCounter();

    private final Map<ErrorCode, SingleWriterCounter> ends = new EnumMap<>(ErrorCode.class);

    public FlowMetrics() {
        for (ErrorCode code : ErrorCode.values()) {
            ends.put(code, new SingleWriterCounter());
        }
    }

    /** Counts the end of an exchange; {@link ErrorCode#COMPLETE}: nothing has failed. */
    public void onEnd(ErrorCode code) {
        counter(code).add(1);
    }

    /** Returns the number of exchanges that ended with a code. */
    public long ends(ErrorCode code) {
        return counter(code).value();
    }

    private SingleWriterCounter counter(ErrorCode code) {
        SingleWriterCounter counter = ends.get(code);
        if (counter == null) {
            throw new IllegalStateException("no counter for " + code);
        }
        return counter;
    }
}
