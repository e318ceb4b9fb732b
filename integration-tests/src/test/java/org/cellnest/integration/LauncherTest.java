package org.cellnest.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.cellnest.integration.harness.Project;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What all scripts do before they become a process: a locale, and names that a class path takes. */
class LauncherTest {
    @TempDir
    Path folder;

    @Test
    void takesAUtf8LocaleWhereTheUsersIsNot() throws Exception {
        Path library = Project.root().resolve("scripts/lib.sh");
        assumeTrue(bash("LC_ALL=C.UTF-8 locale charmap", Map.of()).equals("UTF-8"), "this machine has no such locale");
        assertEquals(
                "UTF-8 C", bash(". '" + library + "'; echo $(locale charmap) $users_locale", Map.of("LC_ALL", "C")));
        assertEquals(
                "C.UTF-8 none",
                bash(". '" + library + "'; echo $LC_ALL ${users_locale:-none}", Map.of("LC_ALL", "C.UTF-8")));
    }

    @Test
    void findsANameForTheProjectThatAClassPathTakes() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "open folders have no names here");
        Path library = copyOfLibrary("a:b");
        String found = bash(
                ". '" + library + "'; find_class_root; echo \"$class_root\"; cmp \"$class_root/scripts/lib.sh\" '"
                        + library + "'",
                Map.of());
        assertFalse(found.contains(":"), found);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "a b", "a\\b", "50%", "#1", "*", "$HOME", "-x", "a!b"})
    void leavesOtherNamesAsTheyAre(String name) throws Exception {
        Path library = copyOfLibrary(name);
        String found = bash(". '" + library + "'; find_class_root; echo \"$class_root\"", Map.of());
        assertEquals(folder.toRealPath().resolve(name).toString(), found);
    }

    private Path copyOfLibrary(String name) throws IOException {
        Path scripts = Files.createDirectories(folder.resolve(name).resolve("scripts"));
        return Files.copy(Project.root().resolve("scripts/lib.sh"), scripts.resolve("lib.sh"));
    }

    /** What a script prints, which has to end well. */
    private static String bash(String script, Map<String, String> environment)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("bash", "-euc", script).redirectErrorStream(true);
        builder.environment().remove("LC_ALL");
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output.strip();
    }
}
