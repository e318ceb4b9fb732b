package org.cellnest.runtime.handler;

import java.io.InputStream;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.cellnest.cell.Content;
import org.cellnest.cell.Problem;
import org.cellnest.cell.Response;
import org.cellnest.cell.Writing;
import org.jspecify.annotations.Nullable;

/**
 * The body that a result of some type becomes.
 *
 * @param produces the content type, declared or by the type; empty if only the result determines it
 * @param json the type, if it is written as JSON
 * @param schema the JSON Schema of a body that is no JSON; null if there is none, {@code false} if there never is a
 *     body
 */
record ResultType(
        String produces, @Nullable Type json, @Nullable String schema) {
    private static final String NOTHING = "false";
    /** The content type of a file, which its name determines. */
    private static final String ANY = "*/*";

    private static final String TEXT = "{\"type\":\"string\"}";

    /** @param declared the content type of the annotation, or empty */
    static ResultType of(Type value, String declared) {
        Class<?> raw = RouteDescription.raw(value);
        if (raw == void.class || raw == Void.class) {
            return new ResultType("", null, NOTHING);
        } else if (raw == null || raw == Object.class || raw == Response.class) {
            return new ResultType(declared, null, null);
        } else if (Problem.class.isAssignableFrom(raw)) {
            return new ResultType(MediaTypes.PROBLEM, null, null);
        } else if (CharSequence.class.isAssignableFrom(raw)) {
            String produces = or(declared, MediaTypes.TEXT);
            // A text that is JSON already may be any.
            return new ResultType(produces, null, MediaTypes.isJson(produces) ? null : TEXT);
        } else if (raw == byte[].class
                || InputStream.class.isAssignableFrom(raw)
                || ReadableByteChannel.class.isAssignableFrom(raw)
                || Writing.class.isAssignableFrom(raw)) {
            return new ResultType(or(declared, MediaTypes.BYTES), null, null);
        } else if (Flow.Publisher.class.isAssignableFrom(raw)) {
            return new ResultType(or(declared, ofItems(value)), null, null);
        } else if (Path.class.isAssignableFrom(raw)) {
            return new ResultType(or(declared, ANY), null, null);
        } else if (Content.class.isAssignableFrom(raw)) {
            return new ResultType(declared, null, null);
        }
        return new ResultType(or(declared, MediaTypes.JSON), present(raw, value), null);
    }

    /** Returns the content type of a publisher's items. */
    private static String ofItems(Type publisher) {
        Type item = RouteDescription.inner(publisher, Flow.Publisher.class);
        Class<?> raw = RouteDescription.raw(item);
        if (raw == ByteBuffer.class || raw == byte[].class) {
            return MediaTypes.BYTES;
        }
        return raw != null && CharSequence.class.isAssignableFrom(raw) ? MediaTypes.TEXT : MediaTypes.JSON_LINES;
    }

    /**
     * Requires that results of a method can be written, as far as their type shows.
     *
     * @param what names the result in the message
     * @throws IllegalArgumentException if they cannot
     */
    static void requireWritable(Type result, String what, CellJson json) {
        Type type = RouteDescription.inner(RouteDescription.inner(result, CompletionStage.class), Optional.class);
        Type written = of(type, "").json();
        if (written != null) {
            try {
                json.requireWritable(written);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(what + ": " + e.getMessage(), e);
            }
        }
    }

    /** Whether an empty value of the type is 404, like an empty Optional. */
    static boolean mayBeEmpty(@Nullable Class<?> raw) {
        return raw == OptionalInt.class || raw == OptionalLong.class || raw == OptionalDouble.class;
    }

    boolean isNothing() {
        return NOTHING.equals(schema);
    }

    boolean isText() {
        return TEXT.equals(schema);
    }

    private static Type present(Class<?> raw, Type value) {
        if (raw == OptionalInt.class) {
            return int.class;
        } else if (raw == OptionalLong.class) {
            return long.class;
        }
        return raw == OptionalDouble.class ? double.class : value;
    }

    private static String or(String declared, String otherwise) {
        return declared.isEmpty() ? otherwise : declared;
    }
}
