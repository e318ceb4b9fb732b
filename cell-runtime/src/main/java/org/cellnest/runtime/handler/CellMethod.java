package org.cellnest.runtime.handler;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import org.cellnest.cell.Answers;
import org.cellnest.cell.Route;
import org.jspecify.annotations.Nullable;

/**
 * A method of a class that the nest calls: a route, or one that catches exceptions.
 *
 * @param type the class whose instance is called
 * @param declared the method with the annotation: of the class itself, of a base, or of an interface. Names and
 *     annotations of parameters are read here
 * @param called the method of the class that runs; its result is answered
 * @param arguments of the class's generic bases
 */
record CellMethod(Class<?> type, Method declared, Method called, TypeArguments arguments) {
    Route route() {
        return declared.getAnnotation(Route.class);
    }

    boolean isStatic() {
        return Modifier.isStatic(declared.getModifiers());
    }

    /**
     * Returns the template that precedes the route's: that of the class, else that of the type that declares the route.
     */
    String prefix() {
        Route own = type.getAnnotation(Route.class);
        Route prefix = own == null ? declared.getDeclaringClass().getAnnotation(Route.class) : own;
        return prefix == null ? "" : prefix.value();
    }

    List<RouteParameter> parameters() {
        List<RouteParameter> parameters = new ArrayList<>();
        for (Parameter parameter : declared.getParameters()) {
            Type generic = parameter.getParameterizedType();
            parameters.add(new RouteParameter(parameter, arguments.resolve(generic), arguments.erase(generic)));
        }
        return parameters;
    }

    List<Answers> answers() {
        return List.of(declared.getAnnotationsByType(Answers.class));
    }

    Type result() {
        return arguments.resolve(called.getGenericReturnType());
    }

    /**
     * Whether an abstract class or interface leaves the method to the classes that implement it.
     *
     * @param all the classes of the cell
     * @throws InvalidCellException if none does
     */
    boolean isLeftToSubclass(List<Class<?>> all) throws InvalidCellException {
        if (isStatic() || !Modifier.isAbstract(type.getModifiers())) {
            return false;
        }
        if (all.stream()
                .noneMatch(other -> !Modifier.isAbstract(other.getModifiers()) && type.isAssignableFrom(other))) {
            throw new InvalidCellException(name() + ": " + (type.isInterface() ? "interface " : "abstract class ")
                    + type.getName() + " has no class of the cell that implements it"
                    + " (expected: a class that can be constructed)");
        }
        return true;
    }

    /**
     * Returns a handle that accepts an {@code Object[]} with the arguments and returns an {@code Object}.
     *
     * @param instance null for a static method
     */
    MethodHandle handle(@Nullable Object instance) throws InvalidCellException {
        try {
            declared.setAccessible(true); // a public method of a class that is not public
            MethodHandle handle = MethodHandles.lookup().unreflect(declared).asFixedArity();
            MethodHandle bound = instance == null ? handle : handle.bindTo(instance);
            return bound.asSpreader(Object[].class, declared.getParameterCount())
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (IllegalAccessException | RuntimeException e) {
            throw new InvalidCellException(name() + ": cannot be called: " + e, e);
        }
    }

    /** Returns class, method and parameter types: {@code shop.Orders.order(long, String)}. */
    String name() {
        List<String> types = parameters().stream()
                .map(parameter -> parameter.getType().getSimpleName())
                .toList();
        return type.getName() + "." + declared.getName() + "(" + String.join(", ", types) + ")";
    }
}
