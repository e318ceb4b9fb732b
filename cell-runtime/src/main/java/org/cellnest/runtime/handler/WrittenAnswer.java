package org.cellnest.runtime.handler;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.cellnest.cell.StreamResetException;
import org.cellnest.cell.Writing;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.runtime.stream.FlowingBody;
import org.cellnest.runtime.stream.ReplyFlow;
import org.jspecify.annotations.Nullable;

/**
 * Writes an answer in a thread of its own. What fits a piece, and ends without a flush, goes whole; else the head goes
 * with the first piece, and the rest flows. A failure before the head is one of the handler; a later one breaks off.
 *
 * <p>One thread writes; the rest is for any thread.
 */
final class WrittenAnswer extends OutputStream implements FlowingBody {
    private final FlowingHead head;
    private final Writing writing;
    private final Execution execution;
    private final FlowExecutor flows;
    private final ErrorReferences references;
    private final CompletableFuture<ReplyContent> answer = new CompletableFuture<>();
    private final CompletableFuture<ReplyFlow> handedOver = new CompletableFuture<>();
    private final byte[] one = new byte[1];
    // Of the writing thread.
    private final ByteArrayOutputStream beginning = new ByteArrayOutputStream();
    private boolean headGone;
    private boolean unwanted;
    private @Nullable ReplyFlow flow;
    private long count;
    /** Under this monitor: the thread that a cancel interrupts. */
    private @Nullable Thread writer;

    WrittenAnswer(
            FlowingHead head, Writing writing, Execution execution, FlowExecutor flows, ErrorReferences references) {
        this.head = head;
        this.writing = writing;
        this.execution = execution;
        this.flows = flows;
        this.references = references;
    }

    /**
     * Begins to write.
     *
     * @return the answer, or what the writer threw before its head went
     * @throws org.cellnest.cell.Problem with status 503, if there is no thread
     */
    CompletableFuture<ReplyContent> begin() {
        flows.bodyBegins(execution, this::cancel);
        try {
            flows.write(execution, this::run);
        } catch (RuntimeException e) {
            flows.bodyEnds(execution);
            throw e;
        }
        return answer;
    }

    private void run() {
        synchronized (this) {
            writer = Thread.currentThread();
        }
        try {
            if (execution.cancelled()) {
                throw new StreamResetException(ErrorCode.ASKER_GONE.wireName(), "the request is cancelled");
            }
            writing.to(this);
            complete();
        } catch (Throwable t) { // whatever the cell's code throws
            failed(t);
        } finally {
            synchronized (this) {
                writer = null;
            }
            boolean unused = Thread.interrupted(); // a cancel is not meant for what the thread does next
            flows.bodyEnds(execution);
        }
    }

    private void complete() throws IOException {
        if (head.length() >= 0 && count != head.length()) {
            throw head.mismatch(count);
        }
        ReplyFlow out = flow;
        if (!headGone) {
            ReplyContent content = head.with(beginning.toByteArray(), null);
            headGone = true;
            answer.complete(content);
        } else if (out != null && !unwanted) {
            out.end();
        }
    }

    private void failed(Throwable thrown) {
        if (!headGone) {
            answer.completeExceptionally(thrown);
            return;
        }
        handedOver.completeExceptionally(gone()); // if it has not been given yet
        ReplyFlow out = flow;
        if (unwanted || execution.cancelled()) {
            FallbackReplies.LOG.debug(
                    "The answer of {} is not wanted", execution.method().name(), thrown);
            if (out != null) {
                out.fail(ErrorCode.BROKEN, "cancelled");
            }
            return;
        }
        String reason = head.logged(thrown, execution, references);
        if (out != null) {
            out.fail(ErrorCode.BROKEN, reason);
        }
    }

    @Override
    public void write(int b) throws IOException {
        one[0] = (byte) b;
        write(one, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        count += length;
        if (head.length() >= 0 && count > head.length()) {
            throw head.overflow();
        }
        int from = offset;
        int left = length;
        if (!headGone) {
            int fitting = Math.min(left, head.pieceBytes() - beginning.size());
            beginning.write(bytes, from, fitting);
            from += fitting;
            left -= fitting;
        }
        if (left > 0) {
            ReplyFlow out = flow();
            try {
                out.write(bytes, from, left);
            } catch (IOException e) {
                unwanted = true;
                throw e;
            }
        }
    }

    @Override
    public void flush() throws IOException {
        ReplyFlow out = flow();
        try {
            out.flush();
        } catch (IOException e) {
            unwanted = true;
            throw e;
        }
    }

    /** Returns where the rest goes; sends the head with the first piece, if it has not gone. */
    private ReplyFlow flow() throws IOException {
        if (unwanted) {
            throw gone();
        }
        ReplyFlow out = flow;
        if (out != null) {
            return out;
        }
        if (!headGone) {
            ReplyContent content = head.with(beginning.toByteArray(), this);
            headGone = true;
            beginning.reset();
            answer.complete(content); // which sends the head, in this thread
        }
        try {
            out = handedOver.get();
            flow = out;
            return out;
        } catch (InterruptedException e) {
            throw new InterruptedIOException("interrupted while the head of the answer was sent");
        } catch (ExecutionException e) {
            unwanted = true;
            throw gone();
        }
    }

    private static StreamResetException gone() {
        return new StreamResetException(ErrorCode.ASKER_GONE.wireName(), "nothing more of the answer is taken");
    }

    private synchronized void cancel() {
        if (writer != null) {
            writer.interrupt();
        }
    }

    @Override
    public void start(ReplyFlow out) {
        if (!handedOver.complete(out)) {
            out.fail(ErrorCode.BROKEN, "the handler failed");
        }
    }

    @Override
    public void discard() {
        handedOver.completeExceptionally(gone());
    }
}
