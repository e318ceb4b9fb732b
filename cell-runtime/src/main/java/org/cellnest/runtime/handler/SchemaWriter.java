package org.cellnest.runtime.handler;

import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.DefaultDeserializationContext;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedMethod;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.cellnest.cell.Description;
import org.jspecify.annotations.Nullable;

/**
 * Writes the JSON Schema of one type. Queries the deployment's own mapper for the members that it reads or writes, so
 * that the schema matches the mapper's behaviour. Records and classes are named under {@code $defs}, by their simple
 * names; all other schemas stand in place. Used for one schema.
 */
final class SchemaWriter {
    /** The direction of JSON. */
    enum Way {
        READ,
        WRITE
    }

    /**
     * The maximum number of named types in one schema. A generic type that contains itself with an ever longer argument
     * has no end.
     */
    private static final int MAX_NAMED = 100;
    /** The maximum depth of nested schemas, for example of arrays of arrays. */
    private static final int MAX_DEPTH = 32;

    private final ObjectMapper mapper;
    private final Way way;
    private final SerializerProvider provider;
    private final DeserializationContext context;
    private final Map<JavaType, String> namesByType = new HashMap<>();
    private final ObjectNode definitions;
    private int depth;

    SchemaWriter(ObjectMapper mapper, Way way) {
        this.mapper = mapper;
        this.way = way;
        this.provider = mapper.getSerializerProviderInstance();
        this.context = ((DefaultDeserializationContext) mapper.getDeserializationContext())
                .createDummyInstance(mapper.getDeserializationConfig());
        this.definitions = mapper.createObjectNode();
    }

    /**
     * Returns the schema of a type, whose definitions {@link #whole} adds.
     *
     * @throws IllegalStateException if the type has no end, or the mapper cannot handle it
     */
    ObjectNode schema(Type type) {
        JavaType javaType = mapper.constructType(type);
        if (EndlessTypes.contain(mapper.getSerializationConfig(), javaType)) {
            throw new IllegalStateException("without end: " + type.getTypeName());
        }
        return schema(javaType, null);
    }

    /** Returns the schema as text, with the definitions of all named types written. */
    String whole(ObjectNode schema) {
        if (!definitions.isEmpty()) {
            schema.set("$defs", definitions);
        }
        return schema.toString();
    }

    /** @param member that has the type, whose annotations count too; null if there is none */
    ObjectNode schema(JavaType type, @Nullable AnnotatedMember member) {
        if (++depth > MAX_DEPTH) {
            throw new IllegalStateException("deeper than " + MAX_DEPTH);
        }
        try {
            ObjectNode polymorphic = type.isContainerType() ? null : new SubtypeSchema(this, type, member).write();
            return polymorphic == null ? plain(type, member) : polymorphic;
        } catch (JsonMappingException e) {
            throw new IllegalStateException(e);
        } finally {
            depth--;
        }
    }

    /** Returns the schema of values of exactly this type, without its subtypes. */
    ObjectNode plain(JavaType type, @Nullable AnnotatedMember member) throws JsonMappingException {
        Class<?> raw = type.getRawClass();
        ScalarSchema scalar = ScalarSchema.of(raw);
        ObjectNode schema = node();
        if (raw.isEnum()) {
            return constants(type, member);
        } else if (ResultType.mayBeEmpty(raw)) { // OptionalInt and its kin
            return orNull(scalar(node(), Objects.requireNonNull(scalar)));
        } else if (member != null && WrittenKind.isFormatted(mapper, member) && isFormattedHere(type)) {
            return WrittenKind.of(provider, type, member);
        } else if (scalar != null) {
            return scalar(schema, scalar);
        } else if (raw == byte[].class) {
            return schema.put("type", "string").put("contentEncoding", "base64");
        } else if (type.isMapLikeType()) {
            schema.put("type", "object").set("additionalProperties", schema(type.getContentType(), member));
            return schema;
        } else if (type.isArrayType() || type.isCollectionLikeType()) {
            schema.put("type", "array").set("items", schema(type.getContentType(), member));
            return schema;
        } else if (type.isReferenceType()) { // such as Optional
            return orNull(schema(type.getContentType(), member));
        } else if (Date.class.isAssignableFrom(raw)) {
            return schema.put("type", "string").put("format", "date-time");
        } else if (raw.getName().startsWith("java.") || JsonNode.class.isAssignableFrom(raw)) {
            return schema; // Object, and what only the mapper knows how to write
        }
        return named(type, schema);
    }

    /** Whether an annotation's format applies. A number is read as a number in any format. */
    private boolean isFormattedHere(JavaType type) {
        Class<?> raw = type.getRawClass();
        boolean dated = raw.getName().startsWith("java.time.") || Date.class.isAssignableFrom(raw);
        return dated || (way == Way.WRITE && ScalarSchema.of(raw) != null);
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

    private ObjectNode orNull(ObjectNode present) {
        ObjectNode schema = node();
        schema.putArray("anyOf").add(present).add(node().put("type", "null"));
        return schema;
    }

    /**
     * Returns the schema of an enum's constants: their names, or other values that they are written as. If a method of
     * the enum reads them, returns the schema of its parameter.
     */
    private ObjectNode constants(JavaType type, @Nullable AnnotatedMember member) throws JsonMappingException {
        ObjectNode schema = null;
        if (way == Way.READ) {
            DeserializationConfig config = mapper.getDeserializationConfig();
            for (AnnotatedMethod factory : config.introspect(type).getFactoryMethods()) {
                boolean creator = config.getAnnotationIntrospector().findCreatorAnnotation(config, factory) != null;
                if (creator && factory.getParameterCount() == 1) {
                    schema = schema(factory.getParameterType(0), null);
                }
            }
        }
        AnnotatedMember value = mapper.getSerializationConfig().introspect(type).findJsonValueAccessor();
        if (schema == null && value != null && !value.getType().isTypeOrSubTypeOf(CharSequence.class)) {
            schema = schema(value.getType(), value);
        }
        return describe(
                schema == null ? WrittenKind.of(provider, type, member) : schema,
                type.getRawClass().getAnnotation(Description.class));
    }

    private ObjectNode named(JavaType type, ObjectNode reference) throws JsonMappingException {
        String name = namesByType.get(type);
        if (name == null) {
            if (namesByType.size() == MAX_NAMED) {
                throw new IllegalStateException("more than " + MAX_NAMED + " types");
            }
            ObjectNode value = way == Way.WRITE ? writtenAsValue(type) : new ReadBean(this, type).asValue();
            if (value != null) {
                return value;
            }
            name = newName(type);
            namesByType.put(type, name);
            ObjectNode definition = node();
            definitions.set(name, definition);
            describe(definition, type.getRawClass().getAnnotation(Description.class));
            if (way == Way.WRITE) {
                new WrittenBean(this, type).into(definition);
            } else {
                new ReadBean(this, type).into(definition);
            }
        }
        return reference.put("$ref", "#/$defs/" + name);
    }

    private @Nullable ObjectNode writtenAsValue(JavaType type) throws JsonMappingException {
        AnnotatedMember value = mapper.getSerializationConfig().introspect(type).findJsonValueAccessor();
        if (value != null) {
            return schema(value.getType(), value);
        }
        JsonSerializer<?> serializer = provider.findValueSerializer(type, null);
        // After the first time, an object with an id is the id alone.
        return serializer.usesObjectId() ? node() : null;
    }

    /**
     * Returns a free name: the simple name, those of the type's arguments, and a number if another type has this name.
     */
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

    static ObjectNode describe(ObjectNode schema, @Nullable Description description) {
        return description == null ? schema : schema.put("description", description.value());
    }

    ObjectNode node() {
        return mapper.createObjectNode();
    }

    ObjectMapper mapper() {
        return mapper;
    }

    Way way() {
        return way;
    }

    SerializerProvider provider() {
        return provider;
    }

    DeserializationContext context() {
        return context;
    }
}
