package org.cellnest.integration.cookbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The tests of the recipe about tests run as in a project of their own, and find what they are there to find. */
class RecipeOfTestsTest {
    @Test
    void passes(@TempDir Path folder) throws Exception {
        TestExecutionSummary summary = run(folder, "");
        assertEquals(4, summary.getTestsSucceededCount(), () -> text(summary));
    }

    @Test
    void failsWhereTheCellIsWrong(@TempDir Path folder) throws Exception {
        TestExecutionSummary summary = run(folder, "* (100 - discountPercent) / 100");
        assertEquals(2, summary.getTestsFailedCount(), () -> text(summary));
        assertTrue(text(summary).contains("isCheaperOnMondays"), () -> text(summary));
    }

    /** @param without a part of the cell's source that is left out */
    private static TestExecutionSummary run(Path folder, String without) throws Exception {
        Path classes = Files.createDirectory(folder.resolve("classes"));
        List<String> command = new ArrayList<>(
                List.of("--release", "17", "-parameters", "-proc:none", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of("-d", classes.toString()));
        for (String part : List.of("src/main/java", "src/main/resources", "src/test/java")) {
            for (Path file : files(Recipe.TESTS.folder().resolve(part))) {
                String text = Files.readString(file).replace(without, "");
                Path copy = (part.endsWith("resources") ? classes : folder)
                        .resolve(Recipe.TESTS
                                .folder()
                                .resolve(part)
                                .relativize(file)
                                .toString());
                Files.createDirectories(copy.getParent());
                Files.writeString(copy, text);
                if (!part.endsWith("resources")) {
                    command.add(copy.toString());
                }
            }
        }
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, command.toArray(String[]::new)));
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()}, RecipeOfTestsTest.class.getClassLoader())) {
            LauncherFactory.create()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(DiscoverySelectors.selectClass(loader.loadClass("example.OffersTest")))
                                    .build(),
                            listener);
        }
        return listener.getSummary();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static String text(TestExecutionSummary summary) {
        StringWriter text = new StringWriter();
        summary.printFailuresTo(new PrintWriter(text));
        return text + " failed: " + summary.getTestsFailedCount();
    }
}
