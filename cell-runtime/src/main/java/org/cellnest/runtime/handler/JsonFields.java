package org.cellnest.runtime.handler;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.cellnest.cell.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Holds the members at the top level of a JSON body as the tokens received. A number keeps its digits until its type is
 * known. Immutable and thread-safe.
 */
final class JsonFields {
    private final TokenBuffer tokens;

    private JsonFields(TokenBuffer tokens) {
        this.tokens = tokens;
    }

    /**
     * Reads a whole body.
     *
     * @throws IOException if it is neither one JSON object nor null
     */
    @SuppressWarnings("resource") // a buffer of tokens holds nothing that must be closed
    static JsonFields read(JsonParser parser) throws IOException {
        TokenBuffer tokens = new TokenBuffer(parser);
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw MismatchedInputException.from(parser, Object.class, JsonErrors.NO_CONTENT);
        } else if (first != JsonToken.START_OBJECT && first != JsonToken.VALUE_NULL) {
            throw JsonFormatException.value(parser, first, "an object");
        }
        int depth = 0;
        do {
            JsonToken token = parser.currentToken();
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            copy(parser, token, tokens);
        } while (depth > 0 && parser.nextToken() != null);
        if (parser.nextToken() != null) {
            throw JsonFormatException.kind(parser, "more after the value", "one value");
        }
        return new JsonFields(tokens);
    }

    private static void copy(JsonParser parser, JsonToken token, TokenBuffer into) throws IOException {
        if (token.isNumeric()) {
            into.writeNumber(parser.getText(), token == JsonToken.VALUE_NUMBER_INT);
        } else {
            into.copyCurrentEvent(parser);
        }
    }

    /** Returns a parser at the value of a member; null if there is no such member, or its value is null. */
    @Nullable
    JsonParser at(String name) throws IOException {
        JsonParser parser = tokens.asParser();
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return null;
        }
        for (String member = parser.nextFieldName(); member != null; member = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            if (member.equals(name)) {
                return value == JsonToken.VALUE_NULL ? null : parser;
            }
            parser.skipChildren();
        }
        return null;
    }

    /**
     * Returns the unparsed texts of a scalar member, or of an array of scalars. Returns null if there is no such
     * member, or its value is null.
     *
     * @param many whether it may be an array
     * @param wrongKind makes the problem of a value that is no scalar, given its kind
     */
    @Nullable
    List<String> texts(String name, boolean many, Function<String, Problem> wrongKind) throws IOException {
        JsonParser parser = at(name);
        if (parser == null) {
            return null;
        }
        if (!many || !parser.isExpectedStartArrayToken()) {
            return List.of(text(parser, wrongKind));
        }
        List<String> texts = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            texts.add(text(parser, wrongKind));
        }
        return texts;
    }

    private static String text(JsonParser parser, Function<String, Problem> wrongKind) throws IOException {
        JsonToken token = parser.currentToken();
        if (!token.isScalarValue() || token == JsonToken.VALUE_NULL) {
            throw wrongKind.apply(JsonKinds.kind(parser, token));
        }
        return parser.getText();
    }
}
