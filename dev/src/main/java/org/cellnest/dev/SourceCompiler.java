package org.cellnest.dev;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipFile;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.cellnest.cell.Route;
import org.jspecify.annotations.Nullable;

/**
 * Compiles all sources of a project, each time into an empty folder, so that no output of deleted sources remains.
 * Classes have parameter names and all debugging information. They are compiled against the cell API of this nest. For
 * one thread.
 */
final class SourceCompiler implements AutoCloseable {
    private static final int MAX_ERRORS = 20;
    private static final String PROCESSORS = "META-INF/services/javax.annotation.processing.Processor";

    private final Project project;
    private @Nullable StandardJavaFileManager files;
    private List<Path> classPath = List.of();
    private boolean processes;

    SourceCompiler(Project project) {
        this.project = project;
    }

    /**
     * Compiles the sources.
     *
     * @param output an empty folder
     * @throws BuildFailure with the compiler's errors
     */
    void compile(FileTree sources, List<Path> libraries, Path output) throws BuildFailure, IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new BuildFailure(
                    "cannot be compiled",
                    "This Java, " + System.getProperty("java.home") + ", comes without a compiler (expected: a JDK;"
                            + " or compile it elsewhere and start with --classes).");
        }
        StandardJavaFileManager open = open(compiler, libraries);
        open.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(output));
        List<Path> paths =
                sources.stampsByName().keySet().stream().map(sources::resolve).toList();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        StringWriter other = new StringWriter();
        boolean compiled = compiler.getTask(
                        other, open, diagnostics, options(), null, open.getJavaFileObjectsFromPaths(paths))
                .call();
        if (!compiled) {
            throw new BuildFailure("does not compile", report(diagnostics.getDiagnostics(), other.toString()));
        }
    }

    private List<String> options() {
        List<String> options = new ArrayList<>(List.of("-parameters", "-g", "-Xlint:none"));
        if (project.release() > 0 && project.release() < Runtime.version().feature()) {
            options.addAll(List.of("--release", String.valueOf(project.release())));
        }
        if (!processes) {
            options.add("-proc:none");
        }
        return options;
    }

    /** Returns the previous file manager, with its cached jars, or a new one if the jars have changed. */
    private StandardJavaFileManager open(JavaCompiler compiler, List<Path> libraries) throws IOException {
        List<Path> wanted = new ArrayList<>();
        wanted.add(cellApi());
        wanted.addAll(libraries);
        StandardJavaFileManager before = files;
        if (before != null && wanted.equals(classPath)) {
            return before;
        }
        close();
        StandardJavaFileManager opened = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
        opened.setLocationFromPaths(StandardLocation.CLASS_PATH, wanted);
        processes = false;
        for (Path library : libraries) {
            processes |= holdsProcessors(library);
        }
        files = opened;
        classPath = List.copyOf(wanted);
        return opened;
    }

    private static Path cellApi() throws IOException {
        CodeSource source = Route.class.getProtectionDomain().getCodeSource();
        try {
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IOException("the cell API cannot be found: " + e.getMessage(), e);
        }
    }

    private static boolean holdsProcessors(Path library) throws IOException {
        try (ZipFile zip = new ZipFile(library.toFile())) {
            return zip.getEntry(PROCESSORS) != null;
        }
    }

    private String report(List<Diagnostic<? extends JavaFileObject>> diagnostics, String other) {
        List<String> errors = diagnostics.stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .map(this::text)
                .toList();
        StringBuilder report =
                new StringBuilder(String.join("\n\n", errors.subList(0, Math.min(errors.size(), MAX_ERRORS))));
        if (errors.size() > MAX_ERRORS) {
            report.append("\n\n... and ").append(errors.size() - MAX_ERRORS).append(" more errors");
        }
        if (errors.isEmpty()) {
            report.append(other.isBlank() ? "The compiler does not say why." : other.strip());
        }
        if (errors.stream().anyMatch(error -> error.contains("package ") && error.contains("does not exist"))) {
            report.append("\n\nLibraries are looked for in ")
                    .append(project.directory().relativize(project.libraries()))
                    .append(" and in META-INF/lib of classes and resources.\n"
                            + "./mvnw dependency:copy-dependencies -DincludeScope=runtime puts them there.");
        }
        return report.toString();
    }

    /** Returns an error as javac prints it, with its source line, and with the file's path within the project. */
    private String text(Diagnostic<? extends JavaFileObject> diagnostic) {
        String text = diagnostic.toString().strip();
        if (text.isEmpty()) {
            text = diagnostic.getMessage(Locale.ROOT);
        }
        return text.replace(project.directory() + java.io.File.separator, "");
    }

    @Override
    public void close() throws IOException {
        StandardJavaFileManager open = files;
        files = null;
        if (open != null) {
            open.close();
        }
    }

    /** Replaces the folder of the previous compilation by an empty one. */
    static Path emptied(Path folder) throws IOException {
        Folders.delete(folder);
        return Files.createDirectories(folder);
    }
}
