package org.cellnest.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RouteFinderTest {
    /** A route that stands for another where {@code instead} is not null. */
    private record Route(
            String name,
            boolean inner,
            boolean known,
            @Nullable Route instead) {
        static Route of(String name) {
            return new Route(name, false, true, null);
        }
    }

    private final RouteFinder<Route> finder = new RouteFinder<>(RouteFinderTest::visible);

    private static @Nullable Route visible(Route route, boolean inner) {
        Route standing = route.known() ? route : route.instead();
        return standing == null || (standing.inner() && !inner) ? null : standing;
    }

    private void put(String template, String method, Route route) {
        finder.put(PathTemplate.parse(template), method, route);
    }

    private @Nullable String find(String method, String path, boolean inner) {
        Route found = finder.find(path, method, inner);
        return found == null ? null : found.name();
    }

    @Test
    void goesOnToALessSpecificTemplateThatAnswersTheMethod() {
        put("/a/b", "GET", Route.of("literal"));
        put("/a/{x}", "PUT", Route.of("variable"));
        put("/{rest...}", "POST", Route.of("rest"));

        assertEquals("literal", find("GET", "/a/b", false));
        assertEquals("variable", find("PUT", "/a/b", false));
        assertEquals("rest", find("POST", "/a/b", false));
        assertNull(find("DELETE", "/a/b", false));
        assertEquals(Set.of("GET", "HEAD", "OPTIONS", "POST", "PUT"), finder.methodsAt("/a/b", false));
        assertEquals(Set.of("OPTIONS", "POST"), finder.methodsAt("/c", false));
    }

    @Test
    void answersHeadByGetWhereItHasNoRouteOfItsOwn() {
        put("/get", "GET", Route.of("get"));
        put("/both", "GET", Route.of("get of both"));
        put("/both", "HEAD", Route.of("head of both"));
        put("/put", "PUT", Route.of("put"));

        assertEquals("get", find("HEAD", "/get", false));
        assertEquals("head of both", find("HEAD", "/both", false));
        assertNull(find("HEAD", "/put", false));
        assertEquals(Set.of("OPTIONS", "PUT"), finder.methodsAt("/put", false));
    }

    @Test
    void hidesInnerRoutesFromOthersThanCells() {
        put("/half", "GET", new Route("inner", true, true, null));
        put("/half", "PUT", Route.of("outer"));
        put("/head", "GET", Route.of("outer get"));
        put("/head", "HEAD", new Route("inner head", true, true, null));

        assertNull(find("GET", "/half", false));
        assertEquals("inner", find("GET", "/half", true));
        assertEquals(Set.of("OPTIONS", "PUT"), finder.methodsAt("/half", false));
        assertEquals(Set.of("GET", "HEAD", "OPTIONS", "PUT"), finder.methodsAt("/half", true));
        assertEquals("outer get", find("HEAD", "/head", false));
        assertEquals("inner head", find("HEAD", "/head", true));
    }

    @Test
    void returnsTheRouteThatStandsForTheOneThatWasPut() {
        put("/a", "GET", new Route("next", false, false, Route.of("before")));
        put("/b", "GET", new Route("new", false, false, null));

        assertEquals("before", find("GET", "/a", false));
        assertNull(find("GET", "/b", false));
        assertEquals(Set.of(), finder.methodsAt("/b", false));
    }

    @Test
    void removesOneMethodOfAShape() {
        put("/a/{x}", "GET", Route.of("get"));
        put("/a/{y}", "PUT", Route.of("put"));
        finder.remove(PathTemplate.parse("/a/{z}"), "GET");

        assertNull(find("GET", "/a/1", false));
        assertEquals("put", find("PUT", "/a/1", false));
        finder.remove(PathTemplate.parse("/a/{x}"), "PUT");
        assertEquals(Set.of(), finder.methodsAt("/a/1", false));

        IllegalStateException e =
                assertThrows(IllegalStateException.class, () -> finder.remove(PathTemplate.parse("/a/{x}"), "PUT"));
        assertEquals("PUT /a/{x} has no shape", e.getMessage());
    }
}
