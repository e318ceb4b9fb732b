package org.cellnest.runtime.handler;

import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cellnest.cell.Catches;
import org.cellnest.cell.Request;
import org.cellnest.cell.Route;

/** Compiles the {@code @Catches} methods of a class. Belongs to the one thread that builds a table. */
final class CatchCompiler {
    private final InstanceFactory instances;
    private final CellJson json;

    CatchCompiler(InstanceFactory instances, CellJson json) {
        this.instances = instances;
        this.json = json;
    }

    /** Adds the methods of a class. An abstract class or interface leaves them to the classes that implement it. */
    void compile(Class<?> type, List<Class<?>> all, List<CatchMethod> into) throws InvalidCellException {
        for (CellMethod method : CellMethods.of(type, Catches.class)) {
            if (method.isLeftToSubclass(all)) {
                continue;
            }
            if (method.declared().isAnnotationPresent(Route.class)) {
                throw new InvalidCellException(method.name() + ": @Catches and @Route (expected: one of them)");
            }
            List<Class<? extends Throwable>> exceptions = exceptions(method);
            List<CatchMethod.Parameter> parameters = parameters(method, exceptions);
            requireResult(method);
            MethodHandle handle = method.handle(method.isStatic() ? null : instances.instance(type));
            into.add(new CatchMethod(method, exceptions, handle, parameters));
        }
    }

    private static List<Class<? extends Throwable>> exceptions(CellMethod method) throws InvalidCellException {
        List<Class<? extends Throwable>> exceptions = Arrays.stream(
                        method.declared().getAnnotation(Catches.class).value())
                .distinct()
                .toList();
        if (exceptions.isEmpty()) {
            throw new InvalidCellException(method.name() + ": @Catches without a class (expected: at least one)");
        }
        for (Class<?> exception : exceptions) {
            if (VirtualMachineError.class.isAssignableFrom(exception)) {
                throw new InvalidCellException(method.name() + ": @Catches(" + exception.getName()
                        + ") (expected: an exception, or an error other than a VirtualMachineError)");
            }
        }
        return exceptions;
    }

    private static List<CatchMethod.Parameter> parameters(
            CellMethod method, List<Class<? extends Throwable>> exceptions) throws InvalidCellException {
        List<CatchMethod.Parameter> parameters = new ArrayList<>();
        for (RouteParameter parameter : method.parameters()) {
            String place = method.name() + ", parameter " + parameter.getName() + ": ";
            CatchMethod.Parameter kind;
            if (parameter.getType() == Request.class) {
                kind = CatchMethod.Parameter.REQUEST;
            } else if (Throwable.class.isAssignableFrom(parameter.getType())) {
                kind = CatchMethod.Parameter.EXCEPTION;
                requireFit(place, parameter.getType(), exceptions);
            } else {
                throw new InvalidCellException(place + "of type "
                        + parameter.getType().getName() + " (expected: the exception, or a Request)");
            }
            if (parameters.contains(kind)) {
                throw new InvalidCellException(place + "a second "
                        + (kind == CatchMethod.Parameter.REQUEST ? "Request" : "exception") + " (expected: one)");
            }
            parameters.add(kind);
        }
        return parameters;
    }

    private static void requireFit(String place, Class<?> taken, List<Class<? extends Throwable>> exceptions)
            throws InvalidCellException {
        for (Class<?> exception : exceptions) {
            if (!taken.isAssignableFrom(exception)) {
                throw new InvalidCellException(place + "of type " + taken.getName() + " with @Catches("
                        + exception.getName() + ") (expected: a parameter of this class, or of one that it extends)");
            }
        }
    }

    private void requireResult(CellMethod method) throws InvalidCellException {
        Class<?> raw = RouteDescription.raw(method.result());
        if (raw == void.class || raw == Void.class) {
            throw new InvalidCellException(
                    method.name() + ": void (expected: a result, such as a Problem or a Response)");
        }
        try {
            ResultType.requireWritable(method.result(), "its result", json);
        } catch (IllegalArgumentException e) {
            throw new InvalidCellException(method.name() + ": " + e.getMessage(), e);
        }
    }
}
