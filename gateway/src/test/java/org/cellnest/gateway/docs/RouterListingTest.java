package org.cellnest.gateway.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.cellnest.protocol.Describe;
import org.cellnest.protocol.Description;
import org.cellnest.protocol.RouteInfo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How a router is asked for its routes. */
class RouterListingTest {
    private final List<Describe> asked = new ArrayList<>();
    private final RouterListing listing = new RouterListing(asked::add);
    private long nowNs = -3;

    private CompletableFuture<@Nullable RouterRoutes> ask() {
        CompletableFuture<@Nullable RouterRoutes> answer = new CompletableFuture<>();
        listing.ask(answer, nowNs);
        return answer;
    }

    private void tell(long revision, long after, long next, String... templates) {
        List<RouteInfo> routes = List.of(templates).stream()
                .map(template -> new RouteInfo("app", 1, template, List.of("GET"), 0, null, false, "", List.of()))
                .toList();
        listing.onDescription(new Description(revision, after, next, Map.of("app", "1"), routes), nowNs);
    }

    private static List<String> templates(CompletableFuture<@Nullable RouterRoutes> answer) {
        RouterRoutes routes = answer.join();
        assertNotNull(routes);
        return routes.routes().stream().map(RouteInfo::template).toList();
    }

    @Test
    void asksPieceByPieceUntilThereIsNoMore() {
        CompletableFuture<@Nullable RouterRoutes> answer = ask();
        tell(7, 0, 20, "/a", "/b");
        tell(7, 20, 25);
        tell(7, 25, 0, "/c");
        assertEquals(List.of(new Describe(0, 0), new Describe(20, 0), new Describe(25, 0)), asked);
        assertEquals(List.of("/a", "/b", "/c"), templates(answer));
    }

    @Test
    void givesTheSameAsLongAsNothingHasChanged() {
        CompletableFuture<@Nullable RouterRoutes> first = ask();
        tell(7, 0, 0, "/a");
        CompletableFuture<@Nullable RouterRoutes> second = ask();
        assertEquals(new Describe(0, 7), asked.get(1));
        tell(7, 0, 0);
        assertSame(first.join(), second.join());
        CompletableFuture<@Nullable RouterRoutes> third = ask();
        tell(8, 0, 0, "/b");
        assertEquals(List.of("/b"), templates(third));
    }

    @Test
    void asksAgainWhatChangedWhileItWasTold() {
        CompletableFuture<@Nullable RouterRoutes> first = ask();
        tell(7, 0, 3, "/a");
        tell(9, 3, 0, "/c");
        assertTrue(first.isDone());
        assertFalse(ask().isDone());
        assertEquals(new Describe(0, 7), asked.get(2));
    }

    @Test
    void hasManyWaitForOneAnswer() {
        CompletableFuture<@Nullable RouterRoutes> first = ask();
        CompletableFuture<@Nullable RouterRoutes> second = ask();
        tell(7, 0, 0, "/a");
        assertEquals(1, asked.size());
        assertSame(first.join(), second.join());
    }

    @Test
    void doesNotWaitForARouterThatIsSilent() {
        CompletableFuture<@Nullable RouterRoutes> answer = ask();
        nowNs += RouterListing.PATIENCE_NS - 1;
        listing.onTick(nowNs);
        assertFalse(answer.isDone());
        nowNs++;
        listing.onTick(nowNs);
        assertNull(answer.join());
        assertNull(ask().join());
        assertEquals(1, asked.size());
        tell(7, 0, 5, "/late");
        CompletableFuture<@Nullable RouterRoutes> again = ask();
        assertEquals(List.of(new Describe(0, 0), new Describe(0, 0)), asked);
        tell(7, 0, 0, "/a");
        assertEquals(List.of("/a"), templates(again));
    }

    @Test
    void ignoresWhatItDidNotAskFor() {
        tell(7, 0, 0, "/a");
        CompletableFuture<@Nullable RouterRoutes> answer = ask();
        tell(7, 4, 0, "/b");
        assertFalse(answer.isDone());
    }

    @Test
    void endsWithTheSession() {
        CompletableFuture<@Nullable RouterRoutes> answer = ask();
        listing.onOver();
        assertNull(answer.join());
    }

    @Test
    void takesNoMoreThanItHasRoomFor() {
        CompletableFuture<@Nullable RouterRoutes> answer = ask();
        long after = 0;
        for (long next = 1; !answer.isDone(); next++) {
            tell(7, after, next, IntStream.range(0, 256).mapToObj(i -> "/" + i).toArray(String[]::new));
            after = next;
        }
        RouterRoutes routes = answer.join();
        assertNotNull(routes);
        assertEquals(RouterListing.MAX_ROUTES, routes.routes().size());
        assertFalse(routes.whole());
    }
}
