package org.cellnest.runtime.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** Filters and {@code @Catches} methods of a jar. */
class FiltersInJarsTest extends DeployTest {
    private static final String SHOP = "package demo; public class Shop {"
            + " public Shop(org.cellnest.cell.CellContext context) { %s }"
            + " @org.cellnest.cell.Route(\"/open\") public String open() { return \"open\"; }"
            + " @org.cellnest.cell.Route(\"/shut\") public String shut() {"
            + " throw new IllegalStateException(\"shut\"); } }";
    private static final String ERRORS = "package %s; public class %s {"
            + " @org.cellnest.cell.Catches(IllegalStateException.class)"
            + " public String caught(IllegalStateException e) { return \"%s \" + e.getMessage(); } }";

    private static TestJars shop(String constructor) {
        return TestJars.jar().source("demo.Shop", SHOP.formatted(constructor));
    }

    private String reason() throws IOException {
        cell.waitForReports();
        return Files.readString(cell.failed("shop.jar"));
    }

    @Test
    void serveTogether() throws Exception {
        shop("context.filter(\"/{path...}\", (request, next) -> \"<\" + next.proceed() + \">\");")
                .source("demo.Errors", ERRORS.formatted("demo", "Errors", "caught"))
                .source(
                        "demo.Setup",
                        "package demo; public class Setup implements org.cellnest.cell.CellSetup {"
                                + " public void setUp(org.cellnest.cell.CellContext context) {"
                                + " context.filter(\"/{path...}\", (request, next) -> \"(\" + next.proceed() + \")\");"
                                + " } }")
                .writeTo(cell.file("shop.jar"));
        cell.settle();
        assertEquals("(<open>)", cell.get("/open"));
        assertEquals("caught shut", cell.get("/shut"));
    }

    @Test
    void mayStandInALibraryOfTheJar() throws Exception {
        String base = ERRORS.formatted("lib", "Base", "library");
        byte[] library = TestJars.jar().source("lib.Base", base).bytes();
        shop("").sourceElsewhere("lib.Base", base)
                .source("demo.Errors", "package demo; public class Errors extends lib.Base {}")
                .entry("META-INF/lib/base.jar", library)
                .writeTo(cell.file("shop.jar"));
        cell.settle();
        assertEquals("library shut", cell.get("/shut"));
    }

    @Test
    void failTheDeploymentWithABadTemplate() throws Exception {
        shop("context.filter(\"open\", (request, next) -> next.proceed());").writeTo(cell.file("shop.jar"));
        String reason = reason();
        assertTrue(
                reason.contains("demo.Shop: its constructor threw java.lang.IllegalArgumentException: filter: template"
                        + " open: at 0: o (expected: "),
                reason);
    }

    @Test
    void failTheDeploymentWhenAStartHookAddsOne() throws Exception {
        shop("context.onStart(() -> context.filter(\"/open\", (request, next) -> next.proceed()));")
                .writeTo(cell.file("shop.jar"));
        String reason = reason();
        assertTrue(reason.contains("filter(\"/open\") after the routes of shop were built (expected: in its"), reason);
    }

    @Test
    void failTheDeploymentWhenTwoCatchTheSame() throws Exception {
        shop("").source("demo.Errors", ERRORS.formatted("demo", "Errors", ""))
                .source("demo.Others", ERRORS.formatted("demo", "Others", ""))
                .writeTo(cell.file("shop.jar"));
        String reason = reason();
        assertTrue(
                reason.contains("java.lang.IllegalStateException is caught by"
                        + " demo.Errors.caught(IllegalStateException) and by"
                        + " demo.Others.caught(IllegalStateException) (expected: one @Catches method"),
                reason);
    }
}
