package org.cellnest.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.cellnest.bench.cell.BenchCell;

/** Builds the jar of the bench's cell, with additional routes up to the requested number. */
final class CellJar {
    /** The number of routes of {@link BenchCell}. */
    private static final int REAL_ROUTES = 3;

    private static final int ROUTES_IN_A_CLASS = 500;

    private CellJar() {}

    /** Returns the path of the last additional route of a jar with this number of routes. */
    static String lastFiller(int routes) {
        return "/api/resource" + (routes - REAL_ROUTES - 1) + "/1/items/2";
    }

    /**
     * Writes a jar.
     *
     * @param folder holds intermediate files
     * @param routes the number of routes of {@link BenchCell} and the additional ones together
     * @param cells the classes with handlers
     */
    static void write(Path jar, Path folder, int routes, List<Class<?>> cells) throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        compile(fillers(folder, routes - REAL_ROUTES), classes);
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Cellnest-Name", "bench");
        manifest.getMainAttributes().putValue("Cellnest-Api", "1");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest);
                Stream<Path> found = Files.walk(classes)) {
            for (Path each : found.filter(Files::isRegularFile).sorted().toList()) {
                out.putNextEntry(
                        new ZipEntry(classes.relativize(each).toString().replace('\\', '/')));
                Files.copy(each, out);
            }
            for (Class<?> cell : cells) {
                add(out, cell);
            }
        }
    }

    private static void add(JarOutputStream out, Class<?> cell) throws IOException {
        String name = cell.getName().replace('.', '/') + ".class";
        try (InputStream in = CellJar.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(name + " is not on the class path");
            }
            out.putNextEntry(new ZipEntry(name));
            in.transferTo(out);
        }
    }

    private static List<Path> fillers(Path folder, int routes) throws IOException {
        List<Path> sources = new ArrayList<>();
        for (int from = 0; from < routes; from += ROUTES_IN_A_CLASS) {
            String name = "Filler" + from;
            StringBuilder text = new StringBuilder(
                            "package filler;\nimport org.cellnest.cell.Route;\npublic final class ")
                    .append(name)
                    .append(" {\n");
            for (int i = from; i < Math.min(routes, from + ROUTES_IN_A_CLASS); i++) {
                text.append("@Route(\"/api/resource%d/{id}/items/{item}\") ".formatted(i))
                        .append("public String r%d(String id, String item) { return item; }\n".formatted(i));
            }
            sources.add(Files.writeString(folder.resolve(name + ".java"), text.append("}\n")));
        }
        return sources;
    }

    private static void compile(List<Path> sources, Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IOException("this Java has no compiler (expected: a JDK)");
        }
        List<String> arguments = new ArrayList<>(List.of(
                "--release",
                "17",
                "-proc:none",
                "-parameters",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString()));
        sources.forEach(source -> arguments.add(source.toString()));
        if (!sources.isEmpty() && compiler.run(null, System.err, System.err, arguments.toArray(String[]::new)) != 0) {
            throw new IOException("the cell with " + sources.size() + " more classes does not compile");
        }
    }
}
