package org.cellnest.runtime.handler;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Type;
import java.util.List;
import org.cellnest.protocol.RouteInfo;
import org.jspecify.annotations.Nullable;

/**
 * Writes the schema of a route's answers. It has the schema of the result, and in {@code x-cellnest-responses} the
 * declared statuses, with schemas that share its definitions; docs/protocol.md describes both. Belongs to the one
 * thread that builds a table.
 */
final class ResponseSchema {
    private final Schemas schemas;

    ResponseSchema(Schemas schemas) {
        this.schemas = schemas;
    }

    /**
     * Returns the schema as text, or null if there is nothing to describe.
     *
     * @param optional whether an empty result is 404
     */
    @Nullable
    String write(ResultType own, boolean optional, List<DeclaredAnswer> declared) {
        if (!optional && declared.isEmpty()) {
            return own.json() == null ? own.schema() : schemas.ofResponse(own.json());
        }
        String text = schemas.withDefinitions(writer -> whole(own, optional, declared, writer));
        return text == null || text.length() > RouteInfo.MAX_SCHEMA
                ? whole(new ResultType(own.produces(), null, own.schema()), optional, declared, null)
                        .toString()
                : text;
    }

    /** @param writer null: schemas of types are left out */
    private static ObjectNode whole(
            ResultType own, boolean optional, List<DeclaredAnswer> declared, @Nullable SchemaWriter writer) {
        ObjectNode whole = schema(own, writer);
        if (optional) {
            whole.put("x-cellnest-optional", true);
        }
        if (declared.isEmpty()) {
            return whole;
        }
        ArrayNode statuses = whole.putArray("x-cellnest-responses");
        if (own.isNothing() && !DeclaredAnswer.isWhole(declared)) {
            statuses.addObject().put("status", 204);
        }
        for (DeclaredAnswer answer : declared) {
            ObjectNode status = statuses.addObject().put("status", answer.status());
            if (!answer.description().isEmpty()) {
                status.put("description", answer.description());
            }
            boolean byResult = answer.status() == 200 && !answer.hasType();
            ResultType type = byResult ? own : ResultType.of(answer.type(), answer.produces());
            if (!type.isNothing()) {
                status.put("produces", answer.produces().isEmpty() ? type.produces() : answer.produces());
                ObjectNode schema = schema(type, writer);
                if (!schema.isEmpty()) {
                    status.set("schema", schema);
                }
            }
        }
        return whole;
    }

    private static ObjectNode schema(ResultType type, @Nullable SchemaWriter writer) {
        Type json = type.json();
        if (json != null && writer != null) {
            return writer.schema(json);
        }
        return type.isText()
                ? JsonNodeFactory.instance.objectNode().put("type", "string")
                : JsonNodeFactory.instance.objectNode();
    }
}
