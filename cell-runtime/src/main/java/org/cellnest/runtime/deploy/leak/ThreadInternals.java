package org.cellnest.runtime.deploy.leak;

import java.lang.ref.Reference;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads private fields of {@code java.lang}: shutdown hooks, and the tasks and thread-local values of threads. Needs
 * {@code --add-opens java.base/java.lang=ALL-UNNAMED}, which the launchers set; without it nothing is found. Any
 * thread.
 */
public final class ThreadInternals {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadInternals.class);
    private static final String HOOKS_CLASS = "java.lang.ApplicationShutdownHooks";

    private static final @Nullable Field HOOKS = field(HOOKS_CLASS, "hooks");
    /** The field with a thread's task in JDKs up to 18; later JDKs have a holder. */
    private static final @Nullable Field TARGET = optionalField(Thread.class, "target");

    private static final @Nullable Field HOLDER = optionalField(Thread.class, "holder");
    private static final @Nullable Field LOCALS = optionalField(Thread.class, "threadLocals");
    private static final @Nullable Field INHERITED_LOCALS = optionalField(Thread.class, "inheritableThreadLocals");

    private ThreadInternals() {}

    /** Returns the registered hooks; none once the JVM has begun to run them. */
    public static Collection<Thread> shutdownHooks() {
        Field hooks = HOOKS;
        if (hooks == null) {
            return List.of();
        }
        synchronized (hooks.getDeclaringClass()) { // as those do who add one
            return get(hooks, null) instanceof Map<?, ?> map
                    ? map.keySet().stream().map(Thread.class::cast).toList()
                    : List.of();
        }
    }

    /** Returns the task that a thread was made for, or null. */
    static @Nullable Object task(Thread thread) {
        if (TARGET != null) {
            return get(TARGET, thread);
        }
        Object holder = HOLDER == null ? null : get(HOLDER, thread);
        return holder == null ? null : get(optionalField(holder.getClass(), "task"), holder);
    }

    /** Returns the values of a thread's {@link ThreadLocal}s; some may be missed while the thread runs. */
    static List<Object> localValues(Thread thread) {
        List<Object> values = new ArrayList<>();
        addValues(get(LOCALS, thread), values);
        addValues(get(INHERITED_LOCALS, thread), values);
        return values;
    }

    private static void addValues(@Nullable Object locals, List<Object> values) {
        Object table = locals == null ? null : get(optionalField(locals.getClass(), "table"), locals);
        for (int i = 0; table != null && i < Array.getLength(table); i++) {
            if (Array.get(table, i) instanceof Reference<?> entry) {
                Object value = get(optionalField(entry.getClass(), "value"), entry);
                if (value != null) {
                    values.add(value);
                }
            }
        }
    }

    private static @Nullable Field field(String className, String name) {
        try {
            Field field = Class.forName(className).getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (ReflectiveOperationException | RuntimeException e) { // not opened, or another JVM
            LOG.info("shutdown hooks of deployments stay registered when they are closed: {}", e.toString());
            return null;
        }
    }

    private static @Nullable Field optionalField(Class<?> type, String name) {
        try {
            Field field = type.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (ReflectiveOperationException | RuntimeException e) { // not opened, or another JVM
            LOG.debug("{}.{} cannot be read", type.getName(), name, e);
            return null;
        }
    }

    private static @Nullable Object get(@Nullable Field field, @Nullable Object of) {
        try {
            return field == null ? null : field.get(of);
        } catch (IllegalAccessException e) {
            return null;
        }
    }
}
