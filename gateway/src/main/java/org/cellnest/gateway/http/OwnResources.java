package org.cellnest.gateway.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import org.cellnest.gateway.docs.DocsPages;
import org.cellnest.gateway.docs.Page;
import org.cellnest.gateway.rules.Cors;
import org.cellnest.gateway.rules.RequestTarget;
import org.jspecify.annotations.Nullable;

/** Finds the resources that the gateway serves itself, in place of the cells. Any thread. */
final class OwnResources {
    private static final HttpString REQUEST_METHOD = HttpString.tryFromString("Access-Control-Request-Method");

    private final Cors cors;
    private final @Nullable DocsPages docs;
    private final AddressPage addressPage;

    /** @param docs null: the gateway serves none */
    OwnResources(Cors cors, @Nullable DocsPages docs, AddressPage addressPage) {
        this.cors = cors;
        this.docs = docs;
        this.addressPage = addressPage;
    }

    /** Whether the request is a preflight or {@code OPTIONS *}, whose answer has no content. */
    boolean isForNoResource(RequestHead head, HttpServerExchange http) {
        return head.path().equals(RequestTarget.ASTERISK) || isPreflight(head, http);
    }

    /** Returns the origin of a preflight, or null where the request is none. */
    @Nullable
    String preflightOrigin(RequestHead head, HttpServerExchange http) {
        return isPreflight(head, http) ? http.getRequestHeaders().getFirst(Headers.ORIGIN) : null;
    }

    private boolean isPreflight(RequestHead head, HttpServerExchange http) {
        HeaderMap fields = http.getRequestHeaders();
        return cors.isPreflight(head.method(), fields.getFirst(Headers.ORIGIN), fields.getFirst(REQUEST_METHOD));
    }

    /** Returns the answer to a router's challenge, or null where the request is none. */
    @Nullable
    Page proofOfAddress(RequestHead head, HttpServerExchange http) {
        return http.isRequestComplete() ? addressPage.answer(head.method(), head.path(), http.getQueryString()) : null;
    }

    /** Returns the pages that a path belongs to, or null where it is the cells'. */
    @Nullable
    DocsPages docsAt(String path) {
        return docs != null && docs.covers(path) ? docs : null;
    }
}
