package org.cellnest.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.cellnest.protocol.RouteInfo;
import org.junit.jupiter.api.Test;

class RouteChangesTest {
    @Test
    void tellsAddedRemovedAndChangedRoutes() {
        List<RouteInfo> before = List.of(route(1, "/a", 0, "GET", "POST"), route(2, "/b", 0, "GET"));
        List<RouteInfo> after = List.of(route(3, "/a", 0, "GET"), route(4, "/b", 500, "GET"), route(5, "/c", 0, "PUT"));
        assertEquals(
                List.of("- POST /a", "~ GET /b (timeout default -> 500 ms)", "+ PUT /c"),
                RouteChanges.between(before, after).stream()
                        .map(RouteChanges.Change::toString)
                        .toList());
    }

    @Test
    void doesNotMindNumbers() {
        assertEquals(
                List.of(), RouteChanges.between(List.of(route(1, "/a", 0, "GET")), List.of(route(2, "/a", 0, "GET"))));
    }

    private static RouteInfo route(int number, String template, int timeoutMs, String... methods) {
        return new RouteInfo("orders", number, template, List.of(methods), timeoutMs, null, false, "", List.of());
    }
}
