package org.cellnest.integration.cookbook;

import com.google.re2j.Pattern;
import com.zaxxer.hikari.HikariDataSource;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cellnest.integration.harness.Project;
import org.cellnest.integration.harness.TestCells;
import org.h2.Driver;

/** The recipes of the cookbook, each the {@code src} folder of a small project. */
enum Recipe {
    DATABASE,
    LIBRARIES,
    LOGGING,
    TIMER,
    SECRETS,
    FILTERS,
    FORM,
    UPLOAD,
    FILES,
    STREAMS,
    CLIENT,
    TESTS;

    private static final String PROBE = "cookbook.probe.";

    /** Where the recipes lie. */
    static Path cookbook() {
        return Project.root().resolve("docs/cookbook");
    }

    /** The name of its folder, and of the deployment. */
    String folderName() {
        return name().toLowerCase(Locale.ROOT);
    }

    Path folder() {
        return cookbook().resolve(folderName());
    }

    String jarName() {
        return folderName() + ".jar";
    }

    /** The path at which its probe answers with its version. */
    String probePath() {
        return "/probe/" + folderName();
    }

    /**
     * Its jar, with a probe beside what the recipe has: a route that answers with a version and shows the test the class
     * loader of the deployment.
     *
     * @param more sources by class name
     */
    byte[] jar(String version, Map<String, String> more) {
        Map<String, String> sources = new HashMap<>(more);
        sources.put("example.Probe", """
                package example;

                public final class Probe {
                    @org.cellnest.cell.Route("%s")
                    public String version() {
                        System.getProperties().put(
                                "%s", new java.lang.ref.WeakReference<>(Probe.class.getClassLoader()));
                        return "%s";
                    }
                }
                """.formatted(probePath(), PROBE + folderName(), version));
        return TestCells.ofProject(folder(), libraries(), sources);
    }

    /** The libraries that its jar brings. */
    private List<Path> libraries() {
        return switch (this) {
            case DATABASE -> List.of(TestCells.libraryOf(HikariDataSource.class), TestCells.libraryOf(Driver.class));
            case LIBRARIES -> List.of(TestCells.libraryOf(Pattern.class));
            case LOGGING, TIMER, SECRETS, FILTERS, FORM, UPLOAD, FILES, STREAMS, CLIENT, TESTS -> List.of();
        };
    }

    /** The class loader of the deployment whose probe has answered last. */
    WeakReference<?> loader() {
        if (System.getProperties().get(PROBE + folderName()) instanceof WeakReference<?> loader) {
            return loader;
        }
        throw new IllegalStateException("the probe of " + this + " has not been asked");
    }
}
