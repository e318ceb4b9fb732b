package org.cellnest.runtime.handler;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.AbstractDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBase;
import com.fasterxml.jackson.databind.deser.DefaultDeserializationContext;
import com.fasterxml.jackson.databind.deser.SettableBeanProperty;
import com.fasterxml.jackson.databind.deser.ValueInstantiator;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Refuses types with a member that cannot be read from JSON, such as one whose type is an interface. The mapper itself
 * notices this only when the first request has that member. Belongs to the one thread that builds a table.
 */
final class ReadableTypes {
    private final ObjectMapper mapper;
    private final DeserializationConfig config;
    private final DeserializationContext context;

    ReadableTypes(ObjectMapper mapper) {
        this.mapper = mapper;
        this.config = mapper.getDeserializationConfig();
        this.context = ((DefaultDeserializationContext) mapper.getDeserializationContext()).createDummyInstance(config);
    }

    /** @throws IllegalArgumentException with the path to the type that cannot be read */
    void require(Type type) {
        TypeVariable<?> open = TypePath.openVariable(type);
        if (open != null) {
            throw new IllegalArgumentException("of type " + type.getTypeName() + " with the type variable "
                    + open.getName() + " (expected: a type that is known)");
        }
        JavaType javaType = mapper.constructType(type);
        if (EndlessTypes.contain(mapper.getSerializationConfig(), javaType)) {
            throw new IllegalArgumentException("of type " + type.getTypeName()
                    + ", which contains itself with ever longer arguments (expected: a type with an end)");
        }
        visit(javaType, null, "", new TypePath());
    }

    /** @param member that has the type, whose annotations count too; null at the top */
    private void visit(JavaType type, @Nullable AnnotatedMember member, String path, TypePath types) {
        types.visit(type, path, at -> {
            try {
                look(type, member, at, types);
            } catch (JsonMappingException e) {
                throw TypePath.error(at, e.getOriginalMessage(), e);
            }
        });
    }

    private void look(JavaType type, @Nullable AnnotatedMember member, String path, TypePath types)
            throws JsonMappingException {
        TypeDeserializer named = type.getTypeHandler() instanceof TypeDeserializer handler
                ? handler
                : context.getFactory().findTypeDeserializer(config, type);
        if (named != null && !type.isContainerType()) {
            subtypes(type, member, path, types);
        } else if (type.isContainerType() || type.isReferenceType()) {
            if (type.getContentType() != null) {
                String inner = type.isReferenceType() ? path : TypePath.element(path);
                visit(type.getContentType(), member, inner, types);
            }
        } else {
            plain(type, path, types);
        }
    }

    private void subtypes(JavaType type, @Nullable AnnotatedMember member, String path, TypePath types)
            throws JsonMappingException {
        boolean any = false;
        for (NamedType subtype : member == null
                ? mapper.getSubtypeResolver()
                        .collectAndResolveSubtypesByTypeId(
                                config, config.introspectClassAnnotations(type).getClassInfo())
                : mapper.getSubtypeResolver().collectAndResolveSubtypesByTypeId(config, member, type)) {
            JavaType sub = config.constructSpecializedType(type, subtype.getType());
            if (!sub.isAbstract()) {
                any = true;
                plain(sub, path, types);
            }
        }
        if (!any) {
            throw unreadable(type, path);
        }
    }

    private void plain(JavaType type, String path, TypePath types) throws JsonMappingException {
        if (type.hasRawClass(Class.class)) {
            throw unreadable(type, path);
        }
        JsonDeserializer<?> deserializer = context.findNonContextualValueDeserializer(type);
        if (deserializer instanceof AbstractDeserializer) {
            throw unreadable(type, path);
        } else if (deserializer instanceof BeanDeserializerBase bean) {
            ValueInstantiator instantiator = bean.getValueInstantiator();
            if (!instantiator.canInstantiate()) {
                throw unreadable(type, path);
            }
            if (instantiator.canCreateUsingDelegate()) {
                visit(
                        instantiator.getDelegateType(config),
                        instantiator.getDelegateCreator().getParameter(0),
                        path,
                        types);
            } else {
                members(type, bean, path, types);
            }
        }
    }

    private void members(JavaType type, BeanDeserializerBase bean, String path, TypePath types) {
        for (Iterator<SettableBeanProperty> all = bean.properties(); all.hasNext(); ) {
            SettableBeanProperty property = all.next();
            visit(property.getType(), property.getMember(), TypePath.member(path, property.getName()), types);
        }
        // The mapper moves unwrapped ones elsewhere.
        BeanDescription description = config.introspect(type);
        for (BeanPropertyDefinition property : description.findProperties()) {
            AnnotatedMember member = property.getMutator();
            if (member != null && config.getAnnotationIntrospector().findUnwrappingNameTransformer(member) != null) {
                visit(property.getPrimaryType(), member, path, types);
            }
        }
    }

    private static IllegalArgumentException unreadable(JavaType type, String path) {
        Class<?> raw = type.getRawClass();
        String kind = raw.isInterface() ? "interface " : type.isAbstract() ? "abstract class " : "class ";
        return TypePath.error(
                path,
                kind + raw.getName() + " cannot be read from JSON (expected: a scalar, a record or class that can be"
                        + " constructed, or @JsonTypeInfo with @JsonSubTypes)",
                null);
    }
}
