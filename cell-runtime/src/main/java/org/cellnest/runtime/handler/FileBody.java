package org.cellnest.runtime.handler;

import java.io.EOFException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.runtime.stream.FlowingBody;
import org.cellnest.runtime.stream.ReplyFlow;
import org.jspecify.annotations.Nullable;

/**
 * Sends the rest of a file as the receiver has room for it, without a thread that waits. {@link FilePump} has one thread
 * at a time call {@link #send}.
 */
final class FileBody implements FlowingBody {
    private final FileSegments segments;
    private final Execution execution;
    private final FlowExecutor flows;
    private final ErrorReferences references;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile @Nullable ReplyFlow out;

    /** Takes an open file; the caller sends the piece before. */
    FileBody(FileSegments segments, Execution execution, FlowExecutor flows, ErrorReferences references) {
        this.segments = segments;
        this.execution = execution;
        this.flows = flows;
        this.references = references;
        flows.bodyBegins(execution, () -> flows.files().add(this));
    }

    @Override
    public void start(ReplyFlow flow) {
        out = flow;
        flows.files().add(this);
    }

    @Override
    public void discard() {
        end();
    }

    /** Sends a piece; any failure ends the body. */
    void send(byte[] buffer) {
        ReplyFlow flow = out;
        if (flow == null || over.get()) {
            return; // not begun, or cancelled twice
        }
        try {
            if (execution.cancelled()) {
                throw new IOException("the request is cancelled");
            }
            int room = flow.room();
            if (room == 0) {
                flow.onRoom(() -> flows.files().add(this));
                return;
            }
            int count = read(flow, buffer, Math.min(room, buffer.length));
            if (count < 0) {
                return;
            }
            flow.write(buffer, 0, count);
            if (segments.isAtEnd()) {
                flow.end();
                end();
            } else {
                flows.files().add(this);
            }
        } catch (IOException | RuntimeException e) { // the client is gone, or the session has ended
            FallbackReplies.LOG.debug(
                    "{} is not sent whole: {}", segments.content().file(), e.toString());
            flow.fail(ErrorCode.BROKEN, "cancelled");
            end();
        }
    }

    /** Reads a piece; -1 if the file cannot be read, which has broken the body off. */
    private int read(ReplyFlow flow, byte[] buffer, int length) {
        try {
            return segments.read(buffer, length);
        } catch (IOException | RuntimeException e) {
            if (over.get() || execution.cancelled()) { // a cancel closes the file meanwhile
                return -1;
            }
            String reference = references.next();
            FallbackReplies.LOG.error(
                    "{}: {} {} while it was sent, reference {}, request {}",
                    execution.method().name(),
                    Text.clean(segments.content().file().toString(), Text.MAX_PATH),
                    e instanceof EOFException ? "became shorter" : "could not be read",
                    reference,
                    DispatchedRequest.id(execution.request()),
                    e);
            flow.fail(ErrorCode.BROKEN, "the file failed, reference " + reference);
            end();
            return -1;
        }
    }

    private void end() {
        if (!over.compareAndSet(false, true)) {
            return;
        }
        try {
            segments.close();
        } catch (IOException e) {
            FallbackReplies.LOG.debug("A file cannot be closed", e);
        } finally {
            flows.bodyEnds(execution);
        }
    }
}
