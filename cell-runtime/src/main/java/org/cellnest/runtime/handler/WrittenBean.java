package org.cellnest.runtime.handler;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.AnnotationIntrospector;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.BeanPropertyWriter;
import com.fasterxml.jackson.databind.ser.PropertyWriter;
import com.fasterxml.jackson.databind.ser.impl.BeanAsArraySerializer;
import com.fasterxml.jackson.databind.ser.std.BeanSerializerBase;
import com.fasterxml.jackson.databind.util.NameTransformer;
import java.util.Iterator;
import java.util.Map;

/** Describes a class in the form that it is written in. Used for one definition. */
final class WrittenBean {
    private static final JsonInclude.Value UNSAID = JsonInclude.Value.empty();

    private final SchemaWriter writer;
    private final JavaType type;
    private final SerializationConfig config;
    private final AnnotationIntrospector annotations;

    WrittenBean(SchemaWriter writer, JavaType type) {
        this.writer = writer;
        this.type = type;
        this.config = writer.mapper().getSerializationConfig();
        this.annotations = config.getAnnotationIntrospector();
    }

    void into(ObjectNode definition) throws JsonMappingException {
        JsonSerializer<?> serializer = writer.provider().findValueSerializer(type, null);
        if (!(serializer instanceof BeanSerializerBase)) {
            definition.setAll(WrittenKind.of(writer.provider(), type, null));
            return;
        }
        MemberSchemas members = new MemberSchemas(writer);
        add(type, NameTransformer.NOP, members);
        if (serializer instanceof BeanAsArraySerializer) {
            members.intoArray(definition);
            return;
        }
        members.intoObject(definition);
        AnnotatedMember others = config.introspect(type).findAnyGetter();
        if (others != null && others.getType().isMapLikeType()) {
            definition.set(
                    "additionalProperties", writer.schema(others.getType().getContentType(), null));
        }
    }

    private void add(JavaType owner, NameTransformer names, MemberSchemas members) throws JsonMappingException {
        if (!(writer.provider().findValueSerializer(owner, null) instanceof BeanSerializerBase serializer)) {
            return;
        }
        BeanDescription bean = config.introspect(owner);
        Map<String, BeanPropertyDefinition> byName = MemberSchemas.byName(bean);
        AnnotatedMember others = bean.findAnyGetter();
        for (Iterator<PropertyWriter> all = serializer.properties(); all.hasNext(); ) {
            PropertyWriter property = all.next();
            AnnotatedMember member = property.getMember();
            if (others != null && others.equals(member)) {
                continue;
            }
            NameTransformer unwrapped = annotations.findUnwrappingNameTransformer(member);
            if (unwrapped != null) {
                add(property.getType(), NameTransformer.chainedTransformer(names, unwrapped), members);
                continue;
            }
            boolean always =
                    (property.isRequired() || property.getType().isPrimitive()) && !mayBeLeftOut(property, bean);
            members.add(
                    names.transform(property.getName()),
                    property.getType(),
                    member,
                    always,
                    owner.getRawClass(),
                    byName.get(property.getName()));
        }
    }

    private boolean mayBeLeftOut(PropertyWriter property, BeanDescription bean) {
        if (property instanceof BeanPropertyWriter plain && plain.willSuppressNulls()) {
            return true;
        }
        JsonInclude.Value inclusion = bean.findPropertyInclusion(UNSAID)
                .withOverrides(annotations.findPropertyInclusion(property.getMember()));
        JsonInclude.Include include = inclusion.getValueInclusion();
        return include == JsonInclude.Include.NON_DEFAULT || include == JsonInclude.Include.CUSTOM;
    }
}
