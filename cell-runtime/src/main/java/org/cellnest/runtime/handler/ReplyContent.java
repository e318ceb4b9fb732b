package org.cellnest.runtime.handler;

import org.cellnest.buffer.Slice;
import org.cellnest.protocol.Fields;

/**
 * The answer of a handler, ready to be sent. It fits a {@link org.cellnest.protocol.Reply}: its names are lower-case
 * tokens, its values hold no control characters, and its size is within the deployment's limit.
 *
 * @param status 200 to 599
 * @param fields the HTTP fields
 * @param body the body, may be empty
 */
public record ReplyContent(int status, Fields fields, Slice body) {}
