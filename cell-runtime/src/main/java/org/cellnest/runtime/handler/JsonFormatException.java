package org.cellnest.runtime.handler;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.io.IOException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Signals a JSON value that does not fit its place. Names the value received and the value expected, without names of
 * classes.
 */
final class JsonFormatException extends MismatchedInputException {
    @Serial
    private static final long serialVersionUID = 1;

    private static final int MAX_CAME = 60;

    private final String came;
    private final String expected;

    private JsonFormatException(@Nullable JsonParser parser, String shown, String came, String expected) {
        super(parser, shown + " (expected: " + expected + ")");
        this.came = came;
        this.expected = expected;
    }

    /** Returns the exception for a text or number that is no value of its type. */
    static JsonFormatException text(@Nullable JsonParser parser, String text, String expected) {
        return new JsonFormatException(parser, Text.shown(text), Text.clean(text, MAX_CAME), expected);
    }

    /** Returns the exception for a member name that is no key of its type. */
    static JsonFormatException key(@Nullable JsonParser parser, String key, String expected) {
        return new JsonFormatException(parser, "member " + Text.shown(key), Text.clean(key, MAX_CAME), expected);
    }

    /** Returns the exception for a value that is no text: null, nothing, an object. */
    static JsonFormatException kind(@Nullable JsonParser parser, String kind, String expected) {
        return new JsonFormatException(parser, kind, kind, expected);
    }

    /** Returns the exception for the parser's current value, of a kind that is not accepted in its place. */
    static JsonFormatException value(JsonParser parser, JsonToken token, String expected) throws IOException {
        return token == JsonToken.VALUE_STRING
                ? text(parser, parser.getText(), expected)
                : kind(parser, JsonKinds.kind(parser, token), expected);
    }

    String came() {
        return came;
    }

    String expected() {
        return expected;
    }

    /** Describes for people the JSON that a type is read from. */
    static String expected(@Nullable Class<?> type) {
        if (type == null) {
            return "a value that fits";
        }
        ScalarType scalar = ScalarTypes.of(type);
        if (scalar != null) {
            return scalar.expected();
        }
        boolean list = type.isArray() || Iterable.class.isAssignableFrom(type);
        return list ? "an array" : "an object";
    }
}
