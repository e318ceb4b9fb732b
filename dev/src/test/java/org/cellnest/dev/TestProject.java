package org.cellnest.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A Maven project as an author has it. Files are replaced in one step, as editors do. */
final class TestProject {
    final Path folder;

    TestProject(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        write(
                "pom.xml",
                "<project xmlns=\"http://maven.apache.org/POM/4.0.0\"><artifactId>orders</artifactId>"
                        + "<properties><maven.compiler.release>17</maven.compiler.release></properties></project>");
    }

    /** A class with one route that answers with a text. */
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
        Path elsewhere = Files.createTempDirectory(folder, ".elsewhere-");
        Path file = elsewhere.resolve("src/example").resolve(className + ".java");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Path output = Files.createDirectories(elsewhere.resolve("classes"));
        try (SourceCompiler compiler = new SourceCompiler(Project.at(folder))) {
            compiler.compile(FileTree.of(elsewhere.resolve("src"), name -> true), java.util.List.of(), output);
        }
        Path target = folder.resolve("target/classes/example").resolve(className + ".class");
        Files.createDirectories(target.getParent());
        Files.move(
                output.resolve("example").resolve(className + ".class"),
                target,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        return this;
    }
}
