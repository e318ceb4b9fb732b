package org.cellnest.process.ops;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * An answer of the ops port. JSON is always written on a worker, no matter which thread completes the answer's stage.
 */
public sealed interface OpsAnswer {
    /**
     * An answer of bytes that are ready.
     *
     * @param status the HTTP status
     * @param contentType the media type
     * @param body the bytes; must not be modified afterwards
     */
    record Bytes(int status, String contentType, byte[] body) implements OpsAnswer {}

    /**
     * An answer of a value that Jackson writes.
     *
     * @param status the HTTP status
     * @param value a record or map; must not be modified afterwards
     */
    record Json(int status, Object value) implements OpsAnswer {}

    /**
     * An answer that stays open, such as a stream of events.
     *
     * @param contentType the media type
     * @param keepAlive sent every ten seconds, which detects a lost connection and keeps a live one open. If it is
     *     empty, a minute without data ends the stream
     * @param source receives the stream on the event loop after the head has been sent; must not block
     */
    record Streamed(String contentType, byte[] keepAlive, Consumer<OpsStream> source) implements OpsAnswer {}

    /** Returns an answer of 200 with JSON. */
    static OpsAnswer json(Object value) {
        return new Json(200, value);
    }

    /** Returns this answer as a completed stage. */
    default CompletionStage<OpsAnswer> now() {
        return CompletableFuture.completedFuture(this);
    }
}
