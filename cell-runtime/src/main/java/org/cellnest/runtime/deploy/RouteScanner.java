package org.cellnest.runtime.deploy;

import io.github.classgraph.ClassGraph;
import io.github.classgraph.ClassGraphException;
import io.github.classgraph.ClassInfo;
import io.github.classgraph.ClassInfoList;
import io.github.classgraph.ScanResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Finds by their bytes, without loading them, the classes of a jar that have {@code @Route} methods and the one that
 * sets the cell up. Jars within the jar are not looked into. Stateless.
 */
final class RouteScanner {
    private static final String ROUTE = "org.cellnest.cell.Route";
    private static final String SETUP = "org.cellnest.cell.CellSetup";

    /**
     * What was found.
     *
     * @param routeClasses binary names of classes with {@code @Route} methods, sorted
     * @param setupClasses binary names of the classes that implement CellSetup, at most one
     */
    record Found(List<String> routeClasses, List<String> setupClasses) {}

    private RouteScanner() {}

    static Found scan(Path jar) throws DeploymentException {
        try (ScanPath path = ScanPath.to(jar);
                ScanResult result = new ClassGraph()
                        .overrideClasspath(List.of(path.uri()))
                        .ignoreParentClassLoaders()
                        .disableNestedJarScanning()
                        .disableModuleScanning()
                        .enableMethodInfo()
                        .enableAnnotationInfo()
                        .ignoreClassVisibility()
                        .ignoreMethodVisibility()
                        .scan(1)) {
            List<String> routes = concrete(result.getClassesWithMethodAnnotation(ROUTE));
            List<String> setups = concrete(result.getClassesImplementing(SETUP));
            if (setups.size() > 1) {
                throw new DeploymentException(setups.size() + " classes implement CellSetup: "
                        + String.join(", ", setups) + " (expected: at most one)");
            }
            if (routes.isEmpty()) {
                throw new DeploymentException("no class has a @Route method (expected: at least one)");
            }
            return new Found(routes, setups);
        } catch (IOException | ClassGraphException e) {
            throw new DeploymentException("its classes cannot be scanned: " + e.getMessage(), e);
        }
    }

    private static List<String> concrete(ClassInfoList classes) {
        return classes.stream()
                .filter(info -> !info.isAbstract() && !info.isInterface() && !info.isExternalClass())
                .map(ClassInfo::getName)
                .sorted()
                .toList();
    }
}
