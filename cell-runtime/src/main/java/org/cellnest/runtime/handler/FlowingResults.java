package org.cellnest.runtime.handler;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channel;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.cellnest.cell.Headers;
import org.cellnest.cell.Response;
import org.cellnest.cell.Writing;
import org.jspecify.annotations.Nullable;

/** Converts results whose bodies are produced piece by piece into answers. Immutable and thread-safe. */
final class FlowingResults {
    /** The most bytes of a body that goes whole though it could flow, and of the first piece of one that flows. */
    private static final int MAX_PIECE = 64 << 10;

    private final ResultWriter writer;
    private final CellJson json;
    private final ErrorReferences references;
    private final int maxReplyBytes;

    FlowingResults(ResultWriter writer, CellJson json, ErrorReferences references, int maxReplyBytes) {
        this.writer = writer;
        this.json = json;
        this.references = references;
        this.maxReplyBytes = maxReplyBytes;
    }

    /** Returns the most bytes of a piece that goes with the head, which needs room too. */
    static int pieceBytes(int maxReplyBytes) {
        return Math.min(MAX_PIECE, maxReplyBytes / 2);
    }

    /** Whether a result, or the body of a response, may flow; files are apart. */
    static boolean mayFlow(@Nullable Object result) {
        if (result instanceof Optional<?> optional) {
            return mayFlow(optional.orElse(null));
        }
        Object body = result instanceof Response response ? response.body().orElse(null) : result;
        return body instanceof Writing
                || body instanceof InputStream
                || body instanceof ReadableByteChannel
                || body instanceof Flow.Publisher<?>;
    }

    /** Releases a body that is not sent. */
    static void discard(@Nullable Object body) throws IOException {
        if (body instanceof InputStream stream) {
            stream.close();
        } else if (body instanceof Channel channel) {
            channel.close();
        }
    }

    /**
     * Begins an answer.
     *
     * @return the answer, or what failed before any of it went
     * @throws IOException if a stream cannot be read
     * @throws org.cellnest.cell.Problem with status 503, if there is no thread
     */
    CompletionStage<ReplyContent> write(
            int status, Headers headers, Object body, ResultFormat format, Execution execution) throws IOException {
        String said = headers.first("content-type").orElse(format.produces());
        Headers typed = ResultWriter.typed(headers, said.isEmpty() ? MediaTypes.BYTES : said);
        FlowingHead head = FlowingHead.of(writer, status, typed, pieceBytes(maxReplyBytes));
        FlowExecutor flows = execution.flows();
        if (body instanceof InputStream stream) {
            return ofStream(head, stream, execution, flows);
        } else if (body instanceof ReadableByteChannel channel) {
            return ofStream(head, Channels.newInputStream(channel), execution, flows);
        }
        if (execution.request().method().equals("HEAD")) {
            return CompletableFuture.completedFuture(head.with(new byte[0], null));
        }
        if (flows == null) {
            throw new IllegalStateException("a body that flows outside of an executor (expected: within one)");
        }
        if (body instanceof Writing writing) {
            return new WrittenAnswer(head, writing, execution, flows, references).begin();
        }
        FlowingHead untyped = FlowingHead.of(writer, status, headers, head.pieceBytes());
        boolean isTyped = !said.isEmpty();
        return new PublishedAnswer(
                        (Flow.Publisher<?>) body,
                        isTyped ? head : untyped,
                        isTyped,
                        headers.contains("content-type") ? ResultWriter.charset(said) : format.charset(),
                        json,
                        execution,
                        flows,
                        references)
                .begin();
    }

    /** Reads the beginning in the caller's thread; only a longer body needs one of its own. */
    private CompletionStage<ReplyContent> ofStream(
            FlowingHead head, InputStream stream, Execution execution, @Nullable FlowExecutor flows)
            throws IOException {
        boolean flowing = false;
        try {
            int most = flows == null ? maxReplyBytes : head.pieceBytes();
            byte[] beginning = stream.readNBytes(most + 1);
            if (beginning.length <= most || flows == null) {
                if (head.length() >= 0 && beginning.length != head.length()) {
                    throw head.mismatch(beginning.length);
                }
                return CompletableFuture.completedFuture(head.with(beginning, null));
            }
            if (execution.request().method().equals("HEAD")) {
                return CompletableFuture.completedFuture(head.with(new byte[0], null));
            }
            Writing rest = out -> {
                try (stream) {
                    out.write(beginning);
                    stream.transferTo(out);
                }
            };
            CompletionStage<ReplyContent> answer = new WrittenAnswer(head, rest, execution, flows, references).begin();
            flowing = true;
            return answer;
        } finally {
            if (!flowing) {
                stream.close();
            }
        }
    }
}
