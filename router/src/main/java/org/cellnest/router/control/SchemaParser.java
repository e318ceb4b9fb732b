package org.cellnest.router.control;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

/**
 * Parses the JSON Schemas that cells report. A cell may be in any language, and no component has checked them before.
 * Stateless.
 */
final class SchemaParser {
    /** The maximum nesting of a schema, far below the maximum of the answer itself. */
    private static final int MAX_DEPTH = 200;

    private static final ObjectReader READER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build()
            .reader();

    private SchemaParser() {}

    /**
     * Returns the schema. Returns null if there is none, or if the text is no schema: neither an object nor true or
     * false.
     */
    static @Nullable JsonNode read(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            JsonNode schema = READER.readTree(text);
            return schema.isObject() || schema.isBoolean() ? schema : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
