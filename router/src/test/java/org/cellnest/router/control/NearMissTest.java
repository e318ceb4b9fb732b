package org.cellnest.router.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cellnest.protocol.RouteInfo;
import org.cellnest.route.PathTemplate;
import org.cellnest.router.snapshot.NestSnapshot;
import org.cellnest.router.snapshot.RouteSnapshot;
import org.cellnest.router.snapshot.RouterSnapshot;
import org.junit.jupiter.api.Test;

/** The routes that were probably meant by a path that none answers. */
class NearMissTest {
    @Test
    void namesTheOneWithTheFewestEditsFirst() {
        List<String> routes = List.of("/api/about", "/api/files/{path...}", "/api/hello/{name}", "/api/help/{topic}");
        assertEquals("/api/hello/{name}", nearest("/api/helo/billy", routes));
        assertEquals("/api/hello/{name}", nearest("/api/ehllo/billy", routes));
        assertEquals("/api/hello/{name}", nearest("/api/HELLO/billy", routes));
        assertEquals("/api/help/{topic}", nearest("/api/hep/billy", routes));
        assertEquals("/api/files/{path...}", nearest("/api/flies/a/b/c", routes));
        assertEquals("/api/about", nearest("/api/abut", routes));
        assertEquals("/api/hello/{name}", nearest("/api/hello", routes));
    }

    @Test
    void findsAnErrorInTheFirstSegment() {
        List<String> routes = List.of("/carts/{id}", "/orders/{id}", "/orders/{id}/items", "/users/{id}");
        assertEquals("/orders/{id}", nearest("/order/7", routes));
        assertEquals("/orders/{id}/items", nearest("/oders/7/items", routes));
        assertEquals("/orders/{id}/items", nearest("/orders/7/item", routes));
    }

    @Test
    void seesPastASegmentTooManyOrTooFew() {
        List<String> routes = List.of("/api/v1/orders/{id}", "/carts/{id}", "/v1/stock/{id}");
        assertEquals("/api/v1/orders/{id}", nearest("/v1/orders/7", routes));
        assertEquals("/carts/{id}", nearest("/v1/carts/7", routes));
    }

    @Test
    void goesByTheAlphabetAmongEquals() {
        List<String> routes = List.of("/a/rat", "/a/cat", "/a/bat");
        assertEquals(List.of("/a/bat", "/a/cat", "/a/rat"), near("GET", "/a/mat", routes));
    }

    @Test
    void prefersTheMethodThatIsAskedForAtTheSameTemplate() {
        List<NearMiss> near =
                NearMiss.of(seen(List.of(route(1, "GET", "/orders"), route(2, "POST", "/orders"))), "POST", "/order");
        assertEquals("POST", near.get(0).method());
        assertEquals("expects 'orders' where 'order' came", near.get(0).reason());
    }

    @Test
    void namesNothingWhereNothingIsLikeIt() {
        assertEquals(
                List.of(), near("GET", "/nothing/like/it", List.of("/", "/orders", "/files/{path...}", "/b/like")));
        assertEquals(List.of(), near("GET", "/", List.of("/orders", "/{id}")));
    }

    @Test
    void putsAMethodAndASlashBeforeAnySpelling() {
        List<String> routes = List.of("/order", "/orders", "/orders/");
        assertEquals(List.of("/orders", "/orders/", "/order"), near("POST", "/orders", routes));
    }

    @Test
    void namesTenAtMostOfPathsOfAnyLength() {
        List<String> routes = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            routes.add("/orders/" + i + "/{rest...}");
        }
        String path = "/order/" + "7/".repeat(3_000) + "x".repeat(2_000);
        List<String> near = near("GET", path, routes);
        assertEquals(10, near.size());
        assertEquals("/orders/7/{rest...}", near.get(0));
    }

    private static String nearest(String path, List<String> templates) {
        return near("GET", path, templates).get(0);
    }

    private static List<String> near(String method, String path, List<String> templates) {
        List<RouteSnapshot> routes = new ArrayList<>();
        for (String template : templates) {
            routes.add(route(routes.size() + 1, "GET", template));
        }
        return NearMiss.of(seen(routes), method, path).stream()
                .map(NearMiss::template)
                .toList();
    }

    private static RouteSnapshot route(long id, String method, String template) {
        RouteInfo info = new RouteInfo("app", (int) id, template, List.of(method), 0, null, false, "", List.of());
        return new RouteSnapshot(
                id,
                method,
                PathTemplate.parse(template),
                info,
                List.of(),
                0,
                0,
                List.of(0L, 0L, 0L, 0L, 0L, 0L),
                0,
                0,
                0);
    }

    private static NestSnapshot seen(List<RouteSnapshot> routes) {
        RouterSnapshot router = new RouterSnapshot(true, false, 0, 0, routes.size(), 0, 0, 0, 0, 0, Map.of());
        return new NestSnapshot(0, 0, 1, 0, 0, router, List.of(), List.of(), routes);
    }
}
