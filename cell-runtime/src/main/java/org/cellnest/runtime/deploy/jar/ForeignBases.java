package org.cellnest.runtime.deploy.jar;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cellnest.cell.Catches;
import org.cellnest.cell.CellSetup;
import org.cellnest.cell.Route;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds the classes of a cell that inherit routes, or the setup, from a base or interface outside of its jar. Such a
 * base is in its {@code META-INF/lib}, or elsewhere on a class path. It loads those bases, and initializes none of
 * them. For one thread.
 */
public final class ForeignBases {
    private static final Logger LOG = LoggerFactory.getLogger(ForeignBases.class);

    private final ClassLoader loader;

    public ForeignBases(ClassLoader loader) {
        this.loader = loader;
    }

    /** Adds the names of the classes that inherit routes or {@code @Catches} methods, and of those with the setup. */
    public void addHeirs(Map<String, List<String>> heirsByForeign, Set<String> routeClasses, Set<String> setupClasses) {
        heirsByForeign.forEach((name, heirs) -> {
            try {
                Class<?> base = Class.forName(name, false, loader);
                if (hasMethods(base)) {
                    routeClasses.addAll(heirs);
                }
                if (CellSetup.class.isAssignableFrom(base)) {
                    setupClasses.addAll(heirs);
                }
            } catch (ClassNotFoundException | LinkageError | TypeNotPresentException e) {
                // What a library could use, but the cell does without, need not be there.
                LOG.info("{}: routes that {} may inherit from it are not looked for: {}", name, heirs, e.toString());
            }
        });
    }

    private static boolean hasMethods(Class<?> type) {
        for (Method method : type.getDeclaredMethods()) {
            if (method.isAnnotationPresent(Route.class) || method.isAnnotationPresent(Catches.class)) {
                return true;
            }
        }
        for (Class<?> implemented : type.getInterfaces()) {
            if (hasMethods(implemented)) {
                return true;
            }
        }
        Class<?> base = type.getSuperclass();
        return base != null && base != Object.class && hasMethods(base);
    }
}
