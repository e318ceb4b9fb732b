package org.cellnest.runtime.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import org.cellnest.runtime.deploy.jar.WorkDirectory;
import org.junit.jupiter.api.Test;

class DeployerTest extends DeployTest {
    @Test
    void announcesNothingBeforeTheFirstJarsAreLoaded() throws IOException {
        TestJars.answering("one").writeTo(cell.file("orders.jar"));
        cell.look();
        assertNull(cell.board.current());
        cell.look();
        assertEquals(List.of("/version"), cell.templates());
    }

    @Test
    void servesAJarThatIsPutIntoTheDirectory() throws IOException {
        cell.settle();
        assertEquals(List.of(), cell.templates());
        TestJars.answering("one").writeTo(cell.file("orders.jar"));
        cell.look();
        assertEquals(List.of(), cell.templates());
        cell.look();
        assertEquals("one", cell.get("/version"));
    }

    @Test
    void swapsAJarThatIsOverwrittenInPlace() throws IOException {
        TestJars.answering("one").writeTo(cell.file("orders.jar"));
        cell.settle();
        assertEquals("one", cell.get("/version"));
        TestJars.answering("the second one").writeTo(cell.file("orders.jar"));
        cell.settle();
        assertEquals("the second one", cell.get("/version"));
    }

    @Test
    void swapsAJarThatIsRenamedIntoPlace() throws IOException {
        TestJars.answering("one").writeTo(cell.file("orders.jar"));
        cell.settle();
        Path aside = TestJars.answering("two").writeTo(root.resolve("new.jar"));
        Files.move(aside, cell.file("orders.jar"), StandardCopyOption.ATOMIC_MOVE);
        cell.settle();
        assertEquals("two", cell.get("/version"));
    }

    @Test
    void keepsTheOldVersionForRequestsOnTheirWayUntilTheRouterHasWelcomedTheNew() throws IOException {
        TestJars.answering("one").writeTo(cell.file("orders.jar"));
        cell.settle();
        assertEquals("one", cell.get("/version"));
        cell.routerAnswers = false;
        TestJars.answering("two").writeTo(cell.file("orders.jar"));
        cell.settle();
        assertEquals("one", cell.getAsBefore("/version"));
        cell.routerAnswers = true;
        cell.turn();
        assertNull(cell.getAsBefore("/version"));
        assertEquals("two", cell.get("/version"));
    }

    @Test
    void closesTheOldVersionOnlyAfterItsLastRequest() throws IOException {
        TestJars.answering("one").writeTo(cell.file("orders.jar"));
        cell.settle();
        Deployment old = cell.deploymentOf("/version");
        assertNotNull(old);
        assertTrue(old.enter());
        TestJars.answering("two").writeTo(cell.file("orders.jar"));
        cell.settle();
        assertEquals(DeploymentState.RETIRING, old.state());
        old.exit();
        cell.turn();
        assertEquals(DeploymentState.CLOSED, old.state());
        assertFalse(old.enter());
    }

    @Test
    void givesUpOnARequestOfARetiredVersionAfterTheDrainTime() throws IOException {
        TestJars.answering("one").writeTo(cell.file("orders.jar"));
        cell.settle();
        Deployment old = cell.deploymentOf("/version");
        assertNotNull(old);
        assertTrue(old.enter());
        Files.delete(cell.file("orders.jar"));
        cell.settle();
        cell.clock.advanceMs(29_000);
        cell.turn();
        assertEquals(DeploymentState.RETIRING, old.state());
        cell.clock.advanceMs(1_000);
        cell.turn();
        assertEquals(DeploymentState.CLOSED, old.state());
    }

    @Test
    void withdrawsTheRoutesOfAJarThatIsRemoved() throws IOException {
        TestJars.answering("one").writeTo(cell.file("orders.jar"));
        cell.settle();
        Files.delete(cell.file("orders.jar"));
        cell.settle();
        assertEquals(List.of(), cell.templates());
        assertEquals(List.of(), list(cell.workFolder().resolve("good")));
        assertEquals(List.of(), list(cell.workFolder().resolve("live")));
    }

    @Test
    void servesTheHigherVersionAndStepsBackWhenItIsRemoved() throws IOException {
        TestJars.answering("nine").writeTo(cell.file("orders-1.9.jar"));
        TestJars.answering("ten").writeTo(cell.file("orders-1.10.jar"));
        cell.settle();
        assertEquals("ten", cell.get("/version"));
        Files.delete(cell.file("orders-1.10.jar"));
        cell.settle();
        assertEquals("nine", cell.get("/version"));
    }

    @Test
    void servesTwoDeploymentsWhoseNamesHaveANumberInside() throws IOException {
        TestJars.answering("one").writeTo(cell.file("team-1-orders.jar"));
        TestJars.jar()
                .source(
                        "demo.Billing",
                        "package demo; public class Billing { @org.cellnest.cell.Route(\"/bill\")"
                                + " public String bill() { return \"two\"; } }")
                .writeTo(cell.file("team-2-billing.jar"));
        cell.settle();
        assertEquals("one", cell.get("/version"));
        assertEquals("two", cell.get("/bill"));
        assertEquals(List.of("", ""), cell.standby());
    }

    @Test
    void announcesWhatStandsByBehindTheHigherVersion() throws IOException {
        TestJars.answering("final").writeTo(cell.file("orders-1.0.Final.jar"));
        cell.settle();
        assertEquals(List.of(""), cell.standby());
        TestJars.answering("sp").writeTo(cell.file("orders-1.0.SP1.jar"));
        TestJars.answering("rc").writeTo(cell.file("orders-1.0-rc1.jar"));
        cell.settle();
        assertEquals("sp", cell.get("/version"));
        assertEquals(List.of("orders-1.0.Final.jar/orders-1.0-rc1.jar"), cell.standby());
        Files.delete(cell.file("orders-1.0-rc1.jar"));
        cell.settle();
        assertEquals(List.of("orders-1.0.Final.jar"), cell.standby());
        Files.delete(cell.file("orders-1.0.SP1.jar"));
        cell.settle();
        assertEquals("final", cell.get("/version"));
        assertEquals(List.of(""), cell.standby());
    }

    @Test
    void countsAJarThatFailedAmongNoneThatStandBy() throws IOException {
        TestJars.answering("one").writeTo(cell.file("orders-1.jar"));
        cell.settle();
        Files.writeString(cell.file("orders-2.jar"), "not a jar");
        cell.waitForReports();
        assertEquals("one", cell.get("/version"));
        assertEquals(List.of(""), cell.standby());
    }

    @Test
    void takesARenamedJarAsOneChange() throws IOException {
        TestJars.answering("one").writeTo(cell.file("orders-1.jar"));
        cell.settle();
        Files.move(cell.file("orders-1.jar"), cell.file("orders-2.jar"));
        for (int i = 0; i < 4; i++) {
            cell.look();
            assertEquals("one", cell.get("/version"));
        }
    }

    @Test
    void reportsAHalfCopiedJarOnlyOnceItHasBeenAtRest() throws IOException {
        TestJars.answering("one").writeTo(cell.file("orders.jar"));
        cell.settle();
        byte[] whole = TestJars.answering("two").bytes();
        Files.write(cell.file("orders.jar"), Arrays.copyOf(whole, whole.length / 2));
        for (int i = 0; i < 8; i++) {
            cell.look();
            assertFalse(Files.exists(cell.failed("orders.jar")));
            assertEquals("one", cell.get("/version"));
        }
        cell.look();
        assertTrue(Files.readString(cell.failed("orders.jar")).contains("not a whole jar"));
        assertEquals("one", cell.get("/version"));
        Files.write(cell.file("orders.jar"), whole);
        cell.settle();
        assertEquals("two", cell.get("/version"));
        assertFalse(Files.exists(cell.failed("orders.jar")));
    }

    @Test
    void keepsTheLastGoodVersionWhenAConstructorThrows() throws IOException {
        TestJars.answering("one").writeTo(cell.file("orders.jar"));
        cell.settle();
        TestJars.jar()
                .source(
                        "demo.Bad",
                        "package demo; public class Bad {"
                                + " public Bad() { throw new IllegalStateException(\"no database at port 1\"); }"
                                + " @org.cellnest.cell.Route(\"/version\") public String version() { return \"\"; } }")
                .writeTo(cell.file("orders.jar"));
        cell.waitForReports();
        assertTrue(Files.readString(cell.failed("orders.jar")).contains("no database at port 1"));
        assertEquals("one", cell.get("/version"));
    }

    @Test
    void reportsABadTemplateByItsMethod() throws IOException {
        TestJars.jar()
                .source(
                        "demo.Bad",
                        "package demo; public class Bad {"
                                + " @org.cellnest.cell.Route(\"/a/{b\") public String version() { return \"\"; } }")
                .writeTo(cell.file("bad.jar"));
        cell.waitForReports();
        String report = Files.readString(cell.failed("bad.jar"));
        assertTrue(report.contains("/a/{b"), report);
        assertTrue(report.contains("bad.jar"), report);
        assertTrue(report.contains("sha256:"), report);
    }

    @Test
    void reportsAJarCompiledWithoutParameterNames() throws IOException {
        TestJars.jar()
                .source(
                        "demo.Bad",
                        "package demo; public class Bad {"
                                + " @org.cellnest.cell.Route(\"/a/{b}\") public String version(String b) { return b; } }")
                .withoutParameterNames()
                .writeTo(cell.file("bad.jar"));
        cell.waitForReports();
        String report = Files.readString(cell.failed("bad.jar"));
        assertTrue(report.contains("-parameters"), report);
    }

    @Test
    void reportsAJarWithoutRoutes() throws IOException {
        TestJars.jar()
                .source("demo.Plain", "package demo; public class Plain {}")
                .writeTo(cell.file("plain.jar"));
        cell.waitForReports();
        assertTrue(Files.readString(cell.failed("plain.jar")).contains("no class has a @Route method"));
    }

    @Test
    void refusesAJarForANewerApi() throws IOException {
        TestJars.answering("one").manifest("Cellnest-Api", "7").writeTo(cell.file("new.jar"));
        cell.waitForReports();
        assertTrue(Files.readString(cell.failed("new.jar")).contains("Cellnest-Api: 7 (expected: 1 to 1"));
    }

    @Test
    void takesTheFailedFileAwayWithItsJar() throws IOException {
        Files.writeString(cell.file("junk.jar"), "not a zip");
        Files.writeString(cell.failed("gone.jar"), "left over");
        cell.waitForReports();
        assertTrue(Files.exists(cell.failed("junk.jar")));
        assertFalse(Files.exists(cell.failed("gone.jar")));
        Files.delete(cell.file("junk.jar"));
        cell.settle();
        assertFalse(Files.exists(cell.failed("junk.jar")));
    }

    @Test
    void namesADeploymentByItsManifest() throws IOException {
        TestJars.answering("one").manifest("Cellnest-Name", "billing").writeTo(cell.file("orders-3.jar"));
        cell.settle();
        Deployment deployment = cell.deploymentOf("/version");
        assertNotNull(deployment);
        assertEquals("billing", deployment.name());
        assertEquals("3", deployment.info().version());
    }

    @Test
    void deploysAgainWhenItsSettingsChange() throws IOException {
        TestJars.jar()
                .entry("META-INF/cell/defaults.conf", "greeting = hello, name = billy")
                .source(
                        "demo.Greeter",
                        "package demo; public class Greeter { private final org.cellnest.cell.Settings settings;"
                                + " public Greeter(org.cellnest.cell.Settings settings) { this.settings = settings; }"
                                + " @org.cellnest.cell.Route(\"/version\") public String version() {"
                                + " return settings.string(\"greeting\") + \" \" + settings.string(\"name\"); } }")
                .writeTo(cell.file("orders.jar"));
        cell.settle();
        assertEquals("hello billy", cell.get("/version"));
        Files.writeString(cell.file("orders.conf"), "greeting = goodbye");
        cell.settle();
        assertEquals("goodbye billy", cell.get("/version"));
        Files.writeString(cell.file("orders.conf"), "greeting = {");
        cell.waitForReports();
        assertEquals("goodbye billy", cell.get("/version"));
        assertTrue(Files.readString(cell.failed("orders.jar")).contains("orders.conf"));
        Files.delete(cell.file("orders.conf"));
        cell.settle();
        assertEquals("hello billy", cell.get("/version"));
        assertFalse(Files.exists(cell.failed("orders.jar")));
    }

    @Test
    void servesTheLastGoodVersionAfterARestartBesideABadJar() throws IOException {
        TestJars.answering("one").writeTo(cell.file("orders.jar"));
        cell.settle();
        Files.writeString(cell.file("orders.jar"), "broken while nobody looked");
        cell.restart();
        cell.settle();
        assertEquals("one", cell.get("/version"));
        TestJars.answering("two").writeTo(cell.file("orders.jar"));
        cell.settle();
        assertEquals("two", cell.get("/version"));
    }

    @Test
    void forgetsTheLastGoodVersionOfAJarRemovedWhileTheCellWasDown() throws IOException {
        TestJars.answering("one").writeTo(cell.file("orders.jar"));
        cell.settle();
        Files.delete(cell.file("orders.jar"));
        cell.restart();
        cell.settle();
        assertEquals(List.of(), cell.templates());
        assertEquals(List.of(), list(cell.workFolder().resolve("good")));
    }

    @Test
    void stepsBackWhenARouterRefusesTheNewVersion() throws IOException {
        TestJars.answering("one").writeTo(cell.file("orders-1.jar"));
        cell.settle();
        cell.refusals.put("orders 2", "GET /version belongs to billing");
        TestJars.answering("two").writeTo(cell.file("orders-2.jar"));
        cell.waitForReports();
        assertEquals("one", cell.get("/version"));
        String report = Files.readString(cell.failed("orders-2.jar"));
        assertTrue(report.contains("refused by router r1: GET /version belongs to billing"), report);
        assertFalse(Files.exists(cell.failed("orders-1.jar")));
    }

    @Test
    void triesARefusedVersionAgainWhenAnotherDeploymentChanges() throws IOException {
        TestJars.answering("one").writeTo(cell.file("orders-1.jar"));
        TestJars.answering("billing").writeTo(cell.file("billing.jar"));
        cell.settle();
        cell.refusals.put("orders 2", "GET /version belongs to billing");
        TestJars.answering("two").writeTo(cell.file("orders-2.jar"));
        cell.waitForReports();
        cell.refusals.clear();
        Files.delete(cell.file("billing.jar"));
        cell.settle();
        assertEquals("two", cell.get("/version"));
        assertFalse(Files.exists(cell.failed("orders-2.jar")));
    }

    @Test
    void reportsAFirstVersionThatIsRefusedAndServesItOnceItIsAccepted() throws IOException {
        cell.refusals.put("orders 1", "GET /version belongs to billing");
        TestJars.answering("one").writeTo(cell.file("orders-1.jar"));
        cell.waitForReports();
        assertTrue(Files.exists(cell.failed("orders-1.jar")));
        cell.refusals.clear();
        cell.clock.advanceMs(10_000);
        cell.settle();
        assertFalse(Files.exists(cell.failed("orders-1.jar")));
    }

    @Test
    void keepsTheReportOfARefusedJarBesideTheVersionItReplacedInPlace() throws IOException {
        TestJars.answering("one").manifest("Cellnest-Version", "1").writeTo(cell.file("orders.jar"));
        TestJars.answering("bill").manifest("Cellnest-Version", "1").writeTo(cell.file("billing.jar"));
        cell.settle();
        cell.refusals.put("orders 2", "GET /version belongs to billing");
        cell.refusals.put("billing 2", "GET /version belongs to orders");
        TestJars.answering("two").manifest("Cellnest-Version", "2").writeTo(cell.file("orders.jar"));
        TestJars.answering("bill").manifest("Cellnest-Version", "2").writeTo(cell.file("billing.jar"));
        cell.waitForReports();
        assertTrue(Files.exists(cell.failed("orders.jar")));
        assertTrue(Files.exists(cell.failed("billing.jar")));
        long revision = cell.revision();
        cell.settle();
        assertEquals(revision, cell.revision(), "two versions that step back make each other try for ever");
        TestJars.answering("other").writeTo(cell.file("other.jar"));
        cell.settle();
        assertTrue(Files.exists(cell.failed("orders.jar")));
        assertTrue(Files.exists(cell.failed("billing.jar")));
    }

    @Test
    void closesTheOldVersionOnlyWhenEveryRouterHasMovedOn() throws IOException {
        RegistrationBoard.View slow = cell.board.newView("r2", () -> {});
        TestJars.answering("one").writeTo(cell.file("orders.jar"));
        cell.settle();
        Deployment old = cell.deploymentOf("/version");
        assertNotNull(old);
        Announcement known = slow.onRegistering();
        assertNotNull(known);
        slow.onWelcome(cell.welcomeTo(known));
        TestJars.answering("two").writeTo(cell.file("orders.jar"));
        cell.settle();
        assertEquals("one", cell.getAsBeforeOf(old));
        slow.onSessionEnd();
        cell.turn();
        assertEquals(DeploymentState.CLOSED, old.state());
    }

    @Test
    void stepsBackWhenOneOfTwoRoutersRefuses() throws IOException {
        RegistrationBoard.View other = cell.board.newView("r2", () -> {});
        TestJars.answering("one").writeTo(cell.file("orders-1.jar"));
        cell.settle();
        other.onWelcome(cell.welcomeTo(other.onRegistering()));
        TestJars.answering("two").writeTo(cell.file("orders-2.jar"));
        cell.settle();
        assertEquals("two", cell.get("/version"));
        cell.refusals.put("orders 2", "GET /version belongs to billing");
        other.onWelcome(cell.welcomeTo(cell.board.current()));
        cell.refusals.clear();
        cell.turn();
        assertEquals("one", cell.get("/version"));
    }

    @Test
    void givesEachCellOfOneDirectoryAFolderOfItsOwn() throws IOException {
        try (WorkDirectory other = WorkDirectory.open(root.resolve("work"), cell.directory)) {
            assertFalse(other.path().equals(cell.workFolder()));
        }
    }

    @Test
    void deploysAFolderOfClasses() throws IOException {
        Path folder = Files.createDirectories(cell.file("orders.cell/demo"));
        byte[] first = TestJars.answering("one").compile().get("demo/Version.class");
        Files.write(folder.resolve("Version.class"), first);
        cell.settle();
        assertEquals("one", cell.get("/version"));
        Files.write(
                folder.resolve("Version.class"),
                TestJars.answering("second").compile().get("demo/Version.class"));
        cell.settle();
        assertEquals("second", cell.get("/version"));
    }

    @Test
    void seesTheJarsInsideTheJar() throws IOException {
        byte[] library = TestJars.jar()
                .source(
                        "lib.Words",
                        "package lib; public class Words { public static String word() { return \"deep\"; } }")
                .bytes();
        TestJars jar = TestJars.jar().entry("META-INF/lib/words.jar", library);
        TestJars.jar()
                .source("lib.Words", "package lib; public class Words { public static String word() { return \"\"; } }")
                .source(
                        "demo.Version",
                        "package demo; public class Version { @org.cellnest.cell.Route(\"/version\")"
                                + " public String version() { return lib.Words.word(); } }")
                .compile()
                .forEach((name, bytes) -> {
                    if (name.startsWith("demo/")) {
                        jar.entry(name, bytes);
                    }
                });
        jar.writeTo(cell.file("orders.jar"));
        cell.settle();
        assertEquals("deep", cell.get("/version"));
    }

    @Test
    void ignoresDotFilesAndOtherNames() throws IOException {
        TestJars.answering("one").writeTo(cell.file(".orders.jar"));
        TestJars.answering("two").writeTo(cell.file("orders.jar.part"));
        cell.waitForReports();
        assertEquals(List.of(), cell.templates());
    }

    @Test
    void keepsWhatIsDeployedWhileTheDirectoryCannotBeRead() throws IOException {
        TestJars.answering("one").writeTo(cell.file("orders.jar"));
        cell.settle();
        Files.move(cell.directory, root.resolve("elsewhere"));
        cell.settle();
        assertEquals("one", cell.get("/version"));
        Files.move(root.resolve("elsewhere"), cell.directory);
        cell.settle();
        assertEquals("one", cell.get("/version"));
    }

    private static List<Path> list(Path folder) throws IOException {
        try (var stream = Files.list(folder)) {
            return stream.toList();
        }
    }

    @Test
    void tellsItsListenerAtOnceWhatServesAndWhatDoesNot() throws IOException {
        TestJars.answering("one").writeTo(cell.file("orders.jar"));
        cell.settle();
        assertEquals(List.of("serving orders.jar /version"), cell.told);
        cell.told.clear();
        TestJars.jar()
                .source(
                        "orders.Broken",
                        "package orders; public class Broken {"
                                + " public Broken() { throw new IllegalStateException(\"no database\"); }"
                                + " @org.cellnest.cell.Route(\"/version\") public String version() { return \"\"; } }")
                .writeTo(cell.file("orders.jar"));
        cell.look();
        cell.look();
        assertEquals(1, cell.told.size(), () -> "told " + cell.told);
        String failure = cell.told.get(0);
        assertTrue(failure.startsWith("failed orders.jar: orders.Broken: its constructor threw"), failure);
        assertTrue(failure.endsWith(" <- java.lang.IllegalStateException: no database"), failure);
        assertEquals("one", cell.get("/version"), "the version before goes on");
    }

    @Test
    void tellsItsListenerThatAnEarlierVersionIsBackOnlyOnceItIsThere() throws IOException {
        TestJars.answering("one").writeTo(cell.file("orders.jar"));
        cell.settle();
        cell.told.clear();
        Files.writeString(cell.file("orders.jar"), "not a jar");
        cell.waitForReports();
        assertTrue(cell.told.stream().allMatch(told -> told.startsWith("failed orders.jar: not a whole jar")));
        assertFalse(cell.told.isEmpty());
        cell.told.clear();
        TestJars.answering("one").writeTo(cell.file("orders.jar"));
        cell.settle();
        assertEquals(List.of("serving orders.jar /version"), cell.told);
    }
}
