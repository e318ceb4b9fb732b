package org.cellnest.runtime.deploy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Makes jars from source text, in memory: {@code TestJars.jar().source("demo.A", "...").bytes()}. */
public final class TestJars {
    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Set<String> elsewhere = new HashSet<>();
    private final Manifest manifest = new Manifest();
    private boolean parameters = true;

    private TestJars() {
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    }

    public static TestJars jar() {
        return new TestJars();
    }

    /** A jar with one route, {@code GET /version}, that answers with a text. */
    public static TestJars answering(String text) {
        return jar().source(
                        "demo.Version",
                        "package demo; public class Version {"
                                + " @org.cellnest.cell.Route(\"/version\") public String version() { return \""
                                + text + "\"; } }");
    }

    public TestJars source(String className, String text) {
        sources.put(className, text);
        return this;
    }

    /** Source of a class that is compiled with the others, and lies elsewhere. */
    TestJars sourceElsewhere(String className, String text) {
        elsewhere.add(className);
        return source(className, text);
    }

    public TestJars manifest(String name, String value) {
        manifest.getMainAttributes().putValue(name, value);
        return this;
    }

    public TestJars entry(String name, byte[] bytes) {
        entries.put(name, bytes);
        return this;
    }

    public TestJars entry(String name, String text) {
        return entry(name, text.getBytes(StandardCharsets.UTF_8));
    }

    TestJars withoutParameterNames() {
        parameters = false;
        return this;
    }

    public byte[] bytes() {
        Map<String, byte[]> all = new LinkedHashMap<>(entries);
        all.putAll(compile());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes)) {
            jar.putNextEntry(new ZipEntry(JarFile.MANIFEST_NAME));
            manifest.write(jar);
            jar.closeEntry();
            for (Map.Entry<String, byte[]> entry : all.entrySet()) {
                jar.putNextEntry(new ZipEntry(entry.getKey()));
                jar.write(entry.getValue());
                jar.closeEntry();
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    /** Writes the jar over whatever is there, in place. */
    public Path writeTo(Path file) throws IOException {
        return Files.write(file, bytes());
    }

    /** The class files by the names they have in a jar. */
    public Map<String, byte[]> compile() {
        Map<String, byte[]> classes = new LinkedHashMap<>();
        if (sources.isEmpty()) {
            return classes;
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Map<String, ByteArrayOutputStream> outputs = new LinkedHashMap<>();
        List<String> options = new ArrayList<>(
                List.of("--release", "17", "-proc:none", "-classpath", System.getProperty("java.class.path")));
        if (parameters) {
            options.add("-parameters");
        }
        try (StandardJavaFileManager standard = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            JavaFileManager files = new InMemory(standard, outputs);
            List<Source> units = sources.entrySet().stream()
                    .map(source -> new Source(source.getKey(), source.getValue()))
                    .toList();
            if (!compiler.getTask(null, files, null, options, null, units).call()) {
                throw new AssertionError("test sources do not compile");
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        outputs.keySet().removeAll(elsewhere);
        outputs.forEach((name, output) -> classes.put(name.replace('.', '/') + ".class", output.toByteArray()));
        return classes;
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        private Source(String className, String text) {
            super(URI.create("string:///" + className.replace('.', '/') + Kind.SOURCE.extension), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class InMemory extends ForwardingJavaFileManager<StandardJavaFileManager> {
        private final Map<String, ByteArrayOutputStream> outputs;

        private InMemory(StandardJavaFileManager standard, Map<String, ByteArrayOutputStream> outputs) {
            super(standard);
            this.outputs = outputs;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            outputs.put(className, bytes);
            return new SimpleJavaFileObject(URI.create("bytes:///" + className + kind.extension), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return bytes;
                }
            };
        }
    }
}
