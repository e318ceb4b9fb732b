package org.cellnest.runtime.dispatch;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Field;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.cellnest.cell.Description;
import org.jspecify.annotations.Nullable;

/**
 * Writes the JSON Schema of one type, asking the deployment's own mapper which properties it reads or writes, so that the
 * schema says what happens. Records and classes are named under {@code $defs}, by their simple names; all else stands where
 * it is used. For one schema, then done with.
 */
final class SchemaWriter {
    /** Which way JSON goes. */
    enum Way {
        READ,
        WRITE
    }

    /** Named types in one schema. A generic type that contains itself with an ever longer argument has no end. */
    private static final int MAX_NAMED = 100;
    /** The same of arrays of arrays. */
    private static final int MAX_DEPTH = 32;

    private static final int MAX_CONSTANTS = 500;

    private final ObjectMapper mapper;
    private final Way way;
    private final Map<JavaType, String> namesByType = new HashMap<>();
    private final ObjectNode definitions;
    private int depth;

    SchemaWriter(ObjectMapper mapper, Way way) {
        this.mapper = mapper;
        this.way = way;
        this.definitions = mapper.createObjectNode();
    }

    /**
     * The schema of a type, whose definitions {@link #whole} adds.
     *
     * @throws IllegalStateException if it has no end
     */
    ObjectNode schema(Type type) {
        return schema(mapper.constructType(type));
    }

    /** The schema as text, with the definitions of all that were written. */
    String whole(ObjectNode schema) {
        if (!definitions.isEmpty()) {
            schema.set("$defs", definitions);
        }
        return schema.toString();
    }

    private ObjectNode schema(JavaType type) {
        if (++depth > MAX_DEPTH) {
            throw new IllegalStateException("deeper than " + MAX_DEPTH);
        }
        try {
            return unnamed(type);
        } finally {
            depth--;
        }
    }

    private ObjectNode unnamed(JavaType type) {
        Class<?> raw = type.getRawClass();
        ScalarSchema scalar = ScalarSchema.of(raw);
        ObjectNode schema = mapper.createObjectNode();
        if (raw.isEnum()) {
            return constants(schema.put("type", "string"), raw);
        } else if (ResultType.mayBeEmpty(raw)) { // OptionalInt and its kin
            return orNull(schema, scalar(mapper.createObjectNode(), Objects.requireNonNull(scalar)));
        } else if (scalar != null) {
            return scalar(schema, scalar);
        } else if (raw == byte[].class) {
            return schema.put("type", "string").put("contentEncoding", "base64");
        } else if (type.isMapLikeType()) {
            schema.put("type", "object").set("additionalProperties", schema(type.getContentType()));
            return schema;
        } else if (type.isArrayType() || type.isCollectionLikeType()) {
            schema.put("type", "array").set("items", schema(type.getContentType()));
            return schema;
        } else if (type.isReferenceType()) { // such as Optional
            return orNull(schema, schema(type.getContentType()));
        } else if (Date.class.isAssignableFrom(raw)) {
            return schema.put("type", "string").put("format", "date-time");
        } else if (raw.getName().startsWith("java.") || JsonNode.class.isAssignableFrom(raw)) {
            return schema; // Object, and what only the mapper knows how to write
        }
        return named(type, schema);
    }

    private ObjectNode orNull(ObjectNode schema, ObjectNode present) {
        schema.putArray("anyOf").add(present).add(mapper.createObjectNode().put("type", "null"));
        return schema;
    }

    private static ObjectNode scalar(ObjectNode schema, ScalarSchema scalar) {
        schema.put("type", scalar.type());
        if (!scalar.format().isEmpty()) {
            schema.put("format", scalar.format());
        }
        if (!scalar.minimum().isEmpty()) {
            schema.put("minimum", new BigDecimal(scalar.minimum()));
            schema.put("maximum", new BigDecimal(scalar.maximum()));
        }
        return schema;
    }

    private static ObjectNode constants(ObjectNode schema, Class<?> type) {
        Object[] constants = type.getEnumConstants();
        if (constants.length <= MAX_CONSTANTS) {
            ArrayNode names = schema.putArray("enum");
            for (Object constant : constants) {
                names.add(((Enum<?>) constant).name());
            }
        }
        return describe(schema, type.getAnnotation(Description.class));
    }

    private ObjectNode named(JavaType type, ObjectNode reference) {
        String name = namesByType.get(type);
        if (name == null) {
            if (namesByType.size() == MAX_NAMED) {
                throw new IllegalStateException("more than " + MAX_NAMED + " types");
            }
            BeanDescription bean = way == Way.WRITE
                    ? mapper.getSerializationConfig().introspect(type)
                    : mapper.getDeserializationConfig().introspect(type);
            AnnotatedMember asValue = way == Way.WRITE ? bean.findJsonValueAccessor() : null;
            if (asValue != null) {
                return schema(asValue.getType());
            }
            name = newName(type);
            namesByType.put(type, name);
            ObjectNode definition = mapper.createObjectNode();
            definitions.set(name, definition);
            properties(type.getRawClass(), bean, definition.put("type", "object"));
        }
        return reference.put("$ref", "#/$defs/" + name);
    }

    /** The simple name, those of its arguments after it, and a number if another has it. */
    private String newName(JavaType type) {
        StringBuilder name = new StringBuilder(type.getRawClass().getSimpleName());
        for (JavaType argument : type.getBindings().getTypeParameters()) {
            name.append('_').append(argument.getRawClass().getSimpleName());
        }
        String plain = name.toString().replaceAll("[^A-Za-z0-9_]", "_");
        String free = plain;
        for (int i = 2; definitions.has(free); i++) {
            free = plain + "_" + i;
        }
        return free;
    }

    private void properties(Class<?> raw, BeanDescription bean, ObjectNode definition) {
        describe(definition, raw.getAnnotation(Description.class));
        ObjectNode properties = mapper.createObjectNode();
        ArrayNode required = mapper.createArrayNode();
        for (BeanPropertyDefinition property : bean.findProperties()) {
            AnnotatedMember member = way == Way.WRITE ? property.getAccessor() : property.getMutator();
            if (member == null) {
                continue;
            }
            JavaType type = way == Way.WRITE ? member.getType() : property.getPrimaryType();
            Description description = description(raw, property.getInternalName(), member);
            properties.set(property.getName(), describe(schema(type), description));
            boolean always = way == Way.WRITE || property.getConstructorParameter() != null;
            if (property.isRequired() || (always && type.isPrimitive())) {
                required.add(property.getName());
            }
        }
        if (!properties.isEmpty()) {
            definition.set("properties", properties);
        }
        if (!required.isEmpty()) {
            definition.set("required", required);
        }
    }

    /** Of the member, or of the field of that name: the mapper forgets fields that it does not use itself. */
    private static @Nullable Description description(Class<?> owner, String name, AnnotatedMember member) {
        Description description = member.getAnnotation(Description.class);
        for (Class<?> c = owner; description == null && c != null; c = c.getSuperclass()) {
            for (Field field : c.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    description = field.getAnnotation(Description.class);
                }
            }
        }
        return description;
    }

    private static ObjectNode describe(ObjectNode schema, @Nullable Description description) {
        return description == null ? schema : schema.put("description", description.value());
    }
}
