package org.cellnest.runtime.handler;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@code @Catches} method that can be called with an exception. Immutable and thread-safe. */
final class CatchMethod {
    /** A parameter of such a method. */
    enum Parameter {
        EXCEPTION,
        REQUEST
    }

    private final CellMethod method;
    private final List<Class<? extends Throwable>> exceptions;
    private final MethodHandle handle;
    private final Parameter[] parameters;

    /**
     * Takes a handle that accepts an {@code Object[]} with the arguments and returns an {@code Object}.
     *
     * @param exceptions the classes that it catches
     */
    CatchMethod(
            CellMethod method,
            List<Class<? extends Throwable>> exceptions,
            MethodHandle handle,
            List<Parameter> parameters) {
        this.method = method;
        this.exceptions = List.copyOf(exceptions);
        this.handle = handle;
        this.parameters = parameters.toArray(Parameter[]::new);
    }

    List<Class<? extends Throwable>> exceptions() {
        return exceptions;
    }

    /** Returns the class whose instance is called, or that declares the static method. */
    Class<?> type() {
        return method.type();
    }

    /** Returns the method with the annotation; the same for all classes that inherit it. */
    Method declared() {
        return method.declared();
    }

    String name() {
        return method.name();
    }

    /** Returns the method's result, which may be a stage. */
    @Nullable
    Object run(Throwable failure, DispatchedRequest request) throws Throwable {
        Object[] values = new Object[parameters.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = parameters[i] == Parameter.EXCEPTION ? failure : request;
        }
        return (Object) handle.invokeExact(values);
    }
}
