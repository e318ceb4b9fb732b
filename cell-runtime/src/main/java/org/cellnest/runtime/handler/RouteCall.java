package org.cellnest.runtime.handler;

import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/** A compiled route method with its parameters. Immutable and thread-safe. */
final class RouteCall {
    private final RouteSpec spec;
    private final Class<?> type;
    private final MethodHandle handle;
    private final Argument[] arguments;
    private final BodyUse bodyUse;

    /**
     * Takes a handle that accepts an {@code Object[]} with the arguments and returns an {@code Object}.
     *
     * @param type the class that serves the route
     */
    RouteCall(RouteSpec spec, Class<?> type, MethodHandle handle, Argument[] arguments, BodyUse bodyUse) {
        this.bodyUse = bodyUse;
        this.spec = spec;
        this.type = type;
        this.handle = handle;
        this.arguments = arguments;
    }

    RouteSpec spec() {
        return spec;
    }

    BodyUse bodyUse() {
        return bodyUse;
    }

    Class<?> type() {
        return type;
    }

    /**
     * Reads the parameters and runs the method.
     *
     * @throws org.cellnest.cell.Problem if a parameter does not bind
     */
    @Nullable
    Object run(DispatchedRequest request) throws Throwable {
        Object[] values = new Object[arguments.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = arguments[i].read(request);
        }
        return (Object) handle.invokeExact(values);
    }
}
