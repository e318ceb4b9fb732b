package org.cellnest.runtime.handler;

import java.lang.reflect.Type;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a parameter is bound.
 *
 * @param description for ROUTES; empty for what is not taken from the request's content
 * @param json what the whole body is read as, if it is JSON; else null
 * @param reads the content types of a body that it may be a field of
 * @param needsBody whether it must be there, and can be nothing but a field of a body
 */
record ParameterPlan(
        Argument argument,
        Map<String, String> description,
        @Nullable Type json,
        BodyTypes reads,
        boolean needsBody) {
    ParameterPlan {
        description = Map.copyOf(description);
    }

    /** A parameter that a body of any content type will do for, or none. */
    ParameterPlan(Argument argument, Map<String, String> description) {
        this(argument, description, null, BodyTypes.NONE, false);
    }

    /** This plan for a route whose bodies must be of these types. */
    ParameterPlan requiring(BodyTypes types) {
        Argument checked = request -> {
            types.require(request);
            return argument.read(request);
        };
        return new ParameterPlan(checked, description, json, reads, needsBody);
    }

    static ParameterPlan injected(Argument argument) {
        return new ParameterPlan(argument, Map.of());
    }
}
