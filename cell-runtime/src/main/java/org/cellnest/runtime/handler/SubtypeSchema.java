package org.cellnest.runtime.handler;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.SubtypeResolver;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeIdResolver;
import com.fasterxml.jackson.databind.jsontype.TypeResolverBuilder;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Describes a type whose JSON identifies its subtype, by {@code @JsonTypeInfo}. Used for one type. */
final class SubtypeSchema {
    private final SchemaWriter writer;
    private final JavaType type;
    private final @Nullable AnnotatedMember member;
    private final MapperConfig<?> config;

    SubtypeSchema(SchemaWriter writer, JavaType type, @Nullable AnnotatedMember member) {
        this.writer = writer;
        this.type = type;
        this.member = member;
        this.config = writer.way() == SchemaWriter.Way.WRITE
                ? writer.mapper().getSerializationConfig()
                : writer.mapper().getDeserializationConfig();
    }

    /** Returns the schema, or null if the JSON of the type does not identify a subtype. */
    @Nullable
    ObjectNode write() throws JsonMappingException {
        if (writer.way() == SchemaWriter.Way.WRITE) {
            TypeSerializer serializer = writer.provider().findTypeSerializer(type);
            TypeResolverBuilder<?> ofMember = ofMember();
            if (ofMember != null) {
                serializer =
                        ofMember.buildTypeSerializer(writer.mapper().getSerializationConfig(), type, subtypesOf(type));
            }
            return serializer == null
                    ? null
                    : alternatives(
                            serializer.getTypeInclusion(),
                            serializer.getPropertyName(),
                            serializer.getTypeIdResolver());
        }
        TypeDeserializer deserializer = type.getTypeHandler() instanceof TypeDeserializer handler
                ? handler
                : writer.context()
                        .getFactory()
                        .findTypeDeserializer(writer.mapper().getDeserializationConfig(), type);
        return deserializer == null
                ? null
                : alternatives(
                        deserializer.getTypeInclusion(),
                        deserializer.getPropertyName(),
                        deserializer.getTypeIdResolver());
    }

    private @Nullable TypeResolverBuilder<?> ofMember() {
        return member == null || member.getType().isContainerType() != type.isContainerType()
                ? null
                : config.getAnnotationIntrospector().findPropertyTypeResolver(config, member, type);
    }

    private Collection<NamedType> subtypesOf(JavaType base) {
        SubtypeResolver resolver = writer.mapper().getSubtypeResolver();
        boolean write = writer.way() == SchemaWriter.Way.WRITE;
        if (member == null) {
            return write
                    ? resolver.collectAndResolveSubtypesByClass(
                            config, config.introspectClassAnnotations(base).getClassInfo())
                    : resolver.collectAndResolveSubtypesByTypeId(
                            config, config.introspectClassAnnotations(base).getClassInfo());
        }
        return write
                ? resolver.collectAndResolveSubtypesByClass(config, member, base)
                : resolver.collectAndResolveSubtypesByTypeId(config, member, base);
    }

    /** The subtypes in one order always: the resolver has them in sets of classes, whose order differs from JVM to JVM. */
    private List<NamedType> sortedSubtypes() {
        List<NamedType> sorted = new ArrayList<>(subtypesOf(type));
        sorted.sort(Comparator.comparing((NamedType named) -> named.getType().getName())
                .thenComparing(named -> String.valueOf(named.getName())));
        return sorted;
    }

    private ObjectNode alternatives(JsonTypeInfo.As inclusion, @Nullable String property, @Nullable TypeIdResolver ids)
            throws JsonMappingException {
        Map<String, ObjectNode> byName = new LinkedHashMap<>();
        for (NamedType named : sortedSubtypes()) {
            JavaType subtype = config.constructSpecializedType(type, named.getType());
            if (!subtype.isAbstract()) {
                String id = named.getName();
                if (id == null && ids != null) {
                    id = ids.idFromValueAndType(null, subtype.getRawClass());
                }
                ObjectNode plain = writer.plain(subtype, null);
                byName.putIfAbsent(
                        String.valueOf(id),
                        id == null || isDeduced(ids) ? plain : named(id, plain, inclusion, property));
            }
        }
        if (byName.size() == 1) {
            return byName.values().iterator().next();
        }
        ObjectNode schema = writer.node();
        if (!byName.isEmpty()) {
            ArrayNode all = schema.putArray(isDeduced(ids) ? "anyOf" : "oneOf");
            byName.values().forEach(all::add);
        }
        return schema;
    }

    private static boolean isDeduced(@Nullable TypeIdResolver ids) {
        return ids == null || ids.getMechanism() == JsonTypeInfo.Id.DEDUCTION;
    }

    private ObjectNode named(String id, ObjectNode plain, JsonTypeInfo.As inclusion, @Nullable String property) {
        ObjectNode constant = writer.node().put("const", id);
        ObjectNode schema = writer.node();
        switch (inclusion) {
            case WRAPPER_ARRAY ->
                schema.put("type", "array")
                        .putArray("prefixItems")
                        .add(constant)
                        .add(plain);
            case WRAPPER_OBJECT -> {
                schema.put("type", "object").putObject("properties").set(id, plain);
                schema.putArray("required").add(id);
            }
            case PROPERTY, EXISTING_PROPERTY -> {
                ObjectNode tag = writer.node().put("type", "object");
                tag.putObject("properties").set(String.valueOf(property), constant);
                tag.putArray("required").add(String.valueOf(property));
                schema.putArray("allOf").add(plain).add(tag);
            }
            case EXTERNAL_PROPERTY, NOTHING -> {
                return plain; // the name is a member beside it
            }
        }
        return schema;
    }
}
