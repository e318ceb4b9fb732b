package org.cellnest.runtime.handler;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyMetadata;
import com.fasterxml.jackson.databind.PropertyName;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonAnyFormatVisitor;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonArrayFormatVisitor;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonBooleanFormatVisitor;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonIntegerFormatVisitor;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonMapFormatVisitor;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonNumberFormatVisitor;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonObjectFormatVisitor;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonStringFormatVisitor;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonValueFormat;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Queries the mapper for the kind of JSON that it writes for a scalar or enum, since annotations may change it. Used
 * for one value.
 */
final class WrittenKind extends JsonFormatVisitorWrapper.Base {
    private static final int MAX_CONSTANTS = 500;

    private final ObjectNode schema = JsonNodeFactory.instance.objectNode();

    private WrittenKind(SerializerProvider provider) {
        super(provider);
    }

    /** Whether a member declares its own format. */
    static boolean isFormatted(ObjectMapper mapper, AnnotatedMember member) {
        JsonFormat.Value format =
                mapper.getSerializationConfig().getAnnotationIntrospector().findFormat(member);
        return format != null && (format.hasShape() || format.hasPattern());
    }

    /** Returns the schema of a type as written, at this member if there is one. */
    static ObjectNode of(SerializerProvider provider, JavaType type, @Nullable AnnotatedMember member)
            throws JsonMappingException {
        BeanProperty property = member == null
                ? null
                : new BeanProperty.Std(
                        PropertyName.construct(member.getName()), type, null, member, PropertyMetadata.STD_OPTIONAL);
        WrittenKind kind = new WrittenKind(provider);
        provider.findValueSerializer(type, property).acceptJsonFormatVisitor(kind, type);
        JsonFormat.Value format =
                member == null ? null : provider.getAnnotationIntrospector().findFormat(member);
        if (format != null && format.hasPattern()) {
            kind.schema.remove("format"); // the pattern's own, which JSON Schema has no name for
        }
        return kind.schema;
    }

    @Override
    public JsonStringFormatVisitor expectStringFormat(JavaType type) {
        schema.put("type", "string");
        return new JsonStringFormatVisitor.Base() {
            @Override
            public void format(JsonValueFormat format) {
                schema.put("format", format.toString());
            }

            @Override
            public void enumTypes(Set<String> names) {
                if (names.size() <= MAX_CONSTANTS) {
                    ArrayNode all = schema.putArray("enum");
                    names.forEach(all::add);
                }
            }
        };
    }

    @Override
    public JsonIntegerFormatVisitor expectIntegerFormat(JavaType type) {
        schema.put("type", "integer");
        return new JsonIntegerFormatVisitor.Base();
    }

    @Override
    public JsonNumberFormatVisitor expectNumberFormat(JavaType type) {
        schema.put("type", "number");
        return new JsonNumberFormatVisitor.Base();
    }

    @Override
    public JsonBooleanFormatVisitor expectBooleanFormat(JavaType type) {
        schema.put("type", "boolean");
        return new JsonBooleanFormatVisitor.Base();
    }

    @Override
    public JsonArrayFormatVisitor expectArrayFormat(JavaType type) {
        schema.put("type", "array");
        return new JsonArrayFormatVisitor.Base(getProvider());
    }

    @Override
    public JsonObjectFormatVisitor expectObjectFormat(JavaType type) {
        schema.put("type", "object");
        return new JsonObjectFormatVisitor.Base(getProvider());
    }

    @Override
    public JsonMapFormatVisitor expectMapFormat(JavaType type) {
        schema.put("type", "object");
        return new JsonMapFormatVisitor.Base(getProvider());
    }

    @Override
    public JsonAnyFormatVisitor expectAnyFormat(JavaType type) {
        return new JsonAnyFormatVisitor.Base();
    }
}
