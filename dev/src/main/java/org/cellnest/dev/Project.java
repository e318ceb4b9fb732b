package org.cellnest.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.cellnest.process.StartupException;

/**
 * A project to serve, and the locations of its files. The folders need not exist.
 *
 * @param name the name of the deployment: the artifact id, else the folder's name
 * @param directory absolute
 * @param sources Java files, in folders by package
 * @param resources files packed beside the classes
 * @param classes the output folder of another compiler, such as an IDE's
 * @param libraries a folder of jars that are packed too
 * @param conf its settings
 * @param release the Java release to compile for; 0: that of the running JVM
 */
record Project(
        String name,
        Path directory,
        Path sources,
        Path resources,
        Path classes,
        Path libraries,
        Path conf,
        int release) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,126}");

    /**
     * Detects the layout of a folder. It may be a Maven project, a bare folder of Java sources (below {@code src} if
     * there is one), or a bare folder of classes.
     *
     * @throws StartupException if the folder contains none of these, or only other projects
     */
    static Project at(Path folder) throws StartupException {
        Path directory = folder.toAbsolutePath().normalize();
        if (!Files.isDirectory(directory)) {
            throw new StartupException(folder + ": no such folder (expected: the folder of a project)");
        }
        Path pomFile = directory.resolve("pom.xml");
        Pom pom = Pom.read(pomFile);
        if (pom.ofModules()) {
            throw new StartupException(folder + ": a project of modules (expected: one of them, or several)");
        }
        String name = name(pom, directory);
        if (Files.exists(pomFile) || Files.isDirectory(directory.resolve("src/main/java"))) {
            return maven(name, directory, pom.release());
        }
        try {
            Path src = directory.resolve("src");
            if (FileTree.of(directory, file -> file.endsWith(".java")).isEmpty()) {
                if (FileTree.of(directory, file -> file.endsWith(".class")).isEmpty()) {
                    throw new StartupException(folder + ": neither Java sources nor classes in it (expected: a Maven"
                            + " project, a folder of sources, or a folder of classes)");
                }
                return bare(name, directory, src, directory);
            }
            return bare(name, directory, Files.isDirectory(src) ? src : directory, directory.resolve("target/classes"));
        } catch (IOException e) {
            throw new StartupException(folder + ": " + e.getMessage(), e);
        }
    }

    private static Project maven(String name, Path directory, int release) {
        return new Project(
                name,
                directory,
                directory.resolve("src/main/java"),
                directory.resolve("src/main/resources"),
                directory.resolve("target/classes"),
                directory.resolve("target/dependency"),
                directory.resolve(name + ".conf"),
                release);
    }

    private static Project bare(String name, Path directory, Path sources, Path classes) {
        return new Project(
                name,
                directory,
                sources,
                directory.resolve("resources"),
                classes,
                directory.resolve("lib"),
                directory.resolve(name + ".conf"),
                0);
    }

    private static String name(Pom pom, Path directory) {
        String artifact = pom.artifactId();
        if (artifact != null && NAME.matcher(artifact).matches()) {
            return artifact;
        }
        Path last = directory.getFileName();
        String plain = last == null ? "" : last.toString().replaceAll("[^A-Za-z0-9._-]", "-");
        return NAME.matcher(plain).matches() ? plain : "cell";
    }
}
