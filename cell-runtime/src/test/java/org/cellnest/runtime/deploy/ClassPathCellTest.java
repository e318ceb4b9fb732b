package org.cellnest.runtime.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.cellnest.runtime.handler.HandlerMethod;
import org.cellnest.transport.SystemClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathCellTest {
    private static final String DEFAULTS = "META-INF/cell/defaults.conf";

    @TempDir
    private Path folder;

    @Test
    void prefersTheDefaultsBesideItsClasses() throws Exception {
        TestJars cell = TestJars.answering("1").entry(DEFAULTS, "greeting = own, more = ${greeting}s");
        try (URLClassLoader loader = classPath(other(), cell.writeTo(folder.resolve("cell.jar")))) {
            assertEquals("owns", cell(loader, Map.of(), "").settings().string("more"));
            assertEquals(
                    "givens",
                    cell(loader, Map.of(), "greeting = given").settings().string("more"));
            assertEquals(
                    "sets",
                    cell(loader, Map.of("greeting", "set"), "greeting = given")
                            .settings()
                            .string("more"));
        }
    }

    @Test
    void takesTheFirstDefaultsWhereNoneAreBesideItsClasses() throws Exception {
        Path jar = TestJars.answering("1").writeTo(folder.resolve("cell.jar"));
        try (URLClassLoader loader = classPath(jar, other())) {
            assertEquals("other", cell(loader, Map.of(), "").settings().string("greeting"));
        }
        try (URLClassLoader loader = classPath(jar)) {
            assertEquals(Map.of(), cell(loader, Map.of(), "").settings().asMap());
        }
    }

    @Test
    void findsWhatAJarHolds() throws Exception {
        Path jar = TestJars.answering("1")
                .source(
                        "demo.Other",
                        "package demo; public class Other { public Other(StringBuilder provided) {}"
                                + " @org.cellnest.cell.Route(\"/other\") public void other() {} }")
                .source(
                        "demo.Setup",
                        "package demo; public class Setup implements org.cellnest.cell.CellSetup {"
                                + " public void setUp(org.cellnest.cell.CellContext context) {"
                                + " context.provide(StringBuilder.class, new StringBuilder()); } }")
                .writeTo(folder.resolve("cell.jar"));
        try (URLClassLoader loader = classPath(other(), jar)) {
            ClassPathCell cell = cell(loader, Map.of(), "").withClassesBeside(loader.loadClass("demo.Version"));
            ClassPathDeployment deployment = ClassPathDeployment.start(cell, 1, 1 << 20, SystemClock.INSTANCE);
            assertEquals(
                    List.of("/other", "/version"),
                    deployment.methods().stream()
                            .map(HandlerMethod::template)
                            .map(Object::toString)
                            .toList());
            assertEquals(new ClassPathDeployment.Leftovers(List.of(), List.of()), deployment.close());
        }
    }

    private Path other() throws Exception {
        return TestJars.jar().entry(DEFAULTS, "greeting = other").writeTo(folder.resolve("other.jar"));
    }

    private static ClassPathCell cell(ClassLoader loader, Map<String, ?> values, String conf) throws Exception {
        return new ClassPathCell(
                "test", "test", List.of(loader.loadClass("demo.Version")), List.of(), values, conf, Map.of());
    }

    private static URLClassLoader classPath(Path... jars) throws Exception {
        URL[] urls = new URL[jars.length];
        for (int i = 0; i < jars.length; i++) {
            urls[i] = jars[i].toUri().toURL();
        }
        return new URLClassLoader(urls, ClassPathCellTest.class.getClassLoader());
    }
}
