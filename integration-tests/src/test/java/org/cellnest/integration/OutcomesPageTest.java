package org.cellnest.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cellnest.integration.harness.Project;
import org.junit.jupiter.api.Test;

/** Every row of {@code docs/outcomes.md} names the tests that make it happen, and those exist. */
class OutcomesPageTest {
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+)\\.(\\w+)`");
    private static final int MIN_ROWS = 60;

    @Test
    void namesTestsThatExistInEachRow() throws IOException {
        Map<String, List<Path>> sources = sources();
        List<String> wrong = new ArrayList<>();
        int rows = 0;
        boolean within = false;
        for (String line : Files.readAllLines(Project.root().resolve("docs/outcomes.md"))) {
            if (line.startsWith("|") && line.contains("made to happen by")) {
                within = true;
            } else if (!line.startsWith("|")) {
                within = false;
            } else if (within && !line.startsWith("|-")) {
                rows++;
                check(line, sources, wrong);
            }
        }
        assertEquals(List.of(), wrong);
        int found = rows;
        assertTrue(found >= MIN_ROWS, () -> found + " rows (expected: at least " + MIN_ROWS + ")");
    }

    private static void check(String row, Map<String, List<Path>> sources, List<String> wrong) throws IOException {
        String[] cells = row.split("(?<!\\\\)\\|", -1);
        Matcher test = TEST.matcher(cells[cells.length - 2]);
        boolean any = false;
        while (test.find()) {
            any = true;
            if (!exists(sources.getOrDefault(test.group(1), List.of()), test.group(2))) {
                wrong.add("no test " + test.group());
            }
        }
        if (!any) {
            wrong.add("no test named: " + row);
        }
    }

    private static boolean exists(List<Path> files, String method) throws IOException {
        Pattern declared = Pattern.compile("\\bvoid " + method + "\\(");
        for (Path file : files) {
            if (declared.matcher(Files.readString(file)).find()) {
                return true;
            }
        }
        return false;
    }

    /** The test classes of all modules, by their simple names. */
    private static Map<String, List<Path>> sources() throws IOException {
        Map<String, List<Path>> byName = new HashMap<>();
        for (NestModule module : NestModule.values()) {
            collect(module.folder, byName);
        }
        collect("integration-tests", byName);
        return byName;
    }

    private static void collect(String module, Map<String, List<Path>> byName) throws IOException {
        Path folder = Project.root().resolve(module).resolve("src/test/java");
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(file -> {
                String name = file.getFileName().toString();
                byName.computeIfAbsent(name.substring(0, name.length() - 5), key -> new ArrayList<>())
                        .add(file);
            });
        }
    }
}
