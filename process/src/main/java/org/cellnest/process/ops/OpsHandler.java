package org.cellnest.process.ops;

import java.util.concurrent.CompletionStage;

/** Answers one kind of request to the ops port. */
@FunctionalInterface
public interface OpsHandler {
    /**
     * Called on one of the server's few workers; it may compute, and should wait by way of the stage. A stage that fails
     * with an {@link OpsException} makes a problem of it, any other failure a 500.
     *
     * @throws OpsException if the request is not as it should be
     */
    CompletionStage<? extends OpsAnswer> handle(OpsRequest request) throws OpsException;
}
