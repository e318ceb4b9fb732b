package org.cellnest.runtime.deploy.jar;

import io.github.classgraph.ClassGraph;
import io.github.classgraph.ClassGraphException;
import io.github.classgraph.ClassInfo;
import io.github.classgraph.Resource;
import io.github.classgraph.ScanResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds the classes of a jar that declare or inherit {@code @Route} or {@code @Catches} methods, and the one that sets
 * the cell up. It reads their bytes and loads none. Classes of jars within the jar count only as bases of these.
 * Stateless.
 */
public final class RouteScanner {
    private static final String ROUTE = "org.cellnest.cell.Route";
    private static final String CATCHES = "org.cellnest.cell.Catches";
    private static final String SETUP = "org.cellnest.cell.CellSetup";

    /**
     * The result of a scan. All names are binary, and sorted.
     *
     * @param routeClasses classes and interfaces that declare {@code @Route} or {@code @Catches} methods, and concrete
     *     classes that inherit some
     * @param setupClasses concrete classes that implement CellSetup
     * @param heirsByForeign concrete classes, by the bases and interfaces that lie elsewhere
     * @param unread the classes that should lie in files of which none could be read
     */
    public record Found(
            List<String> routeClasses,
            List<String> setupClasses,
            Map<String, List<String>> heirsByForeign,
            List<String> unread) {}

    private final List<String> routeClasses = new ArrayList<>();
    private final List<String> setupClasses = new ArrayList<>();
    private final Map<String, List<String>> heirsByForeign = new TreeMap<>();

    private RouteScanner() {}

    public static Found scan(Path jar) throws DeploymentException {
        try (ScanPath path = ScanPath.to(jar);
                ScanResult result = new ClassGraph()
                        .overrideClasspath(List.of(path.uri()))
                        .ignoreParentClassLoaders()
                        .disableNestedJarScanning()
                        .disableModuleScanning()
                        .enableExternalClasses()
                        .enableMethodInfo()
                        .enableAnnotationInfo()
                        .ignoreClassVisibility()
                        .ignoreMethodVisibility()
                        .scan(1)) {
            RouteScanner scanner = new RouteScanner();
            result.getAllClasses().stream()
                    .filter(info -> !info.isExternalClass())
                    .sorted(Comparator.comparing(ClassInfo::getName))
                    .forEach(scanner::add);
            return new Found(scanner.routeClasses, scanner.setupClasses, scanner.heirsByForeign, unread(result));
        } catch (IOException e) {
            throw DeploymentException.passing("its classes cannot be scanned: " + IoReasons.of(e), e);
        } catch (ClassGraphException e) {
            throw new DeploymentException("its classes cannot be scanned: " + e.getMessage(), e);
        }
    }

    /** Finds files that hold no class, truncated or not meant to be one, since the scanner skips them silently. */
    private static List<String> unread(ScanResult result) {
        List<String> names = new ArrayList<>();
        for (Resource file : result.getResourcesWithExtension("class")) {
            String path = file.getPath();
            String name = path.substring(0, path.length() - ".class".length()).replace('/', '.');
            if (!path.startsWith("META-INF/") && !name.endsWith("-info") && result.getClassInfo(name) == null) {
                names.add(name);
            }
        }
        names.sort(null);
        return names;
    }

    private void add(ClassInfo info) {
        boolean concrete = !info.isAbstract() && !info.isInterface() && !info.isAnonymousInnerClass();
        boolean inherits = false;
        if (concrete) {
            List<ClassInfo> bases = new ArrayList<>(info.getSuperclasses());
            bases.addAll(info.getInterfaces());
            for (ClassInfo base : bases) {
                inherits |= declaresMethods(base);
                if (base.getName().equals(SETUP)) {
                    setupClasses.add(info.getName());
                } else if (base.isExternalClass() && !SharedPackages.holdClass(base.getName())) {
                    heirsByForeign
                            .computeIfAbsent(base.getName(), name -> new ArrayList<>())
                            .add(info.getName());
                }
            }
        }
        if (inherits || declaresMethods(info)) {
            routeClasses.add(info.getName());
        }
    }

    private static boolean declaresMethods(ClassInfo info) {
        return info.getDeclaredMethodInfo().stream()
                .anyMatch(method -> method.hasAnnotation(ROUTE) || method.hasAnnotation(CATCHES));
    }
}
