package org.cellnest.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.cellnest.process.text.VisibleJson;

/**
 * Reads and writes JSON documents. A field that is missing, null or not convertible reads as an empty text, 0, false or
 * an empty list.
 */
final class Json {
    /** The limit of a document in bytes: some 100,000 routes. */
    private static final long MAX_DOCUMENT_BYTES = 128L << 20;

    static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxDocumentLength(MAX_DOCUMENT_BYTES)
                            .build())
                    .build())
            .build();
    private static final ObjectWriter WRITER = MAPPER.writer(VisibleJson.ESCAPES);

    private Json() {}

    static JsonNode read(InputStream in) throws IOException {
        return MAPPER.readTree(in);
    }

    static JsonNode read(String text) throws JsonProcessingException {
        return MAPPER.readTree(text);
    }

    /** Prints the document on one line. */
    static void print(JsonNode document, PrintStream out) {
        try {
            out.write(WRITER.writeValueAsString(document).getBytes(StandardCharsets.UTF_8));
            out.println();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(JsonNode node, String field) {
        return node.path(field).asText("");
    }

    static long whole(JsonNode node, String field) {
        return node.path(field).asLong(0);
    }

    static boolean yes(JsonNode node, String field) {
        return node.path(field).asBoolean(false);
    }

    static OptionalDouble number(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isNumber() ? OptionalDouble.of(value.doubleValue()) : OptionalDouble.empty();
    }

    /** Returns the elements of a list of texts. */
    static List<String> texts(JsonNode node, String field) {
        List<String> texts = new ArrayList<>();
        node.path(field).forEach(element -> texts.add(element.asText("")));
        return texts;
    }

    static List<JsonNode> items(JsonNode node, String field) {
        List<JsonNode> items = new ArrayList<>();
        node.path(field).forEach(items::add);
        return items;
    }
}
