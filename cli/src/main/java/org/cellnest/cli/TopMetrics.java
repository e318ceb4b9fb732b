package org.cellnest.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A snapshot of the data that {@code top} shows, from one round of requests to the router. */
record TopMetrics(JsonNode nest, JsonNode series, List<JsonNode> cells, List<JsonNode> routes) {
    private static final int MOST_ROUTES = 100;

    /** Fetches the data from the router. */
    static TopMetrics ask(RouterClient router, String routeOrder) {
        JsonNode nest = router.get("/v1/nest");
        JsonNode series = router.get("/v1/series?minutes=15");
        Lister lister = new Lister(router);
        List<JsonNode> cells =
                lister.find(selection(Kind.CELLS, "rate", Integer.MAX_VALUE)).items();
        List<JsonNode> routes =
                lister.find(selection(Kind.ROUTES, routeOrder, MOST_ROUTES)).items();
        return new TopMetrics(nest, series, cells, routes);
    }

    private static Selection selection(Kind kind, String order, int most) {
        return new Selection(kind.listing(), "", "", "", order, most);
    }

    JsonNode document() {
        ObjectNode document = Json.MAPPER.createObjectNode();
        document.set("nest", nest);
        document.set("series", series);
        cells.forEach(document.putArray("cells")::add);
        routes.forEach(document.putArray("routes")::add);
        return document;
    }
}
