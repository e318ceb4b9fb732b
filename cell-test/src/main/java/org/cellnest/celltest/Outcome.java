package org.cellnest.celltest;

import java.util.Map;
import java.util.Set;
import org.cellnest.buffer.Slice;
import org.cellnest.protocol.Attributes;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.ProblemJson;
import org.cellnest.runtime.handler.ReplyContent;
import org.jspecify.annotations.Nullable;

/**
 * An outcome of a request: the cell's answer, or one of the nest's own.
 *
 * @param ofTheNest whether it is the nest's own
 * @param failure the exception that the cell threw, if any
 * @param rest the rest of the body, if it flows
 */
record Outcome(
        ReplyContent content,
        boolean ofTheNest,
        @Nullable Throwable failure,
        @Nullable ReceivedBody rest) {
    /** Makes an outcome with a complete body. */
    Outcome(ReplyContent content, boolean ofTheNest, @Nullable Throwable failure) {
        this(content, ofTheNest, failure, null);
    }

    /** Returns the answer of a gateway that refuses the request. */
    static Outcome refused(int status, String detail, String requestId) {
        return problem(status, detail, Map.of("requestId", requestId));
    }

    /** Returns the answer for a path that no route has. */
    static Outcome notFound(String path) {
        return problem(404, "no route matches " + path, Map.of());
    }

    /** Returns the answer for a path that routes have, but not with this method. */
    static Outcome methodNotAllowed(String method, String path, Set<String> allowed) {
        String list = String.join(", ", allowed);
        return problem(
                405, method + " is not answered at " + path + " (allowed: " + list + ")", Map.of(), "allow", list);
    }

    /** Returns the answer to OPTIONS: the methods allowed at a path. */
    static Outcome options(Set<String> allowed) {
        return new Outcome(
                new ReplyContent(204, Fields.of("allow", String.join(", ", allowed)), Slice.EMPTY), true, null);
    }

    /** Returns the answer of a cell at its concurrency limit. */
    static Outcome full() {
        return problem(
                503,
                "no cell was free",
                Map.of(),
                "retry-after",
                "1",
                Attributes.OUTCOME,
                Attributes.OUTCOME_NOT_STARTED);
    }

    /** Returns the answer after the deadline. */
    static Outcome expired() {
        return problem(
                504,
                "the cell did not answer before the deadline",
                Map.of(),
                Attributes.OUTCOME,
                Attributes.OUTCOME_UNKNOWN);
    }

    private static Outcome problem(int status, String detail, Map<String, ?> members, String... fields) {
        String[] all = new String[fields.length + 2];
        all[0] = "content-type";
        all[1] = ProblemJson.MEDIA_TYPE;
        System.arraycopy(fields, 0, all, 2, fields.length);
        Slice body = Slice.of(ProblemJson.body(status, detail, members));
        return new Outcome(new ReplyContent(status, Fields.of(all), body), true, null);
    }
}
