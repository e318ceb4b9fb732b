package org.cellnest.runtime.handler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.cellnest.cell.Route;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cells of a build that forgot {@code -parameters}. */
class WithoutParameterNamesTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void refusesAndNamesTheMethod() throws Exception {
        try (URLClassLoader loader =
                compile("Nameless", "@Route(\"/a\") public String a(int count) { return \"\"; }")) {
            Class<?> type = loader.loadClass("Nameless");
            String message = String.valueOf(assertThrows(InvalidCellException.class, () -> Cells.table(type))
                    .getMessage());
            assertTrue(message.startsWith("Nameless.a(int): the names of its parameters are not in"), message);
            assertTrue(message.contains("-parameters"), message);
        }
    }

    @Test
    void takesNamesFromAnnotations() throws Exception {
        String source = "public record Item(String name) {}"
                + "@Route(\"/a/{id}\") public String a(@Param(\"id\") int i, @Header(\"x-a\") String h,"
                + " Request request) { return i + h; }"
                + "@Route(\"/b\") public String b(Item item) { return item.name(); }";
        try (URLClassLoader loader = compile("Named", source)) {
            HandlerTable table = Cells.table(loader.loadClass("Named"));
            assertEquals("7v", Cells.call(table, "GET", "/a/7", "x-a", "v").text());
            String[] json = {"content-type", "application/json", "body", "{\"name\":\"n\"}"};
            assertEquals("n", Cells.call(table, "GET", "/b", json).text());
        }
    }

    @Test
    void refusesAClassWhoseParametersTypeIsMissing() throws Exception {
        String source = "public record Item(String name) {}"
                + "@Route(\"/b\") public String b(Item item) { return item.name(); }";
        try (URLClassLoader loader = compile("Torn", source)) {
            Files.delete(folder.resolve("Torn$Item.class"));
            Class<?> type = loader.loadClass("Torn");
            String message = String.valueOf(assertThrows(InvalidCellException.class, () -> Cells.table(type))
                    .getMessage());
            assertTrue(message.contains("Torn$Item"), message);
        }
    }

    private URLClassLoader compile(String name, String members) throws IOException {
        Path source = folder.resolve(name + ".java");
        Files.writeString(source, "import org.cellnest.cell.*; public class " + name + " {" + members + "}");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Path api = Path.of(
                Route.class.getProtectionDomain().getCodeSource().getLocation().getPath());
        List<String> options = List.of("-d", folder.toString(), "-cp", api.toString());
        boolean compiled = compiler.getTask(
                        null,
                        null,
                        null,
                        options,
                        null,
                        compiler.getStandardFileManager(null, null, null).getJavaFileObjects(source))
                .call();
        assertTrue(compiled);
        return new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader());
    }
}
