package org.cellnest.runtime.handler;

import java.lang.reflect.Type;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The binding of a parameter.
 *
 * @param description for ROUTES; empty for a parameter that is not taken from the request's content
 * @param json the type that the whole body is read as, if it is JSON; else null
 * @param reads the content types of a body that it may be a field of
 * @param needsBody whether it is required, and can only be a field of a body
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

    /** Creates the plan of a parameter that requires no body and no content type. */
    ParameterPlan(Argument argument, Map<String, String> description) {
        this(argument, description, null, BodyTypes.NONE, false);
    }

    /** Returns this plan for a route whose bodies must be of these types. */
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
