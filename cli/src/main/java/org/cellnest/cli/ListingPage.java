package org.cellnest.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What a listing came to.
 *
 * @param items as many as were wanted
 * @param total how many there are
 */
record ListingPage(List<JsonNode> items, long total) {
    /** The items as the router wrote them, in one document. */
    JsonNode document(String field) {
        ObjectNode document = Json.MAPPER.createObjectNode();
        ArrayNode list = document.putArray(field);
        items.forEach(list::add);
        document.put("total", total);
        return document;
    }
}
