package org.cellnest.process.ops;

import java.util.concurrent.CompletionStage;

/** Answers one kind of request to the ops port. */
@FunctionalInterface
public interface OpsHandler {
    /**
     * Handles a request on one of the server's few workers. It may compute, but should wait by means of the stage. A
     * stage that fails with an {@link OpsException} is answered with its problem, any other failure with a 500.
     *
     * @throws OpsException if the request is invalid
     */
    CompletionStage<? extends OpsAnswer> handle(OpsRequest request) throws OpsException;
}
