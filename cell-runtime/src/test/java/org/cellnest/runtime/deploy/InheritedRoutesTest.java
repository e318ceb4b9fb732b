package org.cellnest.runtime.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** Routes of a jar that stand in bases and interfaces of its classes. */
class InheritedRoutesTest extends DeployTest {
    private static final String BASE = "package lib; public abstract class Base {"
            + " @org.cellnest.cell.Route(\"/base\") public String base() { return name() + \" base\"; }"
            + " protected abstract String name(); }";
    private static final String CONTRACT = "package lib; public interface Contract extends java.io.Serializable {"
            + " @org.cellnest.cell.Route(\"/contract\") String contract(); }";
    private static final String SETUP = "package lib; public abstract class BaseSetup"
            + " implements org.cellnest.cell.CellSetup { public void setUp(org.cellnest.cell.CellContext context) {"
            + " context.provide(StringBuilder.class, new StringBuilder(\"provided\")); } }";
    private static final String SERVED = "package demo; public class Served extends lib.Base implements lib.Contract {"
            + " private final StringBuilder text; public Served(StringBuilder text) { this.text = text; }"
            + " protected String name() { return text.toString(); }"
            + " public String contract() { return \"contract\"; } }";

    @Test
    void servesWhatStandsInALibraryOfTheJar() throws Exception {
        byte[] library = TestJars.jar()
                .source("lib.Base", BASE)
                .source("lib.Contract", CONTRACT)
                .source("lib.BaseSetup", SETUP)
                .bytes();
        TestJars.jar()
                .sourceElsewhere("lib.Base", BASE)
                .sourceElsewhere("lib.Contract", CONTRACT)
                .sourceElsewhere("lib.BaseSetup", SETUP)
                .source("demo.Served", SERVED)
                .source("demo.Setup", "package demo; public class Setup extends lib.BaseSetup {}")
                .entry("META-INF/lib/base.jar", library)
                .writeTo(cell.file("orders.jar"));
        cell.settle();
        assertEquals("provided base", cell.get("/base"));
        assertEquals("contract", cell.get("/contract"));
    }

    @Test
    void servesWhatStandsInAnInterfaceOfTheJarItself() throws Exception {
        TestJars.jar()
                .source("lib.Contract", CONTRACT)
                .source(
                        "demo.Served",
                        "package demo; class Served implements lib.Contract {"
                                + " public String contract() { return \"contract\"; } }")
                .writeTo(cell.file("orders.jar"));
        cell.settle();
        assertEquals("contract", cell.get("/contract"));
    }

    @Test
    void refusesRoutesThatNoClassOfTheJarServes() throws Exception {
        TestJars.answering("1").source("lib.Contract", CONTRACT).writeTo(cell.file("orders.jar"));
        cell.waitForReports();
        String reason = Files.readString(cell.failed("orders.jar"));
        assertTrue(reason.contains("lib.Contract.contract(): interface lib.Contract has no class of the cell"), reason);
    }

    @Test
    void doesWithoutABaseWhoseOwnNeedsAreMissing() throws Exception {
        String optional = "package lib; public class Optional {}";
        String needy = "package lib; public class Needy { public Optional need() { return null; } }";
        byte[] library = TestJars.jar()
                .sourceElsewhere("lib.Optional", optional)
                .source("lib.Needy", needy)
                .bytes();
        TestJars.answering("1")
                .sourceElsewhere("lib.Optional", optional)
                .sourceElsewhere("lib.Needy", needy)
                .source("demo.Heir", "package demo; public class Heir extends lib.Needy {}")
                .entry("META-INF/lib/needy.jar", library)
                .writeTo(cell.file("orders.jar"));
        cell.settle();
        assertEquals("1", cell.get("/version"));
    }
}
