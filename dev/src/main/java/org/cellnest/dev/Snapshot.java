package org.cellnest.dev;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A snapshot of all files of a project.
 *
 * @param sources Java files; none if another tool compiles
 * @param resources files packed beside compiled sources; none if another tool compiles
 * @param classes all files in the folder of classes; only its libraries if classes are ignored
 * @param libraries jars to pack
 * @param conf its settings file, or none
 */
record Snapshot(FileTree sources, FileTree resources, FileTree classes, FileTree libraries, FileTree conf) {
    private static final String JAVA = ".java";
    private static final String CLASS = ".class";
    private static final String LIB = "META-INF/lib/";

    /** Takes a snapshot of a project. */
    static Snapshot of(Project project, Mode mode) throws IOException {
        boolean compiles = mode != Mode.CLASSES;
        return new Snapshot(
                FileTree.of(project.sources(), name -> compiles && name.endsWith(JAVA) && !isOutput(project, name)),
                FileTree.of(project.resources(), name -> compiles && !name.endsWith(JAVA)),
                FileTree.of(project.classes(), name -> mode != Mode.COMPILE || isLibrary(name)),
                FileTree.of(project.libraries(), name -> name.endsWith(".jar")),
                FileTree.ofFile(project.conf()));
    }

    /**
     * Whether a file is a build's output, which does not count where the project's own folder is the folder of sources.
     */
    private static boolean isOutput(Project project, String name) {
        Path directory = project.directory();
        return project.sources().equals(directory) && (name.startsWith("target/") || name.startsWith("build/"));
    }

    /** Whether a file in a folder of classes or resources is a jar that the cell brings along. */
    static boolean isLibrary(String name) {
        return name.startsWith(LIB) && name.endsWith(".jar") && name.indexOf('/', LIB.length()) < 0;
    }

    boolean hasSources() {
        return sources.has(JAVA);
    }

    boolean hasClasses() {
        return classes.has(CLASS);
    }

    /** Whether the newest class is at least as new as the newest source. */
    boolean isCompiled() {
        return classes.newest(CLASS).compareTo(sources.newest(JAVA)) >= 0;
    }
}
