package org.cellnest.gateway.http;

import org.jspecify.annotations.Nullable;

/**
 * Answers requests in place of the nest, before the gateway has looked at them. For what embeds a gateway, such as a
 * development mode that shows what is wrong instead of a page; a gateway that is started without one never asks.
 */
@FunctionalInterface
public interface RequestOverride {
    /**
     * The answer to give, or null to let the request pass. Called on the event loop for every request: it must not block.
     *
     * @param method as the client wrote it
     * @param target the path as the client wrote it, not decoded and without the query
     * @param accept the first {@code Accept} field, null if there is none
     */
    @Nullable
    Page answer(String method, String target, @Nullable String accept);

    /**
     * An answer that no cache keeps.
     *
     * @param status of the response
     * @param contentType its media type
     * @param body handed over: not to be changed any more; left out where the method is HEAD
     */
    record Page(int status, String contentType, byte[] body) {}
}
