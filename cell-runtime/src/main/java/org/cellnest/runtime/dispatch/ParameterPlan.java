package org.cellnest.runtime.dispatch;

import java.util.Map;

/**
 * How a parameter is bound.
 *
 * @param description for ROUTES; empty for what is not taken from the request's content
 * @param takesBody whether it is the whole body
 */
record ParameterPlan(Argument argument, Map<String, String> description, boolean takesBody) {
    ParameterPlan {
        description = Map.copyOf(description);
    }

    static ParameterPlan injected(Argument argument) {
        return new ParameterPlan(argument, Map.of(), false);
    }
}
