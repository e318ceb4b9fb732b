package org.cellnest.runtime.link;

import java.nio.charset.StandardCharsets;
import org.cellnest.buffer.Slice;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Limits;
import org.cellnest.protocol.Reply;
import org.cellnest.protocol.WireRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps replies within what the router takes: a larger message would cost the connection and every request on it.
 * Stateless.
 */
final class ReplySizes {
    private static final Logger LOG = LoggerFactory.getLogger(ReplySizes.class);
    private static final int FIXED_BYTES = WireRecord.HEADER_BYTES + 4;

    private ReplySizes() {}

    /** Returns the reply itself, or a 500 problem (RFC 9457) in its place if it is too large. */
    static Reply fitting(Reply reply, Limits limits) {
        if (fits(reply, limits)) {
            return reply;
        }
        byte[] body = ("{\"type\":\"about:blank\",\"title\":\"Internal Server Error\",\"status\":500,\"detail\":"
                        + "\"The answer is larger than the nest carries.\"}")
                .getBytes(StandardCharsets.UTF_8);
        return new Reply(
                reply.exchange(), 0, 500, Fields.of("content-type", "application/problem+json"), Slice.of(body));
    }

    /** Whether the router takes a reply; logs one that it does not take. */
    static boolean fits(Reply reply, Limits limits) {
        long bytes = bytes(reply);
        boolean fits = bytes <= limits.maxMessageBytes();
        if (!fits) {
            LOG.error(
                    "a reply of {} bytes (expected: at most {}, nest.max-message-bytes)",
                    bytes,
                    limits.maxMessageBytes());
        }
        return fits;
    }

    private static long bytes(Reply reply) {
        long bytes = FIXED_BYTES + (long) reply.body().length();
        Fields fields = reply.fields();
        for (int i = 0; i < fields.size(); i++) {
            bytes += 4L + fields.name(i).length() + fields.value(i).length();
        }
        return bytes;
    }
}
