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
 * Finds the methods of a class with an annotation, such as {@code @Route}: those it declares, and those of its bases
 * and interfaces, whose methods it inherits or overrides. An annotation on an override replaces the annotation of the
 * overridden method. Static methods are those of the class that declares them alone. Belongs to the one thread that
 * builds a table.
 */
final class CellMethods {
    /** The identity of a method among its overrides. */
    private record Signature(String name, List<Class<?>> parameterTypes) {}

    private final Class<?> type;
    private final Class<? extends Annotation> annotation;
    private final TypeArguments arguments;
    private final List<Class<?>> hierarchy;

    private CellMethods(Class<?> type, Class<? extends Annotation> annotation) {
        this.type = type;
        this.annotation = annotation;
        this.arguments = new TypeArguments(type);
        this.hierarchy = hierarchy(type);
    }

    /** Returns the methods of a class, in an order that depends on their names alone. */
    static List<CellMethod> of(Class<?> type, Class<? extends Annotation> annotation) throws InvalidCellException {
        return new CellMethods(type, annotation).find();
    }

    private List<CellMethod> find() throws InvalidCellException {
        List<CellMethod> found = new ArrayList<>();
        Map<Signature, CellMethod> foundBySignature = new HashMap<>();
        for (Class<?> each : hierarchy) {
            for (Method method : each.getDeclaredMethods()) {
                // A compiler copies annotations to the bridges that it makes.
                if (!method.isAnnotationPresent(annotation) || method.isBridge()) {
                    continue;
                }
                CellMethod one = new CellMethod(type, method, called(method), arguments);
                if (!Modifier.isPublic(method.getModifiers())) {
                    throw new InvalidCellException(one.name() + ": not public (expected: a public method)");
                }
                if (one.isStatic()) {
                    if (each == type) {
                        found.add(one);
                    }
                    continue;
                }
                CellMethod other = foundBySignature.putIfAbsent(signature(method), one);
                if (other == null) {
                    requireOneDeclaration(one);
                    found.add(one);
                } else if (isAmbiguous(other.declared(), method)) {
                    throw new InvalidCellException(one.name() + ": " + label() + " in " + shown(other.declared())
                            + " and in " + shown(method) + " (expected: in one of them, or on the method of "
                            + type.getName() + ")");
                }
            }
        }
        found.sort(Comparator.comparing((CellMethod one) -> one.declared().toGenericString()));
        return found;
    }

    /** Refuses annotations on parameters of an override without the annotation, where they would have no effect. */
    private void requireOneDeclaration(CellMethod one) throws InvalidCellException {
        if (one.called().equals(one.declared())) {
            return;
        }
        for (Parameter parameter : one.called().getParameters()) {
            for (Annotation ofParameter : parameter.getAnnotations()) {
                if (ofParameter.annotationType().getPackage() == Route.class.getPackage()) {
                    throw new InvalidCellException(one.name() + ", parameter " + parameter.getName() + ": @"
                            + ofParameter.annotationType().getSimpleName() + " on an override without " + label()
                            + " (expected: in " + shown(one.declared()) + ", or " + label() + " here too)");
                }
            }
        }
    }

    private String label() {
        return "@" + annotation.getSimpleName();
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
                        .mapToInt(CellMethods::depth)
                        .max()
                        .orElse(0);
    }
}
