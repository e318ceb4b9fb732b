package org.cellnest.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.cellnest.protocol.RouteInfo;
import org.junit.jupiter.api.Test;

/** As many routes as one answer may list. */
class ControlPlaneLargeTest extends ControlPlaneFixture {
    private static final int CELLS = 200;
    private static final int ROUTES_OF_CELL = 100;

    ControlPlaneLargeTest() {
        super(events -> TestNest.large());
    }

    @Test
    void listsTwentyThousandRoutesInOneAnswer() throws Exception {
        for (int i = 0; i < CELLS; i++) {
            String deployment = "app" + i;
            List<RouteInfo> routes = new ArrayList<>();
            for (int n = 0; n < ROUTES_OF_CELL; n++) {
                routes.add(route(deployment, n + 1, "/app" + i + "/r" + n + "/{id}", false));
            }
            new TestCell(nest, "c" + i).register(8, routes, deployment);
        }
        JsonNode page = get("/v1/routes?limit=20000");
        assertEquals(CELLS * ROUTES_OF_CELL, page.get("total").asInt());
        Set<String> ids = new HashSet<>();
        page.get("routes").forEach(route -> ids.add(route.get("id").asText()));
        assertEquals(CELLS * ROUTES_OF_CELL, ids.size());
        assertTrue(page.get("next").isNull());
    }
}
