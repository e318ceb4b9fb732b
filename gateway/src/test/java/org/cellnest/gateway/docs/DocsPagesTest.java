package org.cellnest.gateway.docs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.cellnest.protocol.RouteInfo;
import org.cellnest.transport.ManualClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages that describe the nest. */
class DocsPagesTest {
    private final ManualClock clock = new ManualClock();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile CompletableFuture<@Nullable RouterRoutes> first = CompletableFuture.completedFuture(null);
    private volatile CompletableFuture<@Nullable RouterRoutes> second = CompletableFuture.completedFuture(null);
    private final ApiDocs docs = new ApiDocs(List.of(this::askFirst, () -> second), clock);
    private final DocsPages pages = new DocsPages("/api-docs", docs);

    private CompletableFuture<@Nullable RouterRoutes> askFirst() {
        asked.incrementAndGet();
        return first;
    }

    @AfterEach
    void close() {
        docs.close();
    }

    private static CompletableFuture<@Nullable RouterRoutes> told(String template, String description) {
        return CompletableFuture.completedFuture(new RouterRoutes(
                List.of(new RouteInfo("app", 1, template, List.of("GET"), 0, null, false, description, List.of())),
                Map.of(),
                true));
    }

    private Page get(String path) {
        return get(path, null);
    }

    private Page get(String path, @Nullable String known) {
        return pages.answer("GET", path, known).orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static String text(Page page) {
        return new String(page.body(), StandardCharsets.UTF_8);
    }

    @Test
    void coversItsPathAndWhatIsBelow() {
        assertTrue(pages.covers("/api-docs"));
        assertTrue(pages.covers("/api-docs/"));
        assertTrue(pages.covers("/api-docs/x/y"));
        assertFalse(pages.covers("/api-docsx"));
        assertFalse(pages.covers("/"));
    }

    @Test
    void joinsWhatAllRoutersTellAndTheFirstCounts() {
        first = told("/a", "of the first");
        second = CompletableFuture.completedFuture(new RouterRoutes(
                List.of(
                        new RouteInfo("app", 1, "/a", List.of("GET"), 0, null, false, "of the second", List.of()),
                        new RouteInfo("app", 1, "/b", List.of("GET"), 0, null, false, "", List.of())),
                Map.of("app", "7"),
                true));
        String document = text(get("/api-docs/openapi.json"));
        assertTrue(document.contains("of the first"), document);
        assertFalse(document.contains("of the second"), document);
        assertTrue(document.contains("\"/b\""), document);
        assertTrue(document.contains("Version 7"), document);
    }

    @Test
    void asksAtMostOnceInASecond() {
        first = told("/a", "");
        Page page = get("/api-docs/openapi.json");
        first = told("/b", "");
        clock.advanceNs(TimeUnit.MILLISECONDS.toNanos(999));
        assertArrayEquals(page.body(), get("/api-docs/openapi.json").body());
        assertEquals(1, asked.get());
        clock.advanceNs(TimeUnit.MILLISECONDS.toNanos(1));
        assertTrue(text(get("/api-docs/openapi.json")).contains("\"/b\""));
        assertEquals(2, asked.get());
    }

    @Test
    void hasAllWhoAskMeanwhileWaitForTheSame() {
        CompletableFuture<@Nullable RouterRoutes> later = new CompletableFuture<>();
        first = later;
        CompletableFuture<Page> one = pages.answer("GET", "/api-docs/openapi.json", null);
        CompletableFuture<Page> other = pages.answer("GET", "/api-docs/openapi.json", null);
        assertFalse(one.isDone());
        later.complete(told("/a", "").join());
        assertEquals(200, one.join().status());
        assertEquals(one.join().headers(), other.join().headers());
        assertEquals(1, asked.get());
    }

    @Test
    void saysNothingAnewToWhoHasIt() {
        first = told("/a", "");
        Page page = get("/api-docs/openapi.json");
        String etag = String.valueOf(page.headers().get("etag"));
        assertEquals("no-cache", page.headers().get("cache-control"));
        assertEquals(304, get("/api-docs/openapi.json", etag).status());
        first = told("/b", "");
        clock.advanceNs(TimeUnit.SECONDS.toNanos(1));
        Page changed = get("/api-docs/openapi.json", etag);
        assertEquals(200, changed.status());
        assertNotEquals(etag, changed.headers().get("etag"));
    }

    @Test
    void saysWhyThereIsNoDocument() {
        Page page = get("/api-docs/openapi.json");
        assertEquals(503, page.status());
        assertEquals("application/problem+json", page.headers().get("content-type"));
        assertTrue(text(page).contains("No router tells its routes"), text(page));
        first = told("/a", "");
        assertEquals(200, get("/api-docs/openapi.json").status());
    }

    @Test
    void tellsReadersElsewhereWhereThePathsBegin() {
        first = told("/a", "");
        String document = new String(docs.openApi("http://h:1/").join(), StandardCharsets.UTF_8);
        assertTrue(document.contains("\"servers\":[{\"url\":\"http://h:1/\"}]"), document);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "docs.js", "swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png"})
    void servesWhatThePageNeeds(String name) {
        Page page = get("/api-docs/" + name);
        assertEquals(200, page.status(), () -> text(page));
        assertTrue(page.body().length > 100);
        assertTrue(String.valueOf(page.headers().get("content-security-policy")).startsWith("default-src 'none'"));
        assertEquals(304, get("/api-docs/" + name, page.headers().get("etag")).status());
    }

    @Test
    void leadsFromItsPathToThePage() {
        Page page = get("/api-docs");
        assertEquals(308, page.status());
        assertEquals("/api-docs/", page.headers().get("location"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api-docs/x", "/api-docs//", "/api-docs/index.html/", "/api-docs/../docs.js"})
    void doesNotKnowOtherPages(String path) {
        assertEquals(404, get(path).status());
    }

    @Test
    void answersNoOtherMethods() {
        Page page = pages.answer("POST", "/api-docs/openapi.json", null).join();
        assertEquals(405, page.status());
        assertEquals("GET, HEAD", page.headers().get("allow"));
    }
}
