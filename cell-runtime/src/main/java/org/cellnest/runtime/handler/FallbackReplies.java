package org.cellnest.runtime.handler;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.cellnest.buffer.Slice;
import org.cellnest.protocol.Fields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds prebuilt answers, which are available even if nothing can be built. Stateless. */
final class FallbackReplies {
    static final Logger LOG = LoggerFactory.getLogger("org.cellnest.runtime.handler");

    /** The answer if not even a more detailed one could be made, for example for lack of memory. */
    static final ReplyContent LAST_RESORT = ready(500, "Internal Server Error", "The handler failed; see the log.");

    /** The answer to a cancelled request, which no client waits for, but which each request must have. */
    static final ReplyContent CANCELLED = ready(503, "Service Unavailable", "The request was cancelled.");

    /** The answer to a request whose handler has ended the process. */
    static final ReplyContent EXITED = ready(500, "Internal Server Error", "The handler ended the process.");

    private static final int MAX_CAUSES = 10;

    private FallbackReplies() {}

    /** Returns the failure of a stage, without the wrappers that stages put around it. */
    static Throwable unwrapped(Throwable thrown) {
        Throwable inner = thrown;
        for (int i = 0; i < MAX_CAUSES; i++) {
            Throwable cause = inner.getCause();
            if (cause == null || !(inner instanceof CompletionException || inner instanceof ExecutionException)) {
                return inner;
            }
            inner = cause;
        }
        return inner;
    }

    private static ReplyContent ready(int status, String title, String detail) {
        String json = "{\"type\":\"about:blank\",\"title\":\"" + title + "\",\"status\":" + status + ",\"detail\":\""
                + detail + "\"}";
        return new ReplyContent(
                status,
                Fields.of("content-type", MediaTypes.PROBLEM),
                Slice.of(json.getBytes(StandardCharsets.US_ASCII)));
    }
}
