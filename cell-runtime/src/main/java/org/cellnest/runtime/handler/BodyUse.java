package org.cellnest.runtime.handler;

import java.io.InputStream;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;
import org.cellnest.cell.Body;
import org.cellnest.cell.Part;
import org.cellnest.cell.Parts;
import org.cellnest.cell.Request;
import org.cellnest.cell.Upload;
import org.jspecify.annotations.Nullable;

/**
 * The way in which a route method takes the bodies of requests.
 *
 * @param max the most bytes; 0: the default
 */
record BodyUse(Kind kind, long max) {
    /** The longest body that a method may have collected. */
    static final long MAX_COLLECTED = 1 << 30;

    /** A way to take a body. */
    enum Kind {
        /** Not at all. */
        NONE,
        /** Whole, in memory, before the method starts. */
        COLLECTED,
        /** While it comes: the method has started. */
        FLOWING
    }

    /** @param plans those of the parameters */
    static BodyUse of(List<RouteParameter> parameters, List<ParameterPlan> plans) {
        long max = 0;
        Kind kind = Kind.NONE;
        for (RouteParameter parameter : parameters) {
            Body body = parameter.getAnnotation(Body.class);
            max = body == null ? max : body.max();
            if (flows(parameter)) {
                kind = Kind.FLOWING;
            } else if (kind == Kind.NONE
                    && (ParameterCompiler.takesBody(parameter) || parameter.getType() == Request.class)) {
                kind = Kind.COLLECTED;
            }
        }
        if (kind == Kind.NONE && plans.stream().anyMatch(plan -> !plan.reads().equals(BodyTypes.NONE))) {
            kind = Kind.COLLECTED;
        }
        return new BodyUse(kind, max);
    }

    /** Returns this use for a method within filters, which may read a body that it leaves alone. */
    BodyUse withinFilters() {
        return kind == Kind.NONE ? new BodyUse(Kind.COLLECTED, max) : this;
    }

    /** Whether a parameter of this type, with {@code @Body} or without, takes a body while it comes. */
    static boolean isFlowing(@Nullable Class<?> type) {
        return type == InputStream.class
                || type == ReadableByteChannel.class
                || type == Upload.class
                || type == Parts.class
                || type == Flow.Publisher.class;
    }

    /** Whether a type is a publisher of anything but bytes. */
    static boolean isForeignPublisher(Type type) {
        return RouteDescription.raw(type) == Flow.Publisher.class
                && !(type instanceof ParameterizedType p && p.getActualTypeArguments()[0] == ByteBuffer.class);
    }

    private static boolean flows(RouteParameter parameter) {
        if (parameter.isAnnotationPresent(Part.class)) {
            return true;
        }
        Type inner = RouteDescription.inner(parameter.getParameterizedType(), Optional.class);
        return ParameterCompiler.takesBody(parameter) && isFlowing(RouteDescription.raw(inner));
    }
}
