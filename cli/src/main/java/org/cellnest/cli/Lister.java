package org.cellnest.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Fetches a selection from the router: routes in pages that the router has filtered, other kinds in whole. */
final class Lister {
    /**
     * The number of routes in a page: small enough that the router writes a page at once, large enough to need few
     * pages.
     */
    private static final int PAGE = 5_000;

    /**
     * The result of a listing.
     *
     * @param items at most as many as were selected
     * @param total the number of matches in the nest
     */
    record Result(List<JsonNode> items, long total) {
        /** Returns the items as the router wrote them, in one document. */
        JsonNode document(String field) {
            ObjectNode document = Json.MAPPER.createObjectNode();
            ArrayNode list = document.putArray(field);
            items.forEach(list::add);
            document.put("total", total);
            return document;
        }
    }

    private final RouterClient router;

    Lister(RouterClient router) {
        this.router = router;
    }

    Result find(Selection selection) {
        return selection.listing() instanceof RouteListing ? routes(selection) : whole(selection);
    }

    private Result whole(Selection selection) {
        Listing listing = selection.listing();
        List<JsonNode> items = Json.items(router.get(listing.path()), listing.field());
        if (selection.isFiltered()) {
            items.removeIf(item -> !listing.isOf(item, selection.deployment(), selection.cell()));
        }
        if (!selection.query().isEmpty()) {
            items.removeIf(item -> !listing.matches(item, selection.query()));
        }
        listing.sort(items, selection.order());
        int total = items.size();
        return new Result(items.subList(0, Math.min(selection.most(), total)), total);
    }

    private Result routes(Selection selection) {
        List<JsonNode> routes = new ArrayList<>();
        String after = "";
        long total = 0;
        do {
            JsonNode page = router.get(page(selection, Math.min(PAGE, selection.most() - routes.size()), after));
            List<JsonNode> more = Json.items(page, "routes");
            routes.addAll(more);
            total = Json.whole(page, "total");
            String next = Json.text(page, "next");
            // A cursor that stands still would have no end.
            after = more.isEmpty() || next.equals(after) ? "" : next;
        } while (!after.isEmpty() && routes.size() < selection.most());
        return new Result(routes, Math.max(total, routes.size()));
    }

    private static String page(Selection selection, int limit, String after) {
        StringBuilder path = new StringBuilder("/v1/routes?limit=").append(limit);
        append(path, "sort", selection.order());
        append(path, "q", selection.query());
        append(path, "deployment", selection.deployment());
        append(path, "cell", selection.cell());
        append(path, "after", after);
        return path.toString();
    }

    private static void append(StringBuilder path, String name, String value) {
        if (!value.isEmpty()) {
            path.append('&').append(name).append('=').append(RouterClient.escape(value));
        }
    }
}
