package org.cellnest.runtime.handler;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.ser.PropertyWriter;
import com.fasterxml.jackson.databind.ser.std.BeanSerializerBase;
import java.lang.reflect.Type;
import java.util.Iterator;

/**
 * Refuses types of which no value can be written, such as a record with two members of one name. The values of a type
 * may be of subclasses, which are checked only when they are written. Belongs to the one thread that builds a table.
 */
final class WritableTypes {
    private final ObjectMapper mapper;
    private final SerializerProvider provider;

    WritableTypes(ObjectMapper mapper) {
        this.mapper = mapper;
        this.provider = mapper.getSerializerProviderInstance();
    }

    /** @throws IllegalArgumentException with the path to the type that cannot be written */
    void require(Type type) {
        JavaType javaType = mapper.constructType(type);
        if (!EndlessTypes.contain(mapper.getSerializationConfig(), javaType)) { // whose values may have an end
            visit(javaType, "", new TypePath());
        }
    }

    private void visit(JavaType type, String path, TypePath types) {
        types.visit(type, path, at -> {
            try {
                look(type, at, types);
            } catch (JsonMappingException e) {
                throw TypePath.error(at, e.getOriginalMessage(), e);
            }
        });
    }

    private void look(JavaType type, String path, TypePath types) throws JsonMappingException {
        if (type.isContainerType() || type.isReferenceType()) {
            if (type.getContentType() != null) {
                visit(type.getContentType(), type.isReferenceType() ? path : TypePath.element(path), types);
            }
            return;
        }
        if (type.hasRawClass(Object.class)) {
            return;
        }
        JsonSerializer<?> serializer = provider.findValueSerializer(type, null);
        if (serializer instanceof BeanSerializerBase bean) {
            for (Iterator<PropertyWriter> all = bean.properties(); all.hasNext(); ) {
                PropertyWriter property = all.next();
                visit(property.getType(), TypePath.member(path, property.getName()), types);
            }
        }
        if (provider.findTypeSerializer(type) == null) {
            return;
        }
        SerializationConfig config = mapper.getSerializationConfig();
        for (NamedType subtype : mapper.getSubtypeResolver()
                .collectAndResolveSubtypesByClass(
                        config, config.introspectClassAnnotations(type).getClassInfo())) {
            visit(config.constructSpecializedType(type, subtype.getType()), path, types);
        }
    }
}
