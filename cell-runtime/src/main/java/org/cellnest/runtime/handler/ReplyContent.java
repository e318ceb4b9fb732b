package org.cellnest.runtime.handler;

import org.cellnest.buffer.Slice;
import org.cellnest.protocol.Fields;
import org.cellnest.runtime.stream.FlowingBody;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a handler, ready to be sent. It fits a {@link org.cellnest.protocol.Reply}: its names are lower-case
 * tokens, its values hold no control characters, and its size is within the deployment's limit.
 *
 * @param status 200 to 599
 * @param fields the HTTP fields
 * @param body the body or its first piece, may be empty
 * @param rest the rest of the body, which flows; null: the body is complete
 */
public record ReplyContent(
        int status, Fields fields, Slice body, @Nullable FlowingBody rest) {
    /** Makes an answer whose body is complete. */
    public ReplyContent(int status, Fields fields, Slice body) {
        this(status, fields, body, null);
    }
}
