package org.cellnest.gateway.docs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.cellnest.protocol.ProblemJson;
import org.jspecify.annotations.Nullable;

/**
 * Serves the pages below one path: the OpenAPI document, and Swagger UI to view it, from the class path. Their content
 * security policy forbids loading from other origins. Thread-safe.
 */
public final class DocsPages {
    private static final String UI = "/META-INF/resources/webjars/swagger-ui/" + version() + "/";
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final String DOCUMENT = "openapi.json";

    /** A file of the class path, with its content type. */
    private record Source(String resource, String type) {}

    private static final Map<String, Source> SOURCES_BY_NAME = Map.of(
            "",
            new Source("index.html", "text/html;charset=utf-8"),
            "docs.js",
            new Source("docs.js", "text/javascript;charset=utf-8"),
            "swagger-ui.css",
            new Source(UI + "swagger-ui.css", "text/css;charset=utf-8"),
            "swagger-ui-bundle.js",
            new Source(UI + "swagger-ui-bundle.js", "text/javascript;charset=utf-8"),
            "favicon-32x32.png",
            new Source(UI + "favicon-32x32.png", "image/png"));

    private final String path;
    private final ApiDocs docs;
    private final Map<String, ApiDocument> filesByName = new ConcurrentHashMap<>();

    /** @param path begins with a slash and does not end with one */
    public DocsPages(String path, ApiDocs docs) {
        this.path = path;
        this.docs = docs;
    }

    /** Whether a decoded path is below the path of the pages, found or not. */
    public boolean covers(String requested) {
        return requested.startsWith(path)
                && (requested.length() == path.length() || requested.charAt(path.length()) == '/');
    }

    /**
     * Answers a request. Returns at once; the answer may complete on any thread, never exceptionally.
     *
     * @param requested a decoded path that is covered
     * @param known the value of If-None-Match, or null
     */
    public CompletableFuture<Page> answer(String method, String requested, @Nullable String known) {
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return CompletableFuture.completedFuture(problem(
                    405, "The method " + method + " is not one of GET and HEAD.", Map.of("allow", "GET, HEAD")));
        }
        if (requested.length() == path.length()) {
            return CompletableFuture.completedFuture(new Page(308, Map.of("location", path + "/"), new byte[0]));
        }
        String name = requested.substring(path.length() + 1);
        if (name.equals(DOCUMENT)) {
            return docs.document()
                    .handle((document, failure) -> failure == null
                            ? page(document, "application/json", known)
                            : problem(503, reason(failure), Map.of("retry-after", "1")));
        }
        Source source = SOURCES_BY_NAME.get(name);
        if (source == null) {
            return CompletableFuture.completedFuture(
                    problem(404, "There is no such page of the description.", Map.of()));
        }
        try {
            return CompletableFuture.supplyAsync(() -> page(file(name, source), source.type(), known), docs.executor())
                    .exceptionally(failure -> problem(500, "The page cannot be read.", Map.of()));
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(
                    problem(503, "Too many ask for the description just now.", Map.of("retry-after", "1")));
        }
    }

    /** Returns the version of Swagger UI, which is part of the paths of its files. */
    private static String version() {
        String about = "/META-INF/maven/org.webjars/swagger-ui/pom.properties";
        try (InputStream in = DocsPages.class.getResourceAsStream(about)) {
            Properties properties = new Properties();
            if (in != null) {
                properties.load(in);
            }
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ApiDocument file(String name, Source source) {
        return filesByName.computeIfAbsent(name, n -> {
            try (InputStream in = DocsPages.class.getResourceAsStream(source.resource())) {
                if (in == null) {
                    throw new IllegalStateException(source.resource() + " is not on the class path");
                }
                return ApiDocument.of(in.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static Page page(ApiDocument document, String type, @Nullable String known) {
        Map<String, String> headers = new TreeMap<>();
        headers.put("etag", document.etag());
        headers.put("cache-control", "no-cache");
        if (known != null && (known.equals("*") || known.contains(document.etag()))) {
            return new Page(304, headers, new byte[0]);
        }
        headers.put("content-type", type);
        headers.put("content-security-policy", POLICY);
        headers.put("x-content-type-options", "nosniff");
        headers.put("referrer-policy", "no-referrer");
        return new Page(200, headers, document.bytes());
    }

    private static Page problem(int status, String detail, Map<String, String> more) {
        Map<String, String> headers = new TreeMap<>(more);
        headers.put("content-type", ProblemJson.MEDIA_TYPE);
        return new Page(status, headers, ProblemJson.body(status, detail, Map.of()));
    }

    private static String reason(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof IllegalStateException && cause.getMessage() != null
                ? cause.getMessage()
                : "The description could not be made.";
    }
}
