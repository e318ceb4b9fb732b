package org.cellnest.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.cellnest.cell.Response;
import org.cellnest.cell.Route;

/** Serves the demo's pages: resources of the jar, without external resources. */
public final class Page {
    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline';"
            + " img-src data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private final String routes = read("page.html");
    private final String files = read("files.html");

    private static String read(String name) {
        try (InputStream stream = Page.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException(name + " is not in the jar");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the page that lists the demo's routes. */
    @Route(value = "/", produces = "text/html;charset=utf-8", description = "The demo's page")
    public Response page() {
        return html(routes);
    }

    /** Returns the page of files. */
    @Route(value = "/files", produces = "text/html;charset=utf-8", description = "The demo's page of files")
    public Response files() {
        return html(files);
    }

    private static Response html(String page) {
        return Response.html(page)
                .header("content-security-policy", POLICY)
                .header("x-content-type-options", "nosniff")
                .header("cache-control", "no-cache");
    }
}
