package org.cellnest.runtime.link;

import java.nio.charset.StandardCharsets;
import org.cellnest.buffer.Slice;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Limits;
import org.cellnest.protocol.Reply;
import org.cellnest.protocol.WireRecord;
import org.cellnest.runtime.handler.ReplyContent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers in place of those whose bodies cannot flow. Stateless. */
final class FlowReplies {
    private static final Logger LOG = LoggerFactory.getLogger(FlowReplies.class);

    /** The answer where the cell has as many streams as it may, or the deployment has closed. */
    static final ReplyContent NO_ROOM = problem(
            503, "Service Unavailable", "The cell has as many streams as it may (cell.max-streams), or leaves.");

    private static final ReplyContent NOT_CARRIED =
            problem(500, "Internal Server Error", "The answer is larger than the nest carries.");

    private FlowReplies() {}

    /** Returns the answer in place of one that the router does not take, or null if it takes it. */
    static @Nullable ReplyContent insteadOf(Reply head, Limits limits) {
        if (FlowLimits.mostInARecord(limits) < 1) {
            LOG.error(
                    "an answer whose body flows, to a router that takes none: limits.maxDataBytes of its HELLO is {}"
                            + " (expected: more than {})",
                    limits.maxDataBytes(),
                    WireRecord.DATA_HEAD_BYTES);
            return NOT_CARRIED;
        }
        return ReplySizes.fits(head, limits) ? null : NOT_CARRIED;
    }

    private static ReplyContent problem(int status, String title, String detail) {
        String json = "{\"type\":\"about:blank\",\"title\":\"" + title + "\",\"status\":" + status + ",\"detail\":\""
                + detail + "\"}";
        return new ReplyContent(
                status,
                Fields.of("content-type", "application/problem+json"),
                Slice.of(json.getBytes(StandardCharsets.UTF_8)));
    }
}
