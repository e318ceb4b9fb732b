package org.cellnest.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.cellnest.integration.harness.Project;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A file that grows past a bound has got a second role. */
class SourceSizeTest {
    private static final int MAX_LINES = 400;

    @ParameterizedTest
    @EnumSource
    void staysWithinTheBound(NestModule module) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(Project.root().resolve(module.folder).resolve("src/main/java"))) {
            all.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
        }
        assertFalse(files.isEmpty(), module.folder);
        List<String> longer = new ArrayList<>();
        for (Path file : files) {
            int lines = Files.readAllLines(file).size();
            if (lines > MAX_LINES) {
                longer.add(file.getFileName() + ": " + lines + " lines (expected: at most " + MAX_LINES + ")");
            }
        }
        assertEquals(List.of(), longer);
    }
}
