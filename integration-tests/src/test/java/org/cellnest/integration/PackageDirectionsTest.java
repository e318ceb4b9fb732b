package org.cellnest.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.cellnest.integration.harness.Project;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Within a module, a package uses those below it alone, as {@code docs/architecture.md} says. */
class PackageDirectionsTest {
    /**
     * The packages of a module.
     *
     * @param topToBottom their names below {@code base}; the empty name is {@code base} itself
     */
    private record Layers(String folder, String base, List<String> topToBottom) {
        static Layers of(String folder, String base, String... topToBottom) {
            return new Layers(folder, base, List.of(topToBottom));
        }

        /** Returns the place of a package from the top; -1: it is none of the module's. */
        private int placeOf(String packageName) {
            if (packageName.equals(base)) {
                return topToBottom.indexOf("");
            }
            return packageName.startsWith(base + ".")
                    ? topToBottom.indexOf(packageName.substring(base.length() + 1))
                    : -1;
        }
    }

    private static Stream<Layers> modules() {
        return Stream.of(
                Layers.of(
                        "gateway",
                        "org.cellnest.gateway",
                        "",
                        "http",
                        "link",
                        "docs",
                        "intake",
                        "dispatch",
                        "framing",
                        "rules",
                        "metrics",
                        "access"),
                Layers.of("router", "org.cellnest.router", "", "control", "broker", "snapshot"),
                Layers.of(
                        "cell-runtime",
                        "org.cellnest.runtime",
                        "",
                        "link",
                        "deploy",
                        "deploy.watch",
                        "deploy.leak",
                        "deploy.jar",
                        "handler",
                        "multipart",
                        "stream"),
                Layers.of("protocol", "org.cellnest", "session", "transport", "http", "protocol", "route", "buffer"));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void usesWhatIsBelowAlone(Layers layers) {
        Path folder = Project.root().resolve(layers.folder).resolve("target/classes");
        JavaClasses classes = new ClassFileImporter().importPath(folder);
        assertFalse(classes.isEmpty(), () -> "no classes in " + folder);
        Set<String> wrong = new TreeSet<>();
        for (JavaClass type : classes) {
            int from = layers.placeOf(type.getPackageName());
            if (from < 0) {
                wrong.add(type.getPackageName() + " is no layer of " + layers);
            }
            type.getDirectDependenciesFromSelf().forEach(dependency -> {
                int to = layers.placeOf(
                        dependency.getTargetClass().getBaseComponentType().getPackageName());
                if (to >= 0 && to < from) {
                    wrong.add(dependency.getDescription());
                }
            });
        }
        assertEquals(Set.of(), wrong);
    }
}
