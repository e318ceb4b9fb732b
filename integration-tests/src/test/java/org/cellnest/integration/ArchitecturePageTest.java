package org.cellnest.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cellnest.integration.harness.Project;
import org.junit.jupiter.api.Test;

/** Every class, module and package that {@code docs/architecture.md} names exists. */
class ArchitecturePageTest {
    private static final Pattern CLASS = Pattern.compile("`([A-Z][a-z]\\w*)`");
    private static final Pattern PACKAGE_CELL = Pattern.compile("`\\.?([a-z]+(?:\\.[a-z]+)*)`");
    private static final int MIN_CLASSES = 40;

    @Test
    void namesClassesThatExist() throws IOException {
        Set<String> present = classes();
        Set<String> named = new TreeSet<>();
        Matcher name = CLASS.matcher(page());
        while (name.find()) {
            named.add(name.group(1));
        }
        assertTrue(named.size() >= MIN_CLASSES, named::toString);
        named.removeAll(present);
        assertEquals(Set.of(), named);
    }

    @Test
    void namesPackagesThatExist() throws IOException {
        Set<String> packages = packages();
        String page = page();
        String table = page.substring(page.indexOf("## Packages"), page.indexOf("## One request"));
        Set<String> wrong = new TreeSet<>();
        Matcher name = PACKAGE_CELL.matcher(table);
        while (name.find()) {
            if (packages.stream().noneMatch(known -> known.endsWith("." + name.group(1)))) {
                wrong.add(name.group(1));
            }
        }
        assertEquals(Set.of(), wrong);
        for (String module : new String[] {"gateway", "router", "runtime"}) {
            Set<String> untold = packages.stream()
                    .filter(known -> known.startsWith("org.cellnest." + module + "."))
                    .map(known -> known.substring(known.lastIndexOf('.') + 1))
                    .filter(last -> !table.contains("`" + last + "`") && !table.contains("." + last + "`"))
                    .collect(Collectors.toSet());
            assertEquals(Set.of(), untold, module);
        }
    }

    private static String page() throws IOException {
        return Files.readString(Project.root().resolve("docs/architecture.md"));
    }

    private static Set<String> classes() throws IOException {
        return sources().stream()
                .map(file -> file.getFileName().toString())
                .map(name -> name.substring(0, name.length() - ".java".length()))
                .collect(Collectors.toSet());
    }

    private static Set<String> packages() throws IOException {
        return sources().stream()
                .map(file -> file.toString().replace('/', '.'))
                .map(name -> name.substring(name.indexOf(".java.org.") + ".java.".length()))
                .map(name -> name.substring(0, name.lastIndexOf('.', name.length() - ".java.".length())))
                .collect(Collectors.toSet());
    }

    private static Set<Path> sources() throws IOException {
        Set<Path> all = new TreeSet<>();
        for (NestModule module : NestModule.values()) {
            collect(module.folder, "main", all);
            collect(module.folder, "test", all);
        }
        collect("integration-tests", "test", all);
        return all;
    }

    private static void collect(String module, String kind, Set<Path> all) throws IOException {
        Path folder = Project.root().resolve(module).resolve("src/" + kind + "/java");
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(all::add);
            }
        }
    }
}
