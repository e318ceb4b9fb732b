package org.cellnest.router.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.cellnest.protocol.RouteInfo;
import org.cellnest.router.broker.TestCell;
import org.cellnest.router.broker.TestNest;
import org.junit.jupiter.api.Test;

/** As many routes as one answer may list. */
class ControlPlaneLargeTest extends ControlPlaneFixture {
    private static final int CELLS = 200;
    private static final int ROUTES_OF_CELL = 100;
    /** As many as fit into one record of a registration. */
    private static final int LONG_ROUTES_OF_CELL = 50;

    private static final int MAX_CHARS_OF_PAGE = 8 << 20;

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

    @Test
    void endsAPageThatWouldBecomeTooLargeAndGoesOnWithTheNext() throws Exception {
        String description = "long ".repeat(800);
        int routes = MAX_CHARS_OF_PAGE / description.length() + 100;
        for (int cell = 0; cell * LONG_ROUTES_OF_CELL < routes; cell++) {
            String deployment = "app" + cell;
            List<RouteInfo> described = new ArrayList<>();
            for (int n = 1; n <= LONG_ROUTES_OF_CELL; n++) {
                String template = "/" + deployment + "/r" + n;
                described.add(
                        new RouteInfo(deployment, n, template, List.of("GET"), 0, null, false, description, List.of()));
            }
            new TestCell(nest, "c" + cell).register(8, described, deployment);
        }
        JsonNode first = get("/v1/routes?limit=20000");
        JsonNode second =
                get("/v1/routes?limit=20000&after=" + first.get("next").asText());
        assertTrue(first.get("routes").size() > 2_000, () -> first.get("routes").size() + " routes");
        assertEquals(
                first.get("total").asInt(),
                first.get("routes").size() + second.get("routes").size());
        assertTrue(second.get("next").isNull());
    }
}
