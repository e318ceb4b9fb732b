package org.cellnest.integration.harness;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the project under test lies. */
public final class Project {
    private Project() {}

    /** The project's top folder. */
    public static Path root() {
        Path root = Path.of(System.getProperty("cellnest.root", ".."))
                .toAbsolutePath()
                .normalize();
        if (!Files.isRegularFile(root.resolve("pom.xml"))) {
            throw new IllegalStateException(root + " (expected: the project's folder, with a pom.xml)");
        }
        return root;
    }
}
