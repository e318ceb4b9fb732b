package org.cellnest.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A result of a listing.
 *
 * @param items the items, up to the requested number
 * @param total the number of all matching items
 */
record ListingPage(List<JsonNode> items, long total) {
    /** Returns the items as the router wrote them, in one document. */
    JsonNode document(String field) {
        ObjectNode document = Json.MAPPER.createObjectNode();
        ArrayNode list = document.putArray(field);
        items.forEach(list::add);
        document.put("total", total);
        return document;
    }
}
