package org.cellnest.runtime.handler;

import com.fasterxml.jackson.core.Version;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import java.io.Serial;

/**
 * Refuses a cell's classes with annotations that the mapper cannot obey, when the mapper first meets them. Thus each
 * annotation is either obeyed or an error. Stateless.
 */
final class CellClassesModule extends Module {
    @Override
    public String getModuleName() {
        return "cell-classes";
    }

    @Override
    public Version version() {
        return Version.unknownVersion();
    }

    @Override
    public void setupModule(SetupContext context) {
        context.addBeanSerializerModifier(new OfSerializers());
        context.addBeanDeserializerModifier(new OfDeserializers());
    }

    private static final class OfSerializers extends BeanSerializerModifier {
        @Serial
        private static final long serialVersionUID = 1;

        @Override
        public JsonSerializer<?> modifySerializer(
                SerializationConfig config, BeanDescription bean, JsonSerializer<?> serializer) {
            DatabindUse.refuse(bean.getBeanClass());
            if (config.getAnnotationIntrospector().findFilterId(bean.getClassInfo()) != null) {
                throw new IllegalArgumentException("@JsonFilter of "
                        + bean.getBeanClass().getName() + " (expected: none, since there are no filters)");
            }
            return serializer;
        }

        @Override
        public JsonSerializer<?> modifyEnumSerializer(
                SerializationConfig config, JavaType type, BeanDescription bean, JsonSerializer<?> serializer) {
            DatabindUse.refuse(bean.getBeanClass());
            return serializer;
        }
    }

    private static final class OfDeserializers extends BeanDeserializerModifier {
        @Serial
        private static final long serialVersionUID = 1;

        @Override
        public JsonDeserializer<?> modifyDeserializer(
                DeserializationConfig config, BeanDescription bean, JsonDeserializer<?> deserializer) {
            DatabindUse.refuse(bean.getBeanClass());
            for (BeanPropertyDefinition property : bean.findProperties()) {
                boolean injected = property.getPrimaryMember() != null
                        && config.getAnnotationIntrospector().findInjectableValue(property.getPrimaryMember()) != null;
                if (injected) {
                    throw new IllegalArgumentException("@JacksonInject of "
                            + bean.getBeanClass().getName() + "." + property.getName()
                            + " (expected: none, since there is nothing to inject)");
                }
            }
            return deserializer;
        }

        @Override
        public JsonDeserializer<?> modifyEnumDeserializer(
                DeserializationConfig config, JavaType type, BeanDescription bean, JsonDeserializer<?> deserializer) {
            DatabindUse.refuse(bean.getBeanClass());
            return deserializer;
        }
    }
}
