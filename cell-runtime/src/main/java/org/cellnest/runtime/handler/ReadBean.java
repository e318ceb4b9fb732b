package org.cellnest.runtime.handler;

import com.fasterxml.jackson.databind.AnnotationIntrospector;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBase;
import com.fasterxml.jackson.databind.deser.SettableBeanProperty;
import com.fasterxml.jackson.databind.deser.ValueInstantiator;
import com.fasterxml.jackson.databind.deser.impl.BeanAsArrayDeserializer;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.NameTransformer;
import org.jspecify.annotations.Nullable;

/** Describes a class in the form that it is read from. Used for one definition. */
final class ReadBean {
    private final SchemaWriter writer;
    private final JavaType type;
    private final DeserializationConfig config;
    private final AnnotationIntrospector annotations;

    ReadBean(SchemaWriter writer, JavaType type) {
        this.writer = writer;
        this.type = type;
        this.config = writer.mapper().getDeserializationConfig();
        this.annotations = config.getAnnotationIntrospector();
    }

    /**
     * Returns the schema of the single value that a creator takes, or null if the class is read from an object with its
     * members.
     */
    @Nullable
    ObjectNode asValue() throws JsonMappingException {
        if (!(writer.context().findNonContextualValueDeserializer(type) instanceof BeanDeserializerBase bean)) {
            return writer.node();
        }
        ValueInstantiator creator = bean.getValueInstantiator();
        if (creator.canCreateUsingDelegate()) {
            return writer.schema(creator.getDelegateType(config), null);
        } else if (creator.canCreateUsingArrayDelegate()) {
            return writer.schema(creator.getArrayDelegateType(config), null);
        }
        boolean object = creator.canCreateUsingDefault() || creator.canCreateFromObjectWith();
        if (object || bean.getObjectIdReader() != null) {
            return object && bean.getObjectIdReader() == null ? null : writer.node();
        }
        ArrayNode types = writer.mapper().createArrayNode();
        addIf(creator.canCreateFromString(), "string", types);
        boolean fraction = creator.canCreateFromDouble() || creator.canCreateFromBigDecimal();
        boolean whole = creator.canCreateFromInt() || creator.canCreateFromLong() || creator.canCreateFromBigInteger();
        addIf(fraction, "number", types);
        addIf(whole && !fraction, "integer", types);
        addIf(creator.canCreateFromBoolean(), "boolean", types);
        ObjectNode schema = writer.node();
        schema.set("type", types.size() == 1 ? types.get(0) : types);
        return types.isEmpty() ? writer.node() : schema;
    }

    private static void addIf(boolean possible, String name, ArrayNode types) {
        if (possible) {
            types.add(name);
        }
    }

    void into(ObjectNode definition) throws JsonMappingException {
        MemberSchemas members = new MemberSchemas(writer);
        add(type, NameTransformer.NOP, members);
        JsonDeserializer<?> deserializer = writer.context().findContextualValueDeserializer(type, null);
        if (deserializer instanceof BeanAsArrayDeserializer) {
            members.intoArray(definition);
        } else {
            members.intoObject(definition);
        }
    }

    private void add(JavaType owner, NameTransformer names, MemberSchemas members) throws JsonMappingException {
        if (!(writer.context().findNonContextualValueDeserializer(owner)
                instanceof BeanDeserializerBase deserializer)) {
            return;
        }
        BeanDescription bean = config.introspect(owner);
        for (BeanPropertyDefinition definition : bean.findProperties()) {
            AnnotatedMember mutator = definition.getMutator();
            NameTransformer unwrapped = mutator == null ? null : annotations.findUnwrappingNameTransformer(mutator);
            SettableBeanProperty property = deserializer.findProperty(definition.getName());
            if (unwrapped != null) {
                add(definition.getPrimaryType(), NameTransformer.chainedTransformer(names, unwrapped), members);
            } else if (property != null && !property.isIgnorable()) {
                boolean constructs = definition.getConstructorParameter() != null
                        && property.getType().isPrimitive();
                members.add(
                        names.transform(property.getName()),
                        property.getType(),
                        property.getMember(),
                        (property.isRequired() || constructs)
                                && definition.findAliases().isEmpty(),
                        owner.getRawClass(),
                        definition);
            }
        }
    }
}
