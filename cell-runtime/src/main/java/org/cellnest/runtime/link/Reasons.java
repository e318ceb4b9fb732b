package org.cellnest.runtime.link;

import java.nio.charset.StandardCharsets;
import org.cellnest.protocol.Reset;

/** Cuts the reasons of RESET to the length that the protocol permits. Stateless. */
final class Reasons {
    private Reasons() {}

    /** Returns the text, or its beginning, in at most {@value Reset#MAX_REASON_BYTES} bytes of UTF-8. */
    static String cut(String reason) {
        int end = Math.min(reason.length(), Reset.MAX_REASON_BYTES);
        while (reason.substring(0, end).getBytes(StandardCharsets.UTF_8).length > Reset.MAX_REASON_BYTES) {
            end--;
        }
        return reason.substring(0, end);
    }
}
