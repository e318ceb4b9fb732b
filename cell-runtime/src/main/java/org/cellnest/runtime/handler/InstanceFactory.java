package org.cellnest.runtime.handler;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import org.cellnest.cell.CellContext;
import org.cellnest.cell.Settings;
import org.jspecify.annotations.Nullable;

/**
 * Constructs route classes with the instances that the deployment provides. Belongs to the one thread that builds a
 * table.
 */
final class InstanceFactory {
    private final Map<Class<?>, Object> instancesByType = new LinkedHashMap<>();
    private final Map<Class<?>, Object> constructedByType = new HashMap<>();

    InstanceFactory(HandlerSource source) {
        CellContext context = source.context();
        instancesByType.put(CellContext.class, context);
        instancesByType.put(Settings.class, context.settings());
        instancesByType.put(System.Logger.class, context.logger());
        instancesByType.put(Executor.class, context.executor());
        instancesByType.putAll(source.instancesByType());
    }

    /** Returns the one instance of a class; the first call constructs it. */
    Object instance(Class<?> type) throws InvalidCellException {
        Object instance = constructedByType.get(type);
        if (instance == null) {
            instance = construct(type);
            constructedByType.put(type, instance);
        }
        return instance;
    }

    private Object construct(Class<?> type) throws InvalidCellException {
        if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
            throw new InvalidCellException(type.getName() + ": abstract (expected: a class that can be constructed)");
        }
        if (type.isEnum()) {
            throw new InvalidCellException(type.getName() + ": an enum (expected: a class that can be constructed)");
        }
        if (type.getEnclosingClass() != null && !Modifier.isStatic(type.getModifiers())) {
            throw new InvalidCellException(
                    type.getName() + ": an inner class (expected: a top-level or static nested class)");
        }
        Constructor<?> constructor = choose(type);
        Object[] arguments = Arrays.stream(constructor.getParameterTypes())
                .map(instancesByType::get)
                .toArray();
        try {
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            Throwable thrown = e.getTargetException();
            throw new InvalidCellException(type.getName() + ": its constructor threw " + thrown, thrown);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            throw new InvalidCellException(type.getName() + ": cannot be constructed: " + e, e);
        }
    }

    /**
     * Chooses the constructor with the most parameters that are all provided. Considers the public constructors, or all
     * if none is public.
     */
    private Constructor<?> choose(Class<?> type) throws InvalidCellException {
        Constructor<?>[] candidates =
                type.getConstructors().length > 0 ? type.getConstructors() : type.getDeclaredConstructors();
        Constructor<?> best = null;
        boolean tied = false;
        for (Constructor<?> candidate : candidates) {
            if (missing(candidate) == null) {
                int order = best == null ? 1 : candidate.getParameterCount() - best.getParameterCount();
                tied = order == 0 || (order < 0 && tied);
                best = order > 0 ? candidate : best;
            }
        }
        if (best == null) {
            throw new InvalidCellException(complaint(type, candidates));
        }
        if (tied) {
            throw new InvalidCellException(type.getName() + ": several constructors with " + best.getParameterCount()
                    + " parameters (expected: one that is clearly meant)");
        }
        return best;
    }

    private String complaint(Class<?> type, Constructor<?>[] candidates) {
        Class<?> missing = candidates.length == 0 ? null : missing(candidates[0]);
        String found = missing == null ? "no constructor" : "its constructor takes a " + missing.getName();
        return type.getName() + ": " + found + " (expected: parameters among what is provided: "
                + String.join(", ", new TreeSet<>(names())) + ")";
    }

    private List<String> names() {
        return instancesByType.keySet().stream().map(Class::getName).toList();
    }

    private @Nullable Class<?> missing(Constructor<?> constructor) {
        for (Class<?> type : constructor.getParameterTypes()) {
            if (!instancesByType.containsKey(type)) {
                return type;
            }
        }
        return null;
    }
}
