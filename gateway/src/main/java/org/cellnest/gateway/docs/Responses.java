package org.cellnest.gateway.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import org.cellnest.protocol.ProblemJson;
import org.jspecify.annotations.Nullable;

/** Creates the Responses Object of an OpenAPI operation. Invalid declarations of a cell are left out. Stateless. */
final class Responses {
    private static final String PROBLEM = "#/components/responses/Problem";

    /**
     * Returns the responses.
     *
     * @param produces the content type of results, or empty
     * @param schema of results, or null; {@code false} if they never have a body
     * @param optional whether a missing result is 404
     * @param declared statuses that the cell declares, or null
     */
    ObjectNode of(String produces, @Nullable JsonNode schema, boolean optional, @Nullable JsonNode declared) {
        Map<Integer, ObjectNode> byStatus = new TreeMap<>();
        if (declared != null) {
            declared.forEach(each -> {
                int status = each.path("status").isInt() ? each.path("status").intValue() : 0;
                if (status >= 200 && status <= 599) {
                    byStatus.putIfAbsent(status, declared(status, each));
                }
            });
        }
        if (byStatus.keySet().stream().noneMatch(status -> status < 400)) {
            boolean never = schema != null && schema.isBoolean() && !schema.asBoolean();
            byStatus.put(
                    never ? 204 : 200, never ? described("Done") : body(described("The answer"), produces, schema));
        }
        if (optional) {
            byStatus.putIfAbsent(404, problem());
        }
        ObjectNode responses = Components.MAPPER.createObjectNode();
        byStatus.forEach((status, response) -> responses.set(status.toString(), response));
        responses.set("default", problem());
        return responses;
    }

    private static ObjectNode declared(int status, JsonNode declared) {
        String said = declared.path("description").asText();
        String produces = declared.path("produces").asText();
        if (produces.isEmpty() && status >= 400) {
            ObjectNode problem = problem();
            return said.isEmpty() ? problem : problem.put("description", said);
        }
        ObjectNode response =
                described(!said.isEmpty() ? said : status < 400 ? "The answer" : ProblemJson.title(status));
        return body(response, produces, declared.get("schema"));
    }

    private static ObjectNode body(ObjectNode response, String produces, @Nullable JsonNode schema) {
        if (!produces.isEmpty()) {
            ObjectNode content = response.putObject("content").putObject(produces);
            if (schema != null && !schema.isEmpty()) {
                content.set("schema", schema);
            }
        }
        return response;
    }

    private static ObjectNode described(String description) {
        return Components.MAPPER.createObjectNode().put("description", description);
    }

    private static ObjectNode problem() {
        return Components.MAPPER.createObjectNode().put("$ref", PROBLEM);
    }
}
