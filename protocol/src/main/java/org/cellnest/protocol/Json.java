package org.cellnest.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.cellnest.buffer.Slice;

/**
 * Reads and writes the JSON of rare messages. Unknown members are ignored, so that later versions can add some. Members
 * that are missing or null take their defaults, which {@link MessageRules} accepts or refuses. No type is coerced: a
 * number in quotes is not a number. Stateless.
 */
final class Json {
    private static final List<CoercionInputShape> NOT_TEXT =
            List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean);

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(16)
                            .maxStringLength(64 << 10)
                            .maxNumberLength(20)
                            .build())
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .build())
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .withCoercionConfig(LogicalType.Textual, config -> {
                for (CoercionInputShape shape : NOT_TEXT) {
                    config.setCoercion(shape, CoercionAction.Fail);
                }
            })
            .build();
    private static final ObjectReader READER = MAPPER.reader();

    private Json() {}

    static byte[] write(Message message) {
        try {
            return MAPPER.writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(message.type() + " cannot be written as JSON", e);
        }
    }

    static byte[] write(Map<String, ?> members) {
        try {
            return MAPPER.writeValueAsBytes(members);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("members that cannot be written as JSON: " + members.keySet(), e);
        }
    }

    static <T extends Message> T read(Class<T> type, MessageType name, Slice json) throws ProtocolException {
        try {
            T message = READER.forType(type).readValue(json.array(), json.offset(), json.length());
            if (message == null) {
                throw new ProtocolException(ErrorCode.MALFORMED, name + ": null (expected: a JSON object)");
            }
            return message;
        } catch (JsonProcessingException e) {
            throw new ProtocolException(ErrorCode.MALFORMED, name + ": " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new ProtocolException(ErrorCode.MALFORMED, name + ": " + e.getMessage());
        }
    }
}
