package org.cellnest.runtime.dispatch;

import java.lang.reflect.Type;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a parameter is bound.
 *
 * @param description for ROUTES; empty for what is not taken from the request's content
 * @param json what the whole body is read as, if it is JSON; else null
 */
record ParameterPlan(
        Argument argument,
        Map<String, String> description,
        @Nullable Type json) {
    ParameterPlan {
        description = Map.copyOf(description);
    }

    static ParameterPlan injected(Argument argument) {
        return new ParameterPlan(argument, Map.of(), null);
    }
}
