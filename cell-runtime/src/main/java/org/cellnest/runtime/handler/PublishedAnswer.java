package org.cellnest.runtime.handler;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.cellnest.buffer.Slice;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.runtime.stream.FlowingBody;
import org.cellnest.runtime.stream.ReplyFlow;
import org.jspecify.annotations.Nullable;

/**
 * Sends what a publisher of the cell publishes, an item at a time as the receiver has room, without a thread that waits.
 * Items that come at once are gathered up to a piece; the head goes when an item is awaited.
 *
 * <p>Whoever notices a change runs {@link #step} until there is no further change; one thread at a time.
 */
final class PublishedAnswer implements Flow.Subscriber<Object>, FlowingBody {
    private static final byte LINE_FEED = '\n';

    private final Flow.Publisher<?> publisher;
    private final Charset charset;
    private final CellJson json;
    private final Execution execution;
    private final FlowExecutor flows;
    private final ErrorReferences references;
    private final CompletableFuture<ReplyContent> answer = new CompletableFuture<>();
    private final AtomicInteger changes = new AtomicInteger();
    private volatile @Nullable Object item;
    private volatile boolean complete;
    private volatile @Nullable Throwable failure;
    private volatile @Nullable ReplyFlow out;
    private volatile boolean unwanted;
    private volatile Flow.@Nullable Subscription subscription;
    // Of the stepping thread.
    private FlowingHead head;
    private boolean headKnown;
    private boolean headGone;
    private boolean awaited;
    private boolean over;
    private boolean failed;
    private byte[] pending = {};
    private int position;
    private long count;
    private final ByteArrayOutputStream beginning = new ByteArrayOutputStream();

    /**
     * Takes a publisher that has no subscriber yet.
     *
     * @param typed whether the head's content type is the handler's; else the first item determines it
     */
    PublishedAnswer(
            Flow.Publisher<?> publisher,
            FlowingHead head,
            boolean typed,
            Charset charset,
            CellJson json,
            Execution execution,
            FlowExecutor flows,
            ErrorReferences references) {
        this.publisher = publisher;
        this.head = head;
        this.headKnown = typed;
        this.charset = charset;
        this.json = json;
        this.execution = execution;
        this.flows = flows;
        this.references = references;
    }

    /** Subscribes; returns the answer, or what failed before its head went. */
    CompletableFuture<ReplyContent> begin() {
        flows.bodyBegins(execution, this::discard);
        try {
            publisher.subscribe(this);
        } catch (RuntimeException e) { // a publisher must not throw
            onError(e);
        }
        return answer;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        if (subscription != null) {
            given.cancel();
            return;
        }
        subscription = given;
        changed();
    }

    @Override
    public void onNext(Object next) {
        if (item != null) {
            onError(new IllegalStateException("an item that was not requested (expected: one for each request)"));
            return;
        }
        item = next;
        changed();
    }

    @Override
    public void onError(Throwable thrown) {
        failure = thrown;
        changed();
    }

    @Override
    public void onComplete() {
        complete = true;
        changed();
    }

    @Override
    public void start(ReplyFlow flow) {
        out = flow;
        changedElsewhere();
    }

    @Override
    public void discard() {
        unwanted = true;
        changedElsewhere();
    }

    /** Has a thread of the deployment act, since what follows may run code of the cell. */
    private void changedElsewhere() {
        try {
            flows.signals().execute(this::changed);
        } catch (RejectedExecutionException e) { // the deployment closes
            unwanted = true;
            changed();
        }
    }

    private void changed() {
        if (changes.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            try {
                while (!over && step()) {
                    // until something is awaited
                }
            } catch (IOException | RuntimeException e) {
                fail(e);
            }
            ReplyFlow late = out;
            if (failed && late != null) {
                late.fail(ErrorCode.BROKEN, "cancelled"); // it was given after the failure
            }
            seen = changes.addAndGet(-seen);
        } while (seen != 0);
    }

    /** Does one thing; false if something is awaited. */
    private boolean step() throws IOException {
        Object next = item;
        if (unwanted) {
            fail(new IOException("nothing more of the answer is taken"));
            return false;
        } else if (position < pending.length) {
            return send();
        } else if (next != null) {
            take(next);
            return true;
        } else if (failure != null) {
            fail(failure);
            return false;
        } else if (complete) {
            finish();
            return false;
        }
        return await();
    }

    private boolean await() throws IOException {
        Flow.Subscription from = subscription;
        if (from == null || (awaited && out == null && headGone)) {
            return false;
        }
        if (!awaited) {
            awaited = true;
            from.request(1);
            return true;
        }
        ReplyFlow flow = out;
        if (flow != null) {
            try {
                flow.flush();
            } catch (IOException e) {
                unwanted = true;
                throw e;
            }
        } else if (headKnown) {
            sendHead();
        }
        return false;
    }

    private void take(Object next) throws IOException {
        if (!headKnown) {
            headKnown = true;
            head = head.ofType(type(next));
        }
        pending = bytes(next);
        position = 0;
        item = null;
        awaited = false;
        count += pending.length;
        if (head.length() >= 0 && count > head.length()) {
            throw head.overflow();
        }
    }

    private static String type(Object item) {
        if (item instanceof CharSequence) {
            return MediaTypes.TEXT;
        }
        return item instanceof byte[] || item instanceof ByteBuffer ? MediaTypes.BYTES : MediaTypes.JSON_LINES;
    }

    private byte[] bytes(Object next) throws IOException {
        if (next instanceof byte[] bytes) {
            return bytes;
        } else if (next instanceof CharSequence text) {
            return text.toString().getBytes(charset);
        } else if (next instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        Slice line = json.write(next);
        byte[] bytes = new byte[line.length() + 1];
        System.arraycopy(line.array(), line.offset(), bytes, 0, line.length());
        bytes[line.length()] = LINE_FEED;
        return bytes;
    }

    /** Sends what is pending; false if there is no room. */
    private boolean send() throws IOException {
        int left = pending.length - position;
        if (!headGone) {
            int fitting = Math.min(left, head.pieceBytes() - beginning.size());
            beginning.write(pending, position, fitting);
            position += fitting;
            if (fitting < left) {
                sendHead();
            }
            return true;
        }
        ReplyFlow flow = out;
        if (flow == null) {
            return false;
        }
        try {
            int fitting = Math.min(left, flow.room());
            if (fitting == 0) {
                flow.onRoom(this::changedElsewhere);
                return false;
            }
            flow.write(pending, position, fitting);
            position += fitting;
            return true;
        } catch (IOException e) {
            unwanted = true;
            throw e;
        }
    }

    private void sendHead() throws IOException {
        if (!headGone) {
            ReplyContent content = head.with(beginning.toByteArray(), this);
            headGone = true;
            beginning.reset();
            answer.complete(content);
        }
    }

    /** Ends the body; if the flow has not been given yet, that is done once it is. */
    private void finish() throws IOException {
        if (head.length() >= 0 && count != head.length()) {
            throw head.mismatch(count);
        }
        ReplyFlow flow = out;
        if (!headGone) {
            FlowingHead whole = headKnown ? head : head.ofType(MediaTypes.JSON_LINES);
            ReplyContent content = whole.with(beginning.toByteArray(), null);
            headGone = true;
            end();
            answer.complete(content);
        } else if (flow != null) {
            flow.end();
            end();
        }
    }

    private void fail(Throwable thrown) {
        if (over) {
            return;
        }
        failed = true;
        end();
        Flow.Subscription from = subscription;
        if (from != null && failure == null && !complete) {
            try {
                from.cancel();
            } catch (RuntimeException e) { // a subscription must not throw
                FallbackReplies.LOG.warn("A publisher failed to cancel", e);
            }
        }
        ReplyFlow flow = out;
        if (!headGone) {
            answer.completeExceptionally(thrown);
        } else if (flow != null && !unwanted && !execution.cancelled()) {
            flow.fail(ErrorCode.BROKEN, head.logged(thrown, execution, references));
        } else if (flow != null) {
            flow.fail(ErrorCode.BROKEN, "cancelled");
        }
    }

    private void end() {
        over = true;
        flows.bodyEnds(execution);
    }
}
