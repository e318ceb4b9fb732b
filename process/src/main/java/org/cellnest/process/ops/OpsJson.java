package org.cellnest.process.ops;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import org.cellnest.process.text.VisibleJson;

/**
 * Reads and writes the JSON of the ops port. Output is compact, with records in the order of their components; input is
 * parsed strictly.
 */
final class OpsJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();
    private static final ObjectWriter WRITER = MAPPER.writer(VisibleJson.ESCAPES);

    private OpsJson() {}

    static byte[] write(Object value) {
        try {
            return WRITER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(value.getClass() + " cannot be written as JSON", e);
        }
    }

    static <T> T read(byte[] json, Class<T> type) throws OpsException {
        try {
            T value = MAPPER.readValue(json, type);
            if (value == null) {
                throw new OpsException(400, "the body is null (expected: a JSON object)");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new OpsException(400, "the body is not what is expected: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new OpsException(400, "the body cannot be read: " + e.getMessage());
        }
    }
}
