package org.cellnest.integration.harness;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.cellnest.cell.Route;

/** Jars of small cells, compiled from the sources among the test resources, as a user would build them. */
public final class TestCells {
    private static final List<String> STAMPED = List.of("Alpha", "Beta", "Late0", "Late1", "Late2", "Late3", "Stamp");
    private static final List<String> WORKBENCH = List.of("Echo", "Faults", "Ledger", "Sizes");

    private TestCells() {}

    /**
     * A cell all of whose routes answer the same stamp: {@code /stamped/alpha} and {@code /stamped/beta} say it, {@code
     * /stamped/all} says what each of its classes, loaded late, and its resource say.
     */
    public static byte[] stamped(String stamp) {
        return jar("stamped", STAMPED, stamp, Map.of("Cellnest-Name", "stamped"), Map.of("stamp.txt", stamp));
    }

    /**
     * A cell with something of everything: a ledger that counts what was really run, echoes, sizes, failures.
     *
     * @param ledger the file that the ledger appends to
     */
    public static byte[] workbench(Path ledger) {
        return jar(
                "workbench",
                WORKBENCH,
                "",
                Map.of("Cellnest-Name", "workbench"),
                Map.of("META-INF/cell/defaults.conf", "ledger.file = \"" + ledger + "\"\n"));
    }

    /** A jar of one class given as source. */
    public static byte[] ofSource(String className, String source, Map<String, String> manifest) {
        return pack(compile(List.of(new Source(className, source)), List.of()), manifest, Map.of());
    }

    /**
     * The jar of a project: the classes of {@code src/main/java}, what lies in {@code src/main/resources}, and libraries in
     * {@code META-INF/lib}.
     *
     * @param more sources by class name, compiled with the project's own
     */
    public static byte[] ofProject(Path project, List<Path> libraries, Map<String, String> more) {
        try {
            List<Source> sources = new ArrayList<>();
            read(project.resolve("src/main/java")).forEach((name, bytes) -> {
                String className = name.replace(".java", "").replace('/', '.');
                sources.add(new Source(className, new String(bytes, StandardCharsets.UTF_8)));
            });
            more.forEach((className, text) -> sources.add(new Source(className, text)));
            Map<String, byte[]> entries = compile(sources, libraries);
            Path resources = project.resolve("src/main/resources");
            if (Files.isDirectory(resources)) {
                entries.putAll(read(resources));
            }
            for (Path library : libraries) {
                entries.put("META-INF/lib/" + library.getFileName(), Files.readAllBytes(library));
            }
            return pack(entries, Map.of(), Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The jar or folder on the class path that a class comes from. */
    public static Path libraryOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A jar of classes that are on the class path of the tests too. */
    public static byte[] ofClasses(Map<String, String> manifest, Class<?>... classes) {
        Map<String, byte[]> bytesByName = new TreeMap<>();
        for (Class<?> type : classes) {
            String name = type.getName().replace('.', '/') + ".class";
            try (InputStream in = type.getResourceAsStream("/" + name)) {
                if (in == null) {
                    throw new IllegalArgumentException("no resource " + name);
                }
                bytesByName.put(name, in.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return pack(bytesByName, manifest, Map.of());
    }

    /** Puts a jar beside its place and moves it there in one step, as a careful user does. */
    public static void deploy(Path directory, String fileName, byte[] jar) {
        try {
            Path beside = Files.write(directory.resolve(fileName + ".part"), jar);
            Files.move(
                    beside,
                    directory.resolve(fileName),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] jar(
            String folder,
            List<String> classes,
            String stamp,
            Map<String, String> manifest,
            Map<String, String> resources) {
        List<Source> sources = new ArrayList<>();
        for (String name : classes) {
            sources.add(new Source(folder + "." + name, source(folder, name).replace("@STAMP@", stamp)));
        }
        return pack(compile(sources, List.of()), manifest, resources);
    }

    private static String source(String folder, String name) {
        String resource = "/cells/" + folder + "/" + name + ".java";
        try (InputStream in = TestCells.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("no resource " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, byte[]> compile(List<Source> sources, List<Path> libraries) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IllegalStateException("this Java has no compiler (expected: a JDK)");
        }
        String classPath = Stream.concat(Stream.of(libraryOf(Route.class)), libraries.stream())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        Path classes = null;
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            classes = Files.createTempDirectory("cell-classes");
            StringBuilder messages = new StringBuilder();
            boolean compiled = compiler.getTask(
                            null,
                            files,
                            diagnostic -> messages.append(diagnostic).append('\n'),
                            List.of("--release", "17", "-parameters", "-cp", classPath, "-d", classes.toString()),
                            null,
                            sources)
                    .call();
            if (!compiled) {
                throw new IllegalArgumentException(messages.toString());
            }
            return read(classes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (classes != null) {
                delete(classes);
            }
        }
    }

    private static Map<String, byte[]> read(Path folder) throws IOException {
        Map<String, byte[]> bytesByName = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytesByName.put(folder.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return bytesByName;
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] pack(
            Map<String, byte[]> classes, Map<String, String> manifest, Map<String, String> resources) {
        Manifest jarManifest = new Manifest();
        jarManifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.forEach((name, value) -> jarManifest.getMainAttributes().putValue(name, value));
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        try (OutputStream out = bytes;
                JarOutputStream jar = new JarOutputStream(out, jarManifest)) {
            for (Map.Entry<String, byte[]> entry : classes.entrySet()) {
                put(jar, entry.getKey(), entry.getValue());
            }
            for (Map.Entry<String, String> entry : resources.entrySet()) {
                put(jar, entry.getKey(), entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void put(JarOutputStream jar, String name, byte[] bytes) throws IOException {
        jar.putNextEntry(new JarEntry(name));
        jar.write(bytes);
        jar.closeEntry();
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String className, String text) {
            super(
                    URI.create("string:///" + className.replace('.', '/') + JavaFileObject.Kind.SOURCE.extension),
                    JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
