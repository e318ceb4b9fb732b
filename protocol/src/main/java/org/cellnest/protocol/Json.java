package org.cellnest.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Map;

/** The JSON of rare messages: unknown members are ignored, so that later versions can add some. */
final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(16)
                            .maxStringLength(64 << 10)
                            .maxNumberLength(20)
                            .build())
                    .build())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
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
