package org.cellnest.runtime.dispatch;

import java.io.InputStream;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.cellnest.cell.Content;
import org.cellnest.cell.Problem;
import org.cellnest.cell.Response;
import org.jspecify.annotations.Nullable;

/**
 * What a route's method says of bodies and answers, for people and tools.
 *
 * @param produces the content type of its answers, declared or by the type of its result; empty where only the result says
 * @param request the JSON Schema of its body, or null
 * @param response the JSON Schema of its answers, or null; {@code false} where they never have a body
 */
record RouteAbout(
        String produces, @Nullable String request, @Nullable String response) {
    static final RouteAbout NOTHING = new RouteAbout("", null, null);

    /** Said in a response's schema where an empty result is 404. */
    private static final String OPTIONAL = "\"x-cellnest-optional\":true";

    /**
     * Reads it off a method.
     *
     * @param body what is read from a JSON body as a whole, or null
     * @param result the type of what the method returns
     * @param declared the content type of its annotation, or empty
     */
    static RouteAbout of(@Nullable Type body, Type result, String declared, Schemas schemas) {
        String request = body == null ? null : schemas.ofRequest(body);
        Type type = inner(result, CompletionStage.class);
        Type value = inner(type, Optional.class);
        RouteAbout about = ofValue(value, declared, schemas);
        String response = about.response;
        return new RouteAbout(about.produces, request, value == type ? response : optional(response));
    }

    private static RouteAbout ofValue(Type value, String declared, Schemas schemas) {
        Class<?> raw = raw(value);
        if (raw == void.class || raw == Void.class) {
            return new RouteAbout("", null, "false");
        } else if (raw == null || raw == Object.class || raw == Response.class) {
            return new RouteAbout(declared, null, null);
        } else if (Problem.class.isAssignableFrom(raw)) {
            return new RouteAbout(MediaTypes.PROBLEM, null, null);
        } else if (CharSequence.class.isAssignableFrom(raw)) {
            String produces = or(declared, MediaTypes.TEXT);
            // A text that is JSON already may be any.
            return new RouteAbout(produces, null, MediaTypes.isJson(produces) ? null : "{\"type\":\"string\"}");
        } else if (raw == byte[].class || InputStream.class.isAssignableFrom(raw)) {
            return new RouteAbout(or(declared, MediaTypes.BYTES), null, null);
        } else if (Content.class.isAssignableFrom(raw)) {
            return new RouteAbout(declared, null, null);
        }
        return new RouteAbout(or(declared, MediaTypes.JSON), null, schemas.ofResponse(value));
    }

    private static String or(String declared, String otherwise) {
        return declared.isEmpty() ? otherwise : declared;
    }

    private static String optional(@Nullable String schema) {
        return schema == null || !schema.startsWith("{\"")
                ? "{" + OPTIONAL + "}"
                : "{" + OPTIONAL + "," + schema.substring(1);
    }

    /** What is in a container of this kind, or the type itself if it is none. */
    private static Type inner(Type type, Class<?> container) {
        Class<?> raw = raw(type);
        if (raw == null || !container.isAssignableFrom(raw)) {
            return type;
        }
        return type instanceof ParameterizedType p && p.getActualTypeArguments().length == 1
                ? p.getActualTypeArguments()[0]
                : Object.class;
    }

    private static @Nullable Class<?> raw(Type type) {
        if (type instanceof Class<?> raw) {
            return raw;
        }
        if (type instanceof ParameterizedType p && p.getRawType() instanceof Class<?> raw) {
            return raw;
        }
        return type instanceof GenericArrayType ? Object[].class : null;
    }
}
