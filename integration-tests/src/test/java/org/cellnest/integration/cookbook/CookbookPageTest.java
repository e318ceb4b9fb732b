package org.cellnest.integration.cookbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cellnest.integration.harness.Project;
import org.junit.jupiter.api.Test;

/** The page of the cookbook shows the very files that are built, and the very lines of projects that new-cell makes. */
class CookbookPageTest {
    /** A block of code, and the comment before it that names its file. */
    private static final Pattern BLOCK =
            Pattern.compile("(?:<!-- (\\S+) -->\n\n)?```(\\w+)\n(.*?)\n```\n", Pattern.DOTALL);

    private static final Pattern ARTIFACT =
            Pattern.compile("<artifactId>([^<]+)</artifactId>\\s*<version>([^<]+)</version>");
    private static final Pattern PROPERTY = Pattern.compile("\\$\\{([^}]+)}");

    private final String page = read(Project.root().resolve("docs/cookbook.md"));
    private final String pom = read(Project.root().resolve("pom.xml"));

    @Test
    void showsEachFileOfEachRecipeOnceAndAsItIs() throws IOException {
        List<String> shown = new ArrayList<>();
        for (MatchResult block : blocks()) {
            String file = block.group(1);
            if (file == null) {
                assertEquals("xml", block.group(2), () -> "of no file: " + block.group());
            } else {
                assertEquals(read(Recipe.cookbook().resolve(file)), block.group(3) + "\n", file);
                shown.add(file);
            }
        }
        assertEquals(files(), new TreeSet<>(shown));
        assertEquals(files().size(), shown.size(), () -> "a file is shown twice: " + shown);
    }

    @Test
    void hasASectionAndATestForEachRecipe() throws IOException {
        try (Stream<Path> folders = Files.list(Recipe.cookbook())) {
            List<String> names = folders.map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
            assertEquals(
                    Stream.of(Recipe.values()).map(Recipe::folderName).sorted().toList(), names);
        }
        List<String> headings = Pattern.compile("(?m)^## (.+)$")
                .matcher(page)
                .results()
                .map(heading -> heading.group(1))
                .toList();
        for (String heading : headings) {
            String anchor = "(#" + heading.toLowerCase(Locale.ROOT).replace(' ', '-') + ")";
            assertTrue(page.contains("[" + heading + "]" + anchor), () -> "not among the links above: " + heading);
        }
        assertEquals(Recipe.values().length, headings.size());
    }

    @Test
    void namesTheVersionsThatAreTested() {
        List<MatchResult> artifacts = ARTIFACT.matcher(page).results().toList();
        assertFalse(artifacts.isEmpty());
        for (MatchResult artifact : artifacts) {
            assertEquals(version(artifact.group(1)), artifact.group(2), artifact.group(1));
        }
    }

    @Test
    void showsThePluginsOfANewProject() {
        String script = read(Project.root().resolve("scripts/new-cell"));
        List<String> plugins = blocks().stream()
                .filter(block -> block.group(3).contains("<plugin>"))
                .flatMap(block -> Stream.of(block.group(3).split("(?<=</plugin>)\n")))
                .toList();
        assertEquals(2, plugins.size());
        for (String plugin : plugins) {
            String name = plugin.replaceAll("(?s).*<artifactId>(.*?)</artifactId>.*", "$1");
            String written = plugin.indent(6)
                    .replaceFirst(
                            "<version>.*</version>",
                            Matcher.quoteReplacement("<version>$(plugin_version " + name + ")</version>"))
                    .replace("${", "\\${");
            assertTrue(script.contains(written), () -> "not in scripts/new-cell: " + written);
        }
    }

    private List<MatchResult> blocks() {
        return BLOCK.matcher(page).results().toList();
    }

    private static Set<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(Recipe.cookbook())) {
            return all.filter(Files::isRegularFile)
                    .map(file -> Recipe.cookbook().relativize(file).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** The version of an artifact in the project's own pom. */
    private String version(String artifact) {
        Matcher found = Pattern.compile("<artifactId>" + Pattern.quote(artifact) + "</artifactId>\\s*<version>([^<]+)<")
                .matcher(pom);
        assertTrue(found.find(), () -> artifact + " is not in pom.xml");
        Matcher property = PROPERTY.matcher(found.group(1));
        if (!property.matches()) {
            return found.group(1);
        }
        Matcher value = Pattern.compile("<" + Pattern.quote(property.group(1)) + ">([^<]+)<")
                .matcher(pom);
        assertTrue(value.find(), property::group);
        return value.group(1);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
