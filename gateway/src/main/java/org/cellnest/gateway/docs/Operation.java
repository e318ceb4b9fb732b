package org.cellnest.gateway.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.cellnest.protocol.RouteInfo;
import org.jspecify.annotations.Nullable;

/** Creates an OpenAPI operation from a route. Invalid descriptions of its cell are left out. Used for one document. */
final class Operation {
    private static final Set<String> TYPES = Set.of("string", "integer", "number", "boolean", "object", "array");
    /** The headers that OpenAPI describes elsewhere; it ignores parameters of these names. */
    private static final Set<String> HEADERS_ELSEWHERE = Set.of("accept", "content-type", "authorization");

    private static final Set<String> METHODS_WITH_BODY = Set.of("POST", "PUT", "PATCH");
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String JSON = "application/json";
    private static final String MULTIPART = "multipart/form-data";

    private final Components components;
    private final Responses responses = new Responses();

    Operation(Components components) {
        this.components = components;
    }

    /**
     * Returns the operation.
     *
     * @param template of the route
     * @param named the path that it is listed under; its variables may have other names
     */
    ObjectNode of(RouteInfo route, TemplatePath template, TemplatePath named, String id) {
        ObjectNode operation = object();
        operation.putArray("tags").add(route.deployment());
        if (!route.description().isEmpty()) {
            operation.put("summary", route.description());
        }
        operation.put("operationId", id);
        String method = route.methods().get(0);
        ArrayNode parameters = parameters(route, template, named, METHODS_WITH_BODY.contains(method));
        if (!parameters.isEmpty()) {
            operation.set("parameters", parameters);
        }
        ObjectNode body = requestBody(route, METHODS_WITH_BODY.contains(method));
        if (body != null) {
            operation.set("requestBody", body);
        }
        operation.set("responses", responses(route));
        if (route.timeoutMs() > 0) {
            operation.put("x-cellnest-timeout-ms", route.timeoutMs());
        }
        if (route.idempotent() != null) {
            operation.put("x-cellnest-idempotent", route.idempotent());
        }
        return operation;
    }

    private ArrayNode parameters(RouteInfo route, TemplatePath template, TemplatePath named, boolean mayHaveBody) {
        ArrayNode parameters = Components.MAPPER.createArrayNode();
        for (int i = 0; i < template.variables().size(); i++) {
            TemplatePath.Variable variable = template.variables().get(i);
            String name = named.variables().get(i).name();
            parameters.add(pathParameter(route, variable, name));
        }
        Map<String, ObjectNode> others = new LinkedHashMap<>();
        for (Map<String, String> about : route.parameters()) {
            List<String> places = places(about);
            String name = about.getOrDefault("name", "");
            String in = places.contains("query")
                    ? "query"
                    : places.contains("header") ? "header" : places.contains("cookie") ? "cookie" : "";
            boolean elsewhere = in.equals("header") && HEADERS_ELSEWHERE.contains(name);
            if (!in.isEmpty() && !name.isEmpty() && !elsewhere) {
                boolean alone = places.size() == 1 || !mayHaveBody;
                String note = alone ? "" : "may also be a field of the body";
                ObjectNode parameter = parameter(name, in, alone && isRequired(about), about, note);
                parameter.set("schema", schema(about, route.deployment()));
                others.putIfAbsent(in + ' ' + name, parameter);
            }
        }
        others.values().forEach(parameters::add);
        return parameters;
    }

    private ObjectNode pathParameter(RouteInfo route, TemplatePath.Variable variable, String name) {
        Map<String, String> about = route.parameters().stream()
                .filter(p -> places(p).contains("path") && variable.name().equals(p.get("name")))
                .findFirst()
                .orElse(Map.of("type", "string"));
        ObjectNode parameter =
                parameter(name, "path", true, about, variable.rest() ? "the rest of the path, slashes included" : "");
        ObjectNode schema = schema(about, route.deployment());
        schema.remove("default");
        if (variable.pattern() != null && schema.path("type").asText().equals("string")) {
            schema.put("pattern", variable.pattern());
        } else if (variable.pattern() != null) {
            // JSON Schema knows patterns of strings alone.
            parameter.put("x-cellnest-pattern", variable.pattern());
        }
        parameter.set("schema", schema);
        if (variable.rest()) {
            parameter.put("x-cellnest-rest", true);
        }
        return parameter;
    }

    private static ObjectNode parameter(
            String name, String in, boolean required, Map<String, String> about, String note) {
        ObjectNode parameter = object().put("name", name).put("in", in);
        String said = about.getOrDefault("description", "");
        String description = said.isEmpty() || note.isEmpty() ? said + note : said + " (" + note + ")";
        if (!description.isEmpty()) {
            parameter.put("description", description);
        }
        if (required) {
            parameter.put("required", true);
        }
        return parameter;
    }

    private @Nullable ObjectNode requestBody(RouteInfo route, boolean mayHaveBody) {
        for (Map<String, String> about : route.parameters()) {
            if (places(about).contains("body")) {
                return wholeBody(route, about);
            }
        }
        ObjectNode form = fields(route, "form", mayHaveBody);
        ObjectNode json = fields(route, "json", mayHaveBody);
        ObjectNode parts = fields(route, "part", mayHaveBody);
        if (form == null && json == null && parts == null) {
            return null;
        }
        ObjectNode body = object();
        ObjectNode content = body.putObject("content");
        if (json != null) {
            content.putObject(JSON).set("schema", json);
        }
        if (form != null) {
            content.putObject(FORM).set("schema", form);
        }
        if (parts != null) {
            content.putObject(MULTIPART).set("schema", parts);
        }
        if (Stream.of(json, form, parts).allMatch(fields -> fields == null || fields.has("required"))) {
            body.put("required", true);
        }
        return body;
    }

    private ObjectNode wholeBody(RouteInfo route, Map<String, String> about) {
        ObjectNode body = object();
        String description = about.getOrDefault("description", "");
        if (!description.isEmpty()) {
            body.put("description", description);
        }
        JsonNode schema = components.take(route.request(), route.deployment());
        if ("bytes".equals(about.get("type"))) {
            body.putObject("content").putObject("*/*");
        } else if ("parts".equals(about.get("type"))) {
            body.putObject("content").putObject(MULTIPART).putObject("schema").put("type", "object");
        } else {
            body.putObject("content").putObject(JSON).set("schema", schema == null ? object() : schema);
        }
        if (isRequired(about)) {
            body.put("required", true);
        }
        return body;
    }

    /** Returns the schema of the fields of one kind of body, or null if there are none. */
    private @Nullable ObjectNode fields(RouteInfo route, String place, boolean mayHaveBody) {
        ObjectNode properties = object();
        List<String> required = new ArrayList<>();
        for (Map<String, String> about : route.parameters()) {
            List<String> places = places(about);
            String name = about.getOrDefault("name", "");
            // A GET is not expected to have a body, unless that is the only place.
            if (name.isEmpty() || !places.contains(place) || (!mayHaveBody && places.contains("query"))) {
                continue;
            }
            ObjectNode schema = schema(about, route.deployment());
            String description = about.getOrDefault("description", "");
            if (!description.isEmpty()) {
                schema.put("description", description);
            }
            properties.set(name, schema);
            if (isRequired(about) && places.size() == 1) {
                required.add(name);
            }
        }
        if (properties.isEmpty()) {
            return null;
        }
        ObjectNode schema = object().put("type", "object");
        schema.set("properties", properties);
        if (!required.isEmpty()) {
            ArrayNode names = schema.putArray("required");
            required.forEach(names::add);
        }
        return schema;
    }

    private ObjectNode schema(Map<String, String> about, String deployment) {
        JsonNode said = components.take(about.get("schema"), deployment);
        if (said instanceof ObjectNode whole) {
            return whole;
        }
        ObjectNode schema = object();
        String type = about.getOrDefault("type", "");
        if (TYPES.contains(type)) {
            schema.put("type", type);
        }
        put(schema, "format", about.get("format"));
        putNumber(schema, "minimum", about.get("minimum"));
        putNumber(schema, "maximum", about.get("maximum"));
        if (about.containsKey("enum")) {
            ArrayNode names = schema.putArray("enum");
            Arrays.stream(about.get("enum").split(",", -1)).distinct().forEach(names::add);
        }
        boolean repeated = "true".equals(about.get("repeated"));
        ObjectNode whole = repeated ? object().put("type", "array") : schema;
        if (repeated) {
            whole.set("items", schema);
        }
        String fallback = about.get("default");
        if (fallback != null && repeated) {
            ArrayNode values = whole.putArray("default");
            if (!fallback.isEmpty()) {
                Arrays.stream(fallback.split(",", -1)).forEach(text -> values.add(value(type, text)));
            }
        } else if (fallback != null) {
            whole.set("default", value(type, fallback));
        }
        return whole;
    }

    private static JsonNode value(String type, String text) {
        try {
            return switch (type) {
                case "integer", "number" -> Components.MAPPER.getNodeFactory().numberNode(bounded(text));
                case "boolean" -> Components.MAPPER.getNodeFactory().booleanNode(Boolean.parseBoolean(text));
                default -> Components.MAPPER.getNodeFactory().textNode(text);
            };
        } catch (NumberFormatException e) {
            return Components.MAPPER.getNodeFactory().textNode(text);
        }
    }

    private static BigDecimal bounded(String text) {
        if (text.length() > 30 || text.indexOf('e') >= 0 || text.indexOf('E') >= 0) {
            throw new NumberFormatException();
        }
        return new BigDecimal(text);
    }

    private static void put(ObjectNode schema, String key, @Nullable String value) {
        if (value != null) {
            schema.put(key, value);
        }
    }

    private static void putNumber(ObjectNode schema, String key, @Nullable String value) {
        if (value != null && value("number", value).isNumber()) {
            schema.set(key, value("number", value));
        }
    }

    private ObjectNode responses(RouteInfo route) {
        JsonNode schema = components.take(route.response(), route.deployment());
        boolean optional = schema instanceof ObjectNode o && o.remove("x-cellnest-optional") != null;
        JsonNode declared = schema instanceof ObjectNode o ? o.remove("x-cellnest-responses") : null;
        return responses.of(route.produces(), schema, optional, declared);
    }

    private static List<String> places(Map<String, String> about) {
        return Arrays.asList(about.getOrDefault("in", "").split(",", -1));
    }

    private static boolean isRequired(Map<String, String> about) {
        return "true".equals(about.get("required"));
    }

    private static ObjectNode object() {
        return Components.MAPPER.createObjectNode();
    }
}
