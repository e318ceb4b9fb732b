package org.cellnest.runtime.handler;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Map;
import org.cellnest.cell.Description;
import org.jspecify.annotations.Nullable;

/** Collects the members of one class in its definition. Used for one definition. */
final class MemberSchemas {
    private final SchemaWriter writer;
    private final ObjectNode properties;
    private final ArrayNode required;

    MemberSchemas(SchemaWriter writer) {
        this.writer = writer;
        this.properties = writer.node();
        this.required = writer.mapper().createArrayNode();
    }

    /**
     * Adds a member.
     *
     * @param name its name in JSON
     * @param property by which its description is found, or null
     */
    void add(
            String name,
            JavaType type,
            @Nullable AnnotatedMember member,
            boolean always,
            Class<?> owner,
            @Nullable BeanPropertyDefinition property) {
        ObjectNode schema = writer.schema(type, member);
        Description description = description(owner, property, member);
        String other = property == null ? null : property.getMetadata().getDescription();
        if (description == null && other != null) {
            schema.put("description", other);
        }
        properties.set(name, SchemaWriter.describe(schema, description));
        if (always) {
            required.add(name);
        }
    }

    /** Writes the members as those of an object. */
    void intoObject(ObjectNode definition) {
        definition.put("type", "object");
        if (!properties.isEmpty()) {
            definition.set("properties", properties);
        }
        if (!required.isEmpty()) {
            definition.set("required", required);
        }
    }

    /** Writes the members in their order as elements of an array. */
    void intoArray(ObjectNode definition) {
        ArrayNode items = definition.put("type", "array").putArray("prefixItems");
        properties.forEach(items::add);
    }

    /** Returns the properties of a class by their names in JSON. */
    static Map<String, BeanPropertyDefinition> byName(BeanDescription bean) {
        Map<String, BeanPropertyDefinition> byName = new HashMap<>();
        bean.findProperties().forEach(property -> byName.put(property.getName(), property));
        return byName;
    }

    /**
     * Returns the description of the member, or of the field of that name, since the mapper forgets fields that it does
     * not use itself.
     */
    private static @Nullable Description description(
            Class<?> owner, @Nullable BeanPropertyDefinition property, @Nullable AnnotatedMember member) {
        Description description = member == null ? null : member.getAnnotation(Description.class);
        for (Class<?> c = owner; description == null && property != null && c != null; c = c.getSuperclass()) {
            for (Field field : c.getDeclaredFields()) {
                if (field.getName().equals(property.getInternalName())) {
                    description = field.getAnnotation(Description.class);
                }
            }
        }
        return description;
    }
}
