package org.cellnest.gateway.docs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Collects the named schemas of a document. Cells write each schema with its own definitions, which become components
 * of the document. Equal definitions become one component, even if written by different cells. Different definitions of
 * one name get different names. Schemas of cells are untrusted: text that is no schema, or has references beyond its
 * own definitions, is left out. Used for one document.
 */
final class Components {
    private static final String DEFINITIONS = "#/$defs/";
    private static final String COMPONENTS = "#/components/schemas/";
    private static final int MAX_DEPTH = 60;

    static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .build();

    private final Map<String, ObjectNode> schemasByName = new TreeMap<>();
    /** The names of components, by the content of a definition and of all definitions that it refers to. */
    private final Map<String, String> namesByContent = new HashMap<>();

    private final Set<String> taken = new HashSet<>();
    private final Map<String, JsonNode> schemasByText = new HashMap<>();

    /**
     * Returns a schema in the form for the document, or null if there is none.
     *
     * @param deployment distinguishes components of the same name
     */
    @Nullable
    JsonNode take(@Nullable String text, String deployment) {
        if (text == null) {
            return null;
        }
        String key = deployment + '\n' + text;
        JsonNode known = schemasByText.get(key);
        if (known == null) {
            known = read(text, deployment);
            schemasByText.put(key, known);
        }
        return known.isMissingNode() ? null : known.deepCopy();
    }

    /** Returns the components, by their names. */
    Map<String, ObjectNode> schemas() {
        return schemasByName;
    }

    private JsonNode read(String text, String deployment) {
        JsonNode missing = MAPPER.missingNode();
        JsonNode schema;
        try {
            schema = MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            return missing;
        }
        if (schema instanceof BooleanNode) {
            return schema;
        }
        if (!(schema instanceof ObjectNode object)) {
            return missing;
        }
        JsonNode definitions = object.remove("$defs");
        ObjectNode named = definitions instanceof ObjectNode d ? d : MAPPER.createObjectNode();
        for (JsonNode definition : named) {
            if (!definition.isObject() || !refersWithin(definition, named)) {
                return missing;
            }
        }
        if (!refersWithin(object, named)) {
            return missing;
        }
        Map<String, String> names = new HashMap<>();
        named.fieldNames().forEachRemaining(name -> names.put(name, component(name, named, deployment)));
        names.forEach((name, component) -> {
            if (!schemasByName.containsKey(component)) {
                ObjectNode definition = (ObjectNode) named.get(name).deepCopy();
                rename(definition, names);
                schemasByName.put(component, definition);
            }
        });
        rename(object, names);
        return object;
    }

    private static boolean refersWithin(JsonNode node, ObjectNode named) {
        if (node.isObject()) {
            JsonNode reference = node.get("$ref");
            if (reference != null
                    && !(reference.asText().startsWith(DEFINITIONS)
                            && named.has(reference.asText().substring(DEFINITIONS.length())))) {
                return false;
            }
            if (node.has("$id") || node.has("$dynamicRef") || node.has("$anchor") || node.has("$schema")) {
                return false;
            }
        }
        for (JsonNode child : node) {
            if (!refersWithin(child, named)) {
                return false;
            }
        }
        return true;
    }

    private String component(String name, ObjectNode named, String deployment) {
        Set<String> reached = new TreeSet<>();
        reach(name, named, reached);
        StringBuilder content = new StringBuilder(name);
        for (String each : reached) {
            content.append('\n').append(each).append(named.get(each));
        }
        return namesByContent.computeIfAbsent(content.toString(), c -> free(name, deployment));
    }

    private static void reach(String name, ObjectNode named, Set<String> reached) {
        if (reached.add(name)) {
            for (JsonNode reference : named.get(name).findValues("$ref")) {
                reach(reference.asText().substring(DEFINITIONS.length()), named, reached);
            }
        }
    }

    private String free(String name, String deployment) {
        String plain = name.replaceAll("[^A-Za-z0-9._-]", "_");
        if (taken.add(plain)) {
            return plain;
        }
        String ofDeployment = deployment.replaceAll("[^A-Za-z0-9._-]", "_") + "." + plain;
        String free = ofDeployment;
        for (int i = 2; !taken.add(free); i++) {
            free = ofDeployment + "_" + i;
        }
        return free;
    }

    private static void rename(JsonNode node, Map<String, String> names) {
        if (node instanceof ObjectNode object && object.has("$ref")) {
            String name = object.get("$ref").asText().substring(DEFINITIONS.length());
            object.put("$ref", COMPONENTS + names.get(name));
        }
        if (node instanceof ObjectNode || node instanceof ArrayNode) {
            node.forEach(child -> rename(child, names));
        }
    }
}
