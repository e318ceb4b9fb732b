package org.cellnest.runtime.handler;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import org.cellnest.cell.Answers;
import org.cellnest.cell.Route;

/**
 * A route of a class.
 *
 * @param type the class that serves it
 * @param declared the method with the annotation: of the class itself, of a base, or of an interface. Names and
 *     annotations of parameters are read here
 * @param called the method of the class that runs; its result is answered
 * @param arguments of the class's generic bases
 */
record RouteMethod(Class<?> type, Method declared, Method called, TypeArguments arguments) {
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

    /** Returns class, method and parameter types: {@code shop.Orders.order(long, String)}. */
    String name() {
        List<String> types = parameters().stream()
                .map(parameter -> parameter.getType().getSimpleName())
                .toList();
        return type.getName() + "." + declared.getName() + "(" + String.join(", ", types) + ")";
    }
}
