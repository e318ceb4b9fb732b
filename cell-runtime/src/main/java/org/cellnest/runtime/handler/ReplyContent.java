package org.cellnest.runtime.handler;

import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Slice;

/**
 * What a handler answers, ready to be sent: it fits a {@link org.cellnest.protocol.Reply}, its names are lower-case
 * tokens, its values hold no control characters, and it is no larger than the deployment was told.
 *
 * @param status 200 to 599
 * @param fields the HTTP fields
 * @param body the body, may be empty
 */
public record ReplyContent(int status, Fields fields, Slice body) {}
