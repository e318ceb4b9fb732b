package org.cellnest.runtime.deploy.leak;

import java.lang.ref.Reference;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Determines whether an object keeps a class loader in memory, as far as that is visible without a heap dump. An object
 * does so through its class, and a collection, map, array or reference also through its contents. Stateless.
 */
final class Reachability {
    private static final int MAX_DEPTH = 3;
    private static final int MAX_ELEMENTS = 1000;

    private Reachability() {}

    /** Whether an object is of a loader's classes, or is or contains such an object. */
    static boolean isOf(ClassLoader loader, @Nullable Object object) {
        return isOf(loader, object, MAX_DEPTH);
    }

    private static boolean isOf(ClassLoader loader, @Nullable Object object, int depth) {
        if (object == null) {
            return false;
        }
        if (object == loader || object.getClass().getClassLoader() == loader) {
            return true;
        }
        if (object instanceof Class<?> type) {
            return type.getClassLoader() == loader;
        }
        if (object instanceof Thread thread) {
            return thread.getContextClassLoader() == loader
                    || (depth > 0 && isOf(loader, ThreadInternals.task(thread), depth - 1));
        }
        return depth > 0 && isIn(loader, object, depth - 1);
    }

    private static boolean isIn(ClassLoader loader, Object object, int depth) {
        if (object.getClass().getClassLoader() != null) {
            return false; // what another library's collections do when they are read is not known
        }
        if (object instanceof Collection<?> collection) {
            return isAnyOf(loader, collection, depth);
        }
        if (object instanceof Map<?, ?> map) {
            return isAnyOf(loader, map.keySet(), depth) || isAnyOf(loader, map.values(), depth);
        }
        if (object instanceof Object[] array) {
            for (int i = 0; i < Math.min(array.length, MAX_ELEMENTS); i++) {
                if (isOf(loader, array[i], depth)) {
                    return true;
                }
            }
            return false;
        }
        if (object instanceof AtomicReference<?> reference) {
            return isOf(loader, reference.get(), depth);
        }
        // Weak ones keep nothing; soft ones do until memory is short.
        return object instanceof Reference<?> reference
                && reference instanceof java.lang.ref.SoftReference
                && isOf(loader, reference.get(), depth);
    }

    private static boolean isAnyOf(ClassLoader loader, Collection<?> collection, int depth) {
        int seen = 0;
        try {
            for (Object element : collection) {
                if (seen++ == MAX_ELEMENTS) {
                    return false;
                }
                if (isOf(loader, element, depth)) {
                    return true;
                }
            }
        } catch (RuntimeException e) { // changed by another thread meanwhile, or not to be read
            return false;
        }
        return false;
    }
}
