package org.cellnest.gateway.http;

import org.jspecify.annotations.Nullable;

/**
 * Answers requests in place of the nest, before the gateway has examined them. For programs that embed a gateway, such
 * as a development mode that shows an error instead of a page. A gateway started without an override never calls it.
 */
@FunctionalInterface
public interface RequestOverride {
    /**
     * Returns the answer to give, or null to let the request pass. Called on the event loop for every request: it must
     * not block.
     *
     * @param method as the client wrote it
     * @param target the path as the client wrote it, not decoded and without the query
     * @param accept the first {@code Accept} field, null if there is none
     */
    @Nullable
    Page answer(String method, String target, @Nullable String accept);

    /**
     * An answer that no cache may store.
     *
     * @param status of the response
     * @param contentType its media type
     * @param body handed over: not to be changed any more; left out where the method is HEAD
     */
    record Page(int status, String contentType, byte[] body) {}
}
