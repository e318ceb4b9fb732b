package org.cellnest.runtime.handler;

import com.fasterxml.jackson.databind.ObjectReader;
import java.io.InputStream;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.cellnest.cell.Content;
import org.cellnest.cell.Problem;
import org.cellnest.cell.Upload;
import org.jspecify.annotations.Nullable;

/**
 * Compiles parameters that are the whole body, or a field of it that is no scalar. Belongs to the one thread that
 * builds a table. Errors are {@link IllegalArgumentException}s, to which the caller adds the place.
 */
final class BodyArguments {
    private final CellJson json;
    private final ParameterDescription about;

    BodyArguments(CellJson json, ParameterDescription about) {
        this.json = json;
        this.about = about;
    }

    /**
     * @param annotated whether the parameter has @Body; only then it may be raw, or of a type known at run time
     *     only
     * @param max the most bytes of a body; 0: no bound of its own
     */
    ParameterPlan whole(Type type, boolean annotated, long max, String description) {
        boolean optional = rawClass(type) == Optional.class;
        Type inner = optional ? argument(type) : type;
        if (BodyUse.isForeignPublisher(inner)) {
            throw new IllegalArgumentException(
                    "of type " + type.getTypeName() + " (expected: Flow.Publisher<ByteBuffer>)");
        }
        if (!BodyUse.isFlowing(rawClass(inner)) && max > BodyUse.MAX_COLLECTED) {
            throw new IllegalArgumentException("max " + max + " (expected: at most " + BodyUse.MAX_COLLECTED
                    + " for a body in memory; an Upload or InputStream may be longer)");
        }
        Function<DispatchedRequest, Object> raw = rawReader(rawClass(inner));
        if (raw != null && (annotated || inner == Content.class || inner == Upload.class)) {
            Argument argument = !optional
                    ? raw::apply
                    : request -> request.hasBody() ? Optional.of(raw.apply(request)) : Optional.empty();
            return new ParameterPlan(bounded(argument, max), about.body("bytes", false, description));
        }
        requireJsonType(inner, annotated);
        return new ParameterPlan(
                bounded(jsonBody(json.reader(inner), optional), max),
                about.body(jsonType(inner), !optional, description),
                inner,
                BodyTypes.NONE,
                false);
    }

    /** Returns an argument of bodies of at most so many bytes; 0: any. */
    static Argument bounded(Argument argument, long max) {
        if (max == 0) {
            return argument;
        }
        return request -> {
            request.limitBody(max);
            return argument.read(request);
        };
    }

    /** Compiles a parameter that is a top-level field of a JSON body, of any type. */
    ParameterPlan field(String name, Type type, String description) {
        boolean optional = rawClass(type) == Optional.class;
        Type inner = optional ? argument(type) : type;
        requireJsonType(inner, true);
        ObjectReader reader = json.reader(inner);
        Argument argument = request -> {
            JsonFields body = request.json(json);
            Object value = body == null ? null : json.read(reader, body, name);
            if (value == null && !optional) {
                throw BindingErrors.missing(name, "json", typeName(inner));
            }
            return optional ? Optional.ofNullable(value) : value;
        };
        return new ParameterPlan(
                argument,
                about.field(name, inner, jsonType(inner), !optional, description),
                null,
                BodyTypes.JSON,
                !optional);
    }

    private static @Nullable Function<DispatchedRequest, Object> rawReader(Class<?> type) {
        if (type == byte[].class) {
            return request -> request.wire().body().toByteArray();
        } else if (type == String.class) {
            return request -> request.body().text();
        } else if (type == InputStream.class) {
            return DispatchedRequest::stream;
        } else if (type == ReadableByteChannel.class) {
            return request -> Channels.newChannel(request.stream());
        } else if (type == Upload.class) {
            return DispatchedRequest::upload;
        } else if (type == Flow.Publisher.class) {
            return DispatchedRequest::publisher;
        }
        return type == Content.class ? DispatchedRequest::body : null;
    }

    private Argument jsonBody(ObjectReader reader, boolean optional) {
        return request -> {
            Object value = null;
            if (!request.wire().body().isEmpty()) {
                BodyTypes.JSON.require(request);
                value = json.read(reader, request.wire().body());
            }
            if (value == null && !optional) {
                throw new Problem(400, "body: missing (expected: JSON)")
                        .with("parameter", "body")
                        .with("in", "body")
                        .with("expected", MediaTypes.JSON);
            }
            return optional ? Optional.ofNullable(value) : value;
        };
    }

    private static void requireJsonType(Type type, boolean annotated) {
        Class<?> raw = rawClass(type);
        boolean container = (raw.isArray() && (annotated || raw != byte[].class))
                || Collection.class.isAssignableFrom(raw)
                || Map.class.isAssignableFrom(raw);
        boolean scalar = ScalarTypes.of(raw) != null;
        boolean foreign = raw.getName().startsWith("java.") || raw.getName().startsWith("org.cellnest.cell.");
        if (!container && !(scalar && annotated) && !(raw == Object.class && annotated) && (foreign || raw.isArray())) {
            throw new IllegalArgumentException("of type " + type.getTypeName()
                    + " (expected: a scalar, a record or class to be read from JSON, a List or Map of such, Request,"
                    + " Headers, Content, Upload, Parts, CellContext, @Body byte[], String, InputStream,"
                    + " ReadableByteChannel or Flow.Publisher<ByteBuffer>, or @Part FormFile)");
        }
    }

    private static Class<?> rawClass(Type type) {
        if (type instanceof Class<?> raw) {
            return raw;
        } else if (type instanceof ParameterizedType p && p.getRawType() instanceof Class<?> raw) {
            return raw;
        } else if (type instanceof TypeVariable) {
            throw new IllegalArgumentException("of type " + type.getTypeName() + " (expected: a type that is known)");
        }
        return Object[].class;
    }

    private static Type argument(Type optional) {
        if (optional instanceof ParameterizedType p) {
            return p.getActualTypeArguments()[0];
        }
        throw new IllegalArgumentException("an Optional without its type (expected: Optional<...>)");
    }

    private static String typeName(Type type) {
        Class<?> raw = rawClass(type);
        ScalarType scalar = ScalarTypes.of(raw);
        if (scalar != null) {
            return scalar.name();
        }
        return raw.isArray() || Collection.class.isAssignableFrom(raw) ? "array" : "object";
    }

    private static String jsonType(Type type) {
        ScalarSchema scalar = ScalarSchema.of(rawClass(type));
        return scalar == null ? typeName(type) : scalar.type();
    }
}
