package org.cellnest.runtime.handler;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.deser.ValueInstantiator;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reports the kind of a JSON value that was received instead of the expected kind. Thread-safe. */
final class JsonKinds extends DeserializationProblemHandler {
    @Override
    public @Nullable Object handleUnexpectedToken(
            DeserializationContext context,
            JavaType type,
            @Nullable JsonToken token,
            JsonParser parser,
            @Nullable String message)
            throws IOException {
        if (token == null) {
            return NOT_HANDLED;
        }
        throw JsonFormatException.value(parser, token, JsonFormatException.expected(type.getRawClass()));
    }

    /** Refuses a text or number for a class that is read from an object. */
    @Override
    public @Nullable Object handleMissingInstantiator(
            DeserializationContext context,
            Class<?> type,
            @Nullable ValueInstantiator instantiator,
            @Nullable JsonParser parser,
            @Nullable String message)
            throws IOException {
        JsonToken token = parser == null ? null : parser.currentToken();
        if (parser == null || token == null || !token.isScalarValue()) {
            return NOT_HANDLED;
        }
        boolean text = instantiator != null && instantiator.canCreateFromString();
        throw JsonFormatException.value(parser, token, text ? "a text" : JsonFormatException.expected(type));
    }

    /**
     * Describes for people the kind of the parser's current value, or the value itself if it is a number, true, false
     * or null.
     */
    static String kind(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT, FIELD_NAME, END_OBJECT -> "an object";
            case START_ARRAY, END_ARRAY -> "an array";
            case VALUE_STRING -> "a text";
            default -> Text.clean(String.valueOf(parser.getText()), 60);
        };
    }
}
