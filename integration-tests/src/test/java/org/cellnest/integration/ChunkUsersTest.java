package org.cellnest.integration;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.cellnest.integration.harness.Project;
import org.junit.jupiter.api.Test;

/**
 * Memory off the heap has few holders. Guests and their handlers get arrays, and what decides without a socket borrows
 * {@code Bytes}.
 */
class ChunkUsersTest {
    private static final String[] HOLDERS = {
        "org.cellnest.buffer",
        "org.cellnest.protocol",
        "org.cellnest.transport..",
        "org.cellnest.router..",
        "org.cellnest.gateway",
        "org.cellnest.gateway.link",
        "org.cellnest.gateway.http",
        "org.cellnest.bench.."
    };

    @Test
    void namesChunksWhereTheyAreHeldAlone() {
        List<Path> folders = Arrays.stream(NestModule.values())
                .map(module -> Project.root().resolve(module.folder).resolve("target/classes"))
                .toList();
        noClasses()
                .that()
                .resideOutsideOfPackages(HOLDERS)
                .should()
                .dependOnClassesThat(resideInAPackage("org.cellnest.buffer").and(nameMatching(".*\\.Chunk.*")))
                .check(new ClassFileImporter().importPaths(folders));
    }
}
