package org.cellnest.runtime.deploy.jar;

import java.lang.module.ModuleFinder;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Lists the packages that a cell shares with its host; a cell brings all other packages itself. Shared are the Java
 * platform, the cell API, the logging API and Jackson's annotations. Log output thus reaches the host's log. Host and
 * the cell's own Jackson obey the same annotations when they read and write the cell's classes. Stateless.
 */
final class SharedPackages {
    private static final String JACKSON_ANNOTATIONS = "com.fasterxml.jackson.annotation";

    /** Packages that come from the host, with those below them. */
    private static final List<String> FROM_HOST = List.of("org.cellnest.cell", "org.slf4j", JACKSON_ANNOTATIONS);

    private static final Set<String> PLATFORM = ModuleFinder.ofSystem().findAll().stream()
            .flatMap(module -> module.descriptor().packages().stream())
            .collect(Collectors.toUnmodifiableSet());

    private SharedPackages() {}

    /** Whether a class, by its binary name, comes from the host. */
    static boolean holdClass(String className) {
        int dot = className.lastIndexOf('.');
        return dot >= 0 && holdPackage(className.substring(0, dot));
    }

    /**
     * Whether a class of a shared package that the host does not have may be the cell's: an annotation of a newer
     * Jackson.
     */
    static boolean mayBeOwn(String className) {
        return className.startsWith(JACKSON_ANNOTATIONS + ".");
    }

    /** Whether a resource belongs to a package that comes from the host. */
    static boolean holdResource(String resourceName) {
        int slash = resourceName.lastIndexOf('/');
        return slash >= 0 && isBelowShared(resourceName.substring(0, slash).replace('/', '.'));
    }

    private static boolean holdPackage(String name) {
        return name.startsWith("java.") || PLATFORM.contains(name) || isBelowShared(name);
    }

    private static boolean isBelowShared(String name) {
        for (String shared : FROM_HOST) {
            if (name.startsWith(shared) && (name.length() == shared.length() || name.charAt(shared.length()) == '.')) {
                return true;
            }
        }
        return false;
    }
}
