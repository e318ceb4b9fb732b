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
import org.cellnest.integration.harness.Project;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Within a module, a package uses those below it alone, as {@code docs/architecture.md} says. */
class PackageDirectionsTest {
    /** The packages of a module from the top to the bottom; the empty name is the module's root package. */
    private enum Layers {
        GATEWAY(
                "gateway",
                "org.cellnest.gateway",
                List.of("", "http", "link", "intake", "dispatch", "metrics", "docs", "access", "framing", "rules")),
        ROUTER("router", "org.cellnest.router", List.of("", "control", "broker", "snapshot")),
        CELL_RUNTIME(
                "cell-runtime",
                "org.cellnest.runtime",
                List.of("", "link", "deploy", "deploy.watch", "deploy.leak", "deploy.jar", "handler")),
        PROTOCOL("protocol", "org.cellnest", List.of("session", "transport", "http", "protocol", "route"));

        private final String folder;
        private final String base;
        private final List<String> topToBottom;

        Layers(String folder, String base, List<String> topToBottom) {
            this.folder = folder;
            this.base = base;
            this.topToBottom = topToBottom;
        }

        /** The place of a package from the top; -1: it is none of the module's. */
        private int placeOf(String packageName) {
            if (packageName.equals(base)) {
                return topToBottom.indexOf("");
            }
            return packageName.startsWith(base + ".")
                    ? topToBottom.indexOf(packageName.substring(base.length() + 1))
                    : -1;
        }
    }

    @ParameterizedTest
    @EnumSource
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
