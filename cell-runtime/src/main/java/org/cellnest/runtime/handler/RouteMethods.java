package org.cellnest.runtime.handler;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cellnest.cell.Route;

/**
 * Finds the routes of a class: those it declares, and those of its bases and interfaces, whose methods it inherits or
 * overrides. An annotation on an override replaces the annotation of the overridden method. Static methods are routes
 * of the class that declares them alone. Belongs to the one thread that builds a table.
 */
final class RouteMethods {
    /** The identity of a method among its overrides. */
    private record Signature(String name, List<Class<?>> parameterTypes) {}

    private final Class<?> type;
    private final TypeArguments arguments;
    private final List<Class<?>> hierarchy;

    private RouteMethods(Class<?> type) {
        this.type = type;
        this.arguments = new TypeArguments(type);
        this.hierarchy = hierarchy(type);
    }

    /** Returns the routes of a class, in an order that depends on their names alone. */
    static List<RouteMethod> of(Class<?> type) throws InvalidCellException {
        return new RouteMethods(type).find();
    }

    private List<RouteMethod> find() throws InvalidCellException {
        List<RouteMethod> found = new ArrayList<>();
        Map<Signature, RouteMethod> foundBySignature = new HashMap<>();
        for (Class<?> each : hierarchy) {
            for (Method method : each.getDeclaredMethods()) {
                // A compiler copies annotations to the bridges that it makes.
                if (!method.isAnnotationPresent(Route.class) || method.isBridge()) {
                    continue;
                }
                RouteMethod route = new RouteMethod(type, method, called(method), arguments);
                if (!Modifier.isPublic(method.getModifiers())) {
                    throw new InvalidCellException(route.name() + ": not public (expected: a public method)");
                }
                if (route.isStatic()) {
                    if (each == type) {
                        found.add(route);
                    }
                    continue;
                }
                RouteMethod other = foundBySignature.putIfAbsent(signature(method), route);
                if (other == null) {
                    requireOneDeclaration(route);
                    found.add(route);
                } else if (isAmbiguous(other.declared(), method)) {
                    throw new InvalidCellException(route.name() + ": @Route in " + shown(other.declared()) + " and in "
                            + shown(method) + " (expected: in one of them, or on the method of " + type.getName()
                            + ")");
                }
            }
        }
        found.sort(Comparator.comparing((RouteMethod route) -> route.declared().toGenericString()));
        return found;
    }

    /** Refuses annotations on parameters of an override without {@code @Route}, where they would have no effect. */
    private static void requireOneDeclaration(RouteMethod route) throws InvalidCellException {
        if (route.called().equals(route.declared())) {
            return;
        }
        for (Parameter parameter : route.called().getParameters()) {
            for (Annotation annotation : parameter.getAnnotations()) {
                if (annotation.annotationType().getPackage() == Route.class.getPackage()) {
                    throw new InvalidCellException(route.name() + ", parameter " + parameter.getName() + ": @"
                            + annotation.annotationType().getSimpleName()
                            + " on an override without @Route (expected: in "
                            + shown(route.declared()) + ", or @Route here too)");
                }
            }
        }
    }

    /** Whether two declarations are of unrelated interfaces; a class precedes an interface. */
    private static boolean isAmbiguous(Method one, Method other) {
        return one.getDeclaringClass().isInterface()
                && !other.getDeclaringClass().isAssignableFrom(one.getDeclaringClass());
    }

    /** Returns the method that runs if this one is called; the same if no other overrides it. */
    private Method called(Method method) {
        if (Modifier.isStatic(method.getModifiers()) || Modifier.isPrivate(method.getModifiers())) {
            return method;
        }
        Signature signature = signature(method);
        for (Class<?> each : hierarchy) {
            for (Method candidate : each.getDeclaredMethods()) {
                if (candidate.getName().equals(method.getName())
                        && !candidate.isBridge()
                        && !Modifier.isStatic(candidate.getModifiers())
                        && !Modifier.isPrivate(candidate.getModifiers())
                        && signature(candidate).equals(signature)) {
                    return candidate;
                }
            }
        }
        return method;
    }

    private Signature signature(Method method) {
        List<Class<?>> types = new ArrayList<>();
        for (Parameter parameter : method.getParameters()) {
            types.add(arguments.erase(parameter.getParameterizedType()));
        }
        return new Signature(method.getName(), types);
    }

    private static String shown(Method method) {
        return method.getDeclaringClass().getName() + "." + method.getName();
    }

    /** Returns the class, its bases, then all interfaces, each before the interfaces that it extends. */
    private static List<Class<?>> hierarchy(Class<?> type) {
        List<Class<?>> classes = new ArrayList<>();
        for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
            classes.add(each);
        }
        Set<Class<?>> interfaces = new LinkedHashSet<>();
        for (Class<?> each : classes) {
            addInterfaces(each, interfaces);
        }
        List<Class<?>> sorted = new ArrayList<>(interfaces);
        // Stable, and an interface has fewer interfaces above it than one that extends it.
        sorted.sort(Comparator.comparing((Class<?> each) -> depth(each)).reversed());
        classes.addAll(sorted);
        return Collections.unmodifiableList(new ArrayList<>(new LinkedHashSet<>(classes)));
    }

    private static void addInterfaces(Class<?> type, Set<Class<?>> into) {
        for (Class<?> each : type.getInterfaces()) {
            into.add(each);
            addInterfaces(each, into);
        }
    }

    private static int depth(Class<?> type) {
        return 1
                + Arrays.stream(type.getInterfaces())
                        .mapToInt(RouteMethods::depth)
                        .max()
                        .orElse(0);
    }
}
