package org.cellnest.celltest;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.cellnest.runtime.handler.Execution;
import org.cellnest.runtime.handler.ReplyContent;
import org.cellnest.runtime.handler.ReplySink;
import org.cellnest.runtime.stream.FlowingBody;
import org.jspecify.annotations.Nullable;

/** Waits in one thread for the answer that another thread produces. */
final class PendingAnswer implements ReplySink {
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private volatile @Nullable Throwable failure;

    @Override
    public void failed(Execution execution, Throwable thrown) {
        failure = thrown;
    }

    @Override
    public void reply(Execution execution, ReplyContent content) {
        FlowingBody rest = content.rest();
        if (rest == null) {
            outcome.complete(new Outcome(content, false, failure));
            return;
        }
        ReceivedBody body = new ReceivedBody(execution::cancel);
        if (outcome.complete(new Outcome(content, false, failure, body))) {
            rest.start(body);
        } else { // nobody waits for it any more
            rest.discard();
        }
    }

    /** Waits until the deadline, which cancels the execution. */
    Outcome await(Execution execution, long timeoutMs) {
        try {
            return outcome.get(timeoutMs, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            if (outcome.complete(Outcome.expired())) {
                execution.cancel();
            }
            return outcome.join();
        } catch (InterruptedException e) {
            outcome.complete(Outcome.expired());
            execution.cancel();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for an answer", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // nobody completes it so
        }
    }
}
