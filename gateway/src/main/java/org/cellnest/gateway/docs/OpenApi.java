package org.cellnest.gateway.docs;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cellnest.protocol.RouteInfo;
import org.cellnest.route.PathTemplate;

/**
 * Writes the OpenAPI 3.1 document of a set of routes. The same routes yield the same bytes, in any order. HEAD and
 * OPTIONS, which the nest answers by itself, are not listed.
 */
public final class OpenApi {
    /**
     * The methods that are listed, in this order; the others are listed apart, under {@code x-cellnest-other-methods}.
     */
    private static final List<String> METHODS = List.of("GET", "PUT", "POST", "DELETE", "PATCH");

    private static final Set<String> UNLISTED = Set.of("HEAD", "OPTIONS");

    /** A route with its path. */
    private record Listed(RouteInfo route, TemplatePath path) {
        String method() {
            return route.methods().get(0);
        }
    }

    private final Components components = new Components();
    private final Operation operations = new Operation(components);
    private final Set<String> ids = new HashSet<>();

    private OpenApi() {}

    /**
     * Returns the document.
     *
     * @param routes each with one method; duplicates of a method and template are listed once
     * @param versions of deployments
     * @param server the base URL of the paths, such as {@code /}
     * @param note for people, may be empty
     */
    public static byte[] write(List<RouteInfo> routes, Map<String, String> versions, String server, String note) {
        return new OpenApi().document(routes, versions, server, note);
    }

    private byte[] document(List<RouteInfo> routes, Map<String, String> versions, String server, String note) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 << 10);
        try (JsonGenerator json = Components.MAPPER.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("openapi", "3.1.0");
            json.writeObjectFieldStart("info");
            json.writeStringField("title", "The routes of this nest");
            json.writeStringField("version", "1");
            if (!note.isEmpty()) {
                json.writeStringField("description", note);
            }
            json.writeEndObject();
            json.writeArrayFieldStart("servers");
            json.writeStartObject();
            json.writeStringField("url", server);
            json.writeEndObject();
            json.writeEndArray();
            Map<String, List<Listed>> byShape = byShape(routes);
            writeTags(byShape, versions, json);
            json.writeObjectFieldStart("paths");
            for (List<Listed> ofShape : byShape.values()) {
                json.writeFieldName(ofShape.get(0).path().path());
                json.writeTree(pathItem(ofShape));
            }
            json.writeEndObject();
            json.writeFieldName("components");
            json.writeTree(componentsOf());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static Map<String, List<Listed>> byShape(List<RouteInfo> routes) {
        Map<String, List<Listed>> byShape = new TreeMap<>();
        for (RouteInfo route : routes) {
            TemplatePath path = TemplatePath.of(route.template());
            if (path != null
                    && !route.methods().isEmpty()
                    && !UNLISTED.contains(route.methods().get(0))) {
                byShape.computeIfAbsent(path.shape(), shape -> new ArrayList<>())
                        .add(new Listed(route, path));
            }
        }
        // As in the router: where several match, the most specific answers.
        Comparator<Listed> order = Comparator.comparing(
                        (Listed listed) -> listed.path().template(), PathTemplate.MOST_SPECIFIC_FIRST)
                .thenComparing(listed -> listed.route().template())
                .thenComparing(Listed::method)
                .thenComparing(listed -> listed.route().deployment());
        byShape.values().forEach(ofShape -> ofShape.sort(order));
        return byShape;
    }

    private static void writeTags(Map<String, List<Listed>> byShape, Map<String, String> versions, JsonGenerator json)
            throws IOException {
        TreeSet<String> deployments = new TreeSet<>();
        byShape.values()
                .forEach(ofShape ->
                        ofShape.forEach(listed -> deployments.add(listed.route().deployment())));
        json.writeArrayFieldStart("tags");
        for (String deployment : deployments) {
            json.writeStartObject();
            json.writeStringField("name", deployment);
            String version = versions.getOrDefault(deployment, "");
            if (!version.isEmpty()) {
                json.writeStringField("description", "Version " + version);
                json.writeStringField("x-cellnest-version", version);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private ObjectNode pathItem(List<Listed> ofShape) {
        TemplatePath named = ofShape.get(0).path();
        Map<String, List<Listed>> byMethod = new HashMap<>();
        Set<String> seen = new HashSet<>();
        for (Listed listed : ofShape) {
            if (seen.add(listed.method() + ' ' + listed.route().template())) {
                byMethod.computeIfAbsent(listed.method(), method -> new ArrayList<>())
                        .add(listed);
            }
        }
        ObjectNode item = Components.MAPPER.createObjectNode();
        for (String method : METHODS) {
            List<Listed> alike = byMethod.remove(method);
            if (alike != null) {
                Listed first = alike.get(0);
                ObjectNode operation = operations.of(first.route(), first.path(), named, id(method, named));
                if (alike.size() > 1) {
                    alternatives(alike.subList(1, alike.size()), operation);
                }
                item.set(method.toLowerCase(Locale.ROOT), operation);
            }
        }
        if (!byMethod.isEmpty()) {
            ArrayNode others = item.putArray("x-cellnest-other-methods");
            new TreeSet<>(byMethod.keySet()).forEach(others::add);
        }
        return item;
    }

    /**
     * Lists further routes of one method and path. OpenAPI has one operation for both; the nest distinguishes more, by
     * their constraints.
     */
    private static void alternatives(List<Listed> others, ObjectNode operation) {
        ArrayNode alternatives = operation.putArray("x-cellnest-alternatives");
        for (Listed other : others) {
            ObjectNode alternative = alternatives.addObject();
            alternative.put("template", other.route().template());
            alternative.put("deployment", other.route().deployment());
            if (!other.route().description().isEmpty()) {
                alternative.put("description", other.route().description());
            }
        }
    }

    /**
     * Returns an operation id such as {@code get_orders_by_id}, made of method and path alone, so that it does not
     * change with other routes.
     */
    private String id(String method, TemplatePath path) {
        String words = path.path()
                .replace("{", " by ")
                .replaceAll("[^A-Za-z0-9]+", "_")
                .replaceAll("^_|_$", "");
        String plain = method.toLowerCase(Locale.ROOT) + "_" + (words.isEmpty() ? "root" : words);
        String free = plain;
        for (int i = 2; !ids.add(free); i++) {
            free = plain + "_" + i;
        }
        return free;
    }

    private ObjectNode componentsOf() {
        ObjectNode all = Components.MAPPER.createObjectNode();
        ObjectNode schemas = all.putObject("schemas");
        components.schemas().forEach(schemas::set);
        ObjectNode problem = all.putObject("responses").putObject("Problem");
        problem.put("description", "What went wrong (RFC 9457)");
        ObjectNode schema = problem.putObject("content")
                .putObject("application/problem+json")
                .putObject("schema")
                .put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        properties.putObject("type").put("type", "string").put("format", "uri-reference");
        properties.putObject("title").put("type", "string");
        properties.putObject("status").put("type", "integer");
        properties.putObject("detail").put("type", "string");
        properties.putObject("requestId").put("type", "string");
        return all;
    }
}
