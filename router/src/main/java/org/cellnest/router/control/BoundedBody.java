package org.cellnest.router.control;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Keeps the beginning of a response's body, up to a limit, and cancels the rest with the connection. */
final class BoundedBody implements BodySubscriber<BoundedBody.Beginning> {
    /** The beginning of a body, and whether it was truncated. */
    record Beginning(byte[] bytes, boolean truncated) {}

    private final int maxBytes;
    private final CompletableFuture<Beginning> body = new CompletableFuture<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private Flow.@Nullable Subscription subscription;

    private BoundedBody(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    static BodyHandler<Beginning> of(int maxBytes) {
        return head -> new BoundedBody(maxBytes);
    }

    @Override
    public CompletionStage<Beginning> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription begun) {
        subscription = begun;
        begun.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            int room = maxBytes - bytes.size();
            byte[] some = new byte[Math.min(room, buffer.remaining())];
            buffer.get(some);
            bytes.writeBytes(some);
            if (buffer.hasRemaining()) {
                body.complete(new Beginning(bytes.toByteArray(), true));
                if (subscription != null) {
                    subscription.cancel();
                }
                return;
            }
        }
    }

    @Override
    public void onError(Throwable failure) {
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        body.complete(new Beginning(bytes.toByteArray(), false));
    }
}
