package org.cellnest.runtime.handler;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Describes the bodies and answers of a route, for people and tools.
 *
 * @param produces the content type of its answers, declared or by the type of its result; empty if only the result
 *     determines it
 * @param request the JSON Schema of its body, or null
 * @param response the JSON Schema of its answers, or null; {@code false} if they never have a body
 */
record RouteDescription(
        String produces, @Nullable String request, @Nullable String response) {
    static final RouteDescription NOTHING = new RouteDescription("", null, null);

    /**
     * Describes a method.
     *
     * @param body the type that a JSON body is read as a whole, or null
     * @param result the result type of the method
     * @param produces the content type of its annotation, or empty
     * @param declared the statuses that it declares
     */
    static RouteDescription of(
            @Nullable Type body, Type result, String produces, List<DeclaredAnswer> declared, Schemas schemas) {
        String request = body == null ? null : schemas.ofRequest(body);
        Type type = inner(result, CompletionStage.class);
        Type value = inner(type, Optional.class);
        boolean optional = value != type || ResultType.mayBeEmpty(raw(value));
        ResultType own = ResultType.of(value, produces);
        return new RouteDescription(
                own.produces(), request, new ResponseSchema(schemas).write(own, optional, declared));
    }

    /** Returns the content type of a container of this kind, or the type itself if it is none. */
    static Type inner(Type type, Class<?> container) {
        Class<?> raw = raw(type);
        if (raw == null || !container.isAssignableFrom(raw)) {
            return type;
        }
        return type instanceof ParameterizedType p && p.getActualTypeArguments().length == 1
                ? p.getActualTypeArguments()[0]
                : Object.class;
    }

    static @Nullable Class<?> raw(Type type) {
        if (type instanceof Class<?> raw) {
            return raw;
        }
        if (type instanceof ParameterizedType p && p.getRawType() instanceof Class<?> raw) {
            return raw;
        }
        return type instanceof GenericArrayType ? Object[].class : null;
    }
}
