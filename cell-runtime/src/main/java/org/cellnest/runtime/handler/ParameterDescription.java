package org.cellnest.runtime.handler;

import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Describes parameters for ROUTES; docs/protocol.md lists the members. Belongs to the one thread that builds a table.
 */
final class ParameterDescription {
    /**
     * The length from which a value is left out. The wire would cut it, which would make another value or another
     * schema of it.
     */
    private static final int MAX_VALUE = 1024;

    private final Schemas schemas;

    ParameterDescription(Schemas schemas) {
        this.schemas = schemas;
    }

    /** Describes a value that is read from texts. */
    Map<String, String> value(
            String name,
            List<ParameterSource> places,
            ValueType type,
            boolean required,
            @Nullable String fallback,
            String description) {
        Map<String, String> about = new LinkedHashMap<>();
        about.put("name", name);
        about.put("in", places.stream().map(ParameterSource::label).collect(Collectors.joining(",")));
        ScalarSchema schema = ScalarSchema.of(type.scalarClass());
        if (schema != null) {
            about.put("type", schema.type());
            put(about, "format", schema.format());
            put(about, "minimum", schema.minimum());
            put(about, "maximum", schema.maximum());
        }
        put(about, "enum", String.join(",", type.scalar().constants()));
        if (type.container() != null) {
            about.put("repeated", "true");
        }
        about.put("required", String.valueOf(required));
        if (fallback != null && fallback.length() <= MAX_VALUE) {
            about.put("default", fallback);
        }
        put(about, "description", description);
        return about;
    }

    /** Describes a field of a JSON body that is no scalar. */
    Map<String, String> field(String name, Type type, String typeName, boolean required, String description) {
        Map<String, String> about = new LinkedHashMap<>();
        about.put("name", name);
        about.put("in", "json");
        about.put("type", typeName);
        about.put("required", String.valueOf(required));
        put(about, "description", description);
        String schema = schemas.ofRequest(type);
        put(about, "schema", schema == null ? "" : schema);
        return about;
    }

    /** Describes a file of a form. */
    Map<String, String> file(String name, boolean repeated, boolean required, String description) {
        Map<String, String> about = new LinkedHashMap<>();
        about.put("name", name);
        about.put("in", ParameterSource.PART.label());
        about.put("type", "string");
        about.put("format", "binary");
        if (repeated) {
            about.put("repeated", "true");
        }
        about.put("required", String.valueOf(required));
        put(about, "description", description);
        return about;
    }

    /** Describes the whole body. */
    Map<String, String> body(String typeName, boolean required, String description) {
        Map<String, String> about = new LinkedHashMap<>();
        about.put("name", "body");
        about.put("in", "body");
        about.put("type", typeName);
        about.put("required", String.valueOf(required));
        put(about, "description", description);
        return about;
    }

    private static void put(Map<String, String> about, String key, String value) {
        if (!value.isEmpty() && value.length() <= MAX_VALUE) {
            about.put(key, value);
        }
    }
}
