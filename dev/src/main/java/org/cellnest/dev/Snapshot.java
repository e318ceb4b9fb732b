package org.cellnest.dev;

import java.io.IOException;
import java.nio.file.Path;

/**
 * All that a project is made of, as one look shows it.
 *
 * @param sources Java files; none where somebody else compiles
 * @param resources files that are packed beside compiled sources; none where somebody else compiles
 * @param classes the folder of classes, all its files; none where they do not count
 * @param libraries jars to be packed with it
 * @param conf its settings file, or none
 */
record Snapshot(FileTree sources, FileTree resources, FileTree classes, FileTree libraries, FileTree conf) {
    private static final String JAVA = ".java";
    private static final String CLASS = ".class";
    private static final String LIB = "META-INF/lib/";

    /** Looks at a project. */
    static Snapshot of(Project project, Mode mode) throws IOException {
        boolean compiles = mode != Mode.CLASSES;
        return new Snapshot(
                FileTree.of(project.sources(), name -> compiles && name.endsWith(JAVA) && !isOutput(project, name)),
                FileTree.of(project.resources(), name -> compiles && !name.endsWith(JAVA)),
                FileTree.of(project.classes(), name -> mode != Mode.COMPILE || isLibrary(name)),
                FileTree.of(project.libraries(), name -> name.endsWith(".jar")),
                FileTree.ofFile(project.conf()));
    }

    /** Where the folder of sources is the project's own, what a build leaves in it is none. */
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

    /** Whether what was compiled last was compiled after what was written last. */
    boolean isCompiled() {
        return classes.newest(CLASS).compareTo(sources.newest(JAVA)) >= 0;
    }
}
