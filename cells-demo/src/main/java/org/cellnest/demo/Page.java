package org.cellnest.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.cellnest.cell.Response;
import org.cellnest.cell.Route;

/** Serves the page that lists the demo's routes: one resource of the jar, without external resources. */
public final class Page {
    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline';"
            + " img-src data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private final String html;

    /** Reads the page once. */
    public Page() {
        try (InputStream stream = Page.class.getResourceAsStream("page.html")) {
            if (stream == null) {
                throw new IllegalStateException("page.html is not in the jar");
            }
            html = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the page. */
    @Route(value = "/", produces = "text/html;charset=utf-8", description = "The demo's page")
    public Response page() {
        return Response.html(html)
                .header("content-security-policy", POLICY)
                .header("x-content-type-options", "nosniff")
                .header("cache-control", "no-cache");
    }
}
