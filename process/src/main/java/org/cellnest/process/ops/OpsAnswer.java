package org.cellnest.process.ops;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** What the ops port answers. JSON is written on a worker, whatever thread completes the answer's stage. */
public sealed interface OpsAnswer {
    /**
     * Bytes that are ready.
     *
     * @param status the HTTP status
     * @param contentType the media type
     * @param body the bytes; not to be changed afterwards
     */
    record Bytes(int status, String contentType, byte[] body) implements OpsAnswer {}

    /**
     * A value that Jackson writes.
     *
     * @param status the HTTP status
     * @param value a record or map; must not change any more
     */
    record Json(int status, Object value) implements OpsAnswer {}

    /**
     * An answer without an end of its own.
     *
     * @param contentType the media type
     * @param keepAlive sent every ten seconds, so that a connection that is gone is noticed, and one that is not stays
     *     open; if it is empty, a minute without anything sent ends the stream
     * @param source is given the stream on the event loop, when the head has been sent; must not block
     */
    record Streamed(String contentType, byte[] keepAlive, Consumer<OpsStream> source) implements OpsAnswer {}

    /** 200 with JSON. */
    static OpsAnswer json(Object value) {
        return new Json(200, value);
    }

    /** This answer as a stage that is complete. */
    default CompletionStage<OpsAnswer> now() {
        return CompletableFuture.completedFuture(this);
    }
}
