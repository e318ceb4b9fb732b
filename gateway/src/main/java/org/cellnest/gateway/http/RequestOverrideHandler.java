package org.cellnest.gateway.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.nio.ByteBuffer;
import org.cellnest.gateway.intake.RequestConduit;

/** Calls a {@link RequestOverride} before the next handler. On the event loop. */
public final class RequestOverrideHandler implements HttpHandler {
    private final RequestOverride requestOverride;
    private final HttpHandler next;

    public RequestOverrideHandler(RequestOverride requestOverride, HttpHandler next) {
        this.requestOverride = requestOverride;
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange http) throws Exception {
        RequestOverride.Page page = RequestConduit.refusalOf(http) != null
                ? null
                : requestOverride.answer(
                        http.getRequestMethod().toString(),
                        http.getRequestPath(),
                        http.getRequestHeaders().getFirst(Headers.ACCEPT));
        if (page == null) {
            next.handleRequest(http);
            return;
        }
        // A body that is still on its way is not waited for.
        http.setPersistent(http.isPersistent() && http.isRequestComplete());
        http.setStatusCode(page.status());
        http.getResponseHeaders().put(Headers.CONTENT_TYPE, page.contentType());
        http.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
        http.getResponseHeaders().put(Headers.X_CONTENT_TYPE_OPTIONS, "nosniff");
        http.setResponseContentLength(page.body().length);
        if (http.getRequestMethod().equals(Methods.HEAD)) {
            http.endExchange();
        } else {
            http.getResponseSender().send(ByteBuffer.wrap(page.body()));
        }
    }
}
