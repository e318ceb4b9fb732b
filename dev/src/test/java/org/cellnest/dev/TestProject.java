package org.cellnest.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A Maven project of a test's author. Files are replaced atomically, as editors do. */
final class TestProject {
    final Path folder;

    TestProject(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        write(
                "pom.xml",
                "<project xmlns=\"http://maven.apache.org/POM/4.0.0\"><artifactId>orders</artifactId>"
                        + "<properties><maven.compiler.release>17</maven.compiler.release></properties></project>");
    }

    /** Returns the source of a class with one route that answers with a text. */
    static String answering(String className, String template, String text) {
        return "package example;\nimport org.cellnest.cell.Route;\npublic class " + className + " {\n    @Route(\""
                + template + "\")\n    public String answer() {\n        return \"" + text + "\";\n    }\n}\n";
    }

    TestProject source(String className, String text) throws IOException {
        return write("src/main/java/example/" + className + ".java", text);
    }

    TestProject write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Path incoming = file.resolveSibling("." + file.getFileName() + ".new");
        Files.writeString(incoming, text);
        Files.move(incoming, file, StandardCopyOption.ATOMIC_MOVE);
        return this;
    }

    TestProject delete(String name) throws IOException {
        Files.delete(folder.resolve(name));
        return this;
    }

    /** Compiles a source into the folder of classes, as an IDE does. */
    TestProject compiled(String className, String text) throws Exception {
        move(compile("example." + className, text), folder.resolve("target/classes/example/" + className + ".class"));
        return this;
    }

    /** Creates a jar of one class. */
    TestProject library(String name, String className, String text) throws Exception {
        Path compiled = compile(className, text);
        Path jar = compiled.resolveSibling("library.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry(className.replace('.', '/') + ".class"));
            Files.copy(compiled, zip);
            zip.closeEntry();
        }
        move(jar, folder.resolve(name));
        return this;
    }

    /** Returns the class file of a source, compiled outside of the project's folders. */
    private Path compile(String className, String text) throws Exception {
        Path elsewhere = Files.createTempDirectory(folder, ".elsewhere-");
        String path = className.replace('.', '/');
        Path file = elsewhere.resolve("src").resolve(path + ".java");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Path output = Files.createDirectories(elsewhere.resolve("classes"));
        try (SourceCompiler compiler = new SourceCompiler(Project.at(folder))) {
            compiler.compile(FileTree.of(elsewhere.resolve("src"), name -> true), List.of(), output);
        }
        return output.resolve(path + ".class");
    }

    private static void move(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }
}
