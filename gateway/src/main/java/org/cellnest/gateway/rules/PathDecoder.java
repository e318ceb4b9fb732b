package org.cellnest.gateway.rules;

import org.cellnest.route.PathException;
import org.cellnest.route.RequestPath;

/** Decodes the path of a request, as {@link RequestPath} says, or refuses the request. Stateless. */
public final class PathDecoder {
    private PathDecoder() {}

    /**
     * The decoded path.
     *
     * @param raw as it stands in the request line, without the query; begins with {@code '/'}
     * @throws RefusedRequest 400, naming what came and where
     */
    public static String decode(String raw) throws RefusedRequest {
        try {
            return RequestPath.decode(raw);
        } catch (PathException e) {
            throw RefusedRequest.bad(e.detail());
        }
    }
}
