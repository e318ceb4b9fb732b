package org.cellnest.runtime.handler;

import java.io.IOException;
import org.cellnest.buffer.Slice;
import org.cellnest.cell.Headers;
import org.cellnest.runtime.stream.FlowingBody;
import org.jspecify.annotations.Nullable;

/**
 * The head of an answer whose body flows, once its first piece is known.
 *
 * @param headers with the content type
 * @param length the length that the handler has declared; -1: none
 * @param pieceBytes the most bytes that go with the head
 */
record FlowingHead(ResultWriter writer, int status, Headers headers, long length, int pieceBytes) {
    private static final String LENGTH = "content-length";
    private static final int MAX_DIGITS = 18;

    static FlowingHead of(ResultWriter writer, int status, Headers headers, int pieceBytes) {
        String length = headers.first(LENGTH).orElse("");
        boolean digits = !length.isEmpty()
                && length.length() <= MAX_DIGITS
                && length.chars().allMatch(c -> c >= '0' && c <= '9');
        return new FlowingHead(writer, status, headers, digits ? Long.parseLong(length) : -1, pieceBytes);
    }

    /** @throws IOException if the headers cannot be sent */
    ReplyContent with(byte[] piece, @Nullable FlowingBody rest) throws IOException {
        return writer.checked(status, headers, Slice.of(piece), rest);
    }

    /** Returns this head with another content type. */
    FlowingHead ofType(String type) {
        return new FlowingHead(writer, status, ResultWriter.typed(headers, type), length, pieceBytes);
    }

    IOException mismatch(long bytes) {
        return new IOException("a body of " + bytes + " bytes (expected: " + length + ", its content-length)");
    }

    IOException overflow() {
        return new IOException(
                "a body of more than " + length + " bytes (expected: " + length + ", its content-length)");
    }

    /** Logs a failure after the head has gone; returns what is told with the broken body. */
    String logged(Throwable thrown, Execution execution, ErrorReferences references) {
        String reference = references.next();
        FallbackReplies.LOG.error(
                "The answer of {} has broken off, reference {}, request {}",
                execution.method().name(),
                reference,
                DispatchedRequest.id(execution.request()),
                thrown);
        return "the handler failed, reference " + reference;
    }
}
